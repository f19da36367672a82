// The choices of a question, as the engine has them, and how one of several is set.
import type { AnyNode } from "../../forms/host";
import type { Words as TextWords } from "../../forms/words_of";

export type SelectNode = Extract<AnyNode, { nodeType: "select" }>;
/** The engine's own types for these lose themselves in a package that it does not publish. */
export type Option = { value: string; label: TextWords };

/** More than this is found by typing, not by looking. */
export const LONG_LIST = 40;

export function listOptions(node: SelectNode): readonly Option[] {
  return node.currentState.valueOptions as readonly Option[];
}

export function toggle(node: SelectNode, value: string, isChosen: boolean): void {
  const others = node.currentState.value.filter((one: string) => one !== value);
  node.selectValues(isChosen ? [...others, value] : others);
}
