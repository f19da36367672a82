// The bounds of a scale, and every value on it.
import type { AnyNode } from "../../forms/host";

export type RangeNode = Extract<AnyNode, { nodeType: "range" }>;

/** More steps than this make no menu. */
const MOST_STEPS = 1000;

export interface Bounds {
  min: number;
  max: number;
  step: number;
}

/** An author may write a scale downwards; a step of none is one. */
export function readBounds(node: RangeNode): Bounds {
  const { start, end, step } = node.definition.bounds;
  const [one, other] = [Number(start), Number(end)];
  return { min: Math.min(one, other), max: Math.max(one, other), step: Math.abs(Number(step)) || 1 };
}

export function listSteps(node: RangeNode): string[] {
  const { min, max, step } = readBounds(node);
  const places = Math.max(...[min, step].map((value) => String(value).split(".")[1]?.length ?? 0));
  const count = Math.min(Math.floor((max - min) / step + 1e-9), MOST_STEPS);
  return Array.from({ length: count + 1 }, (_, at) => String(Number((min + at * step).toFixed(places))));
}
