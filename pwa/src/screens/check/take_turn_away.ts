// One turn of a repeat is removed: its answers go, its photos with it, and the photos of the turns behind it move up a place.
import { type AnyNode, type OpenForm, type RepeatRangeNode, walk } from "../../forms/host";
import type { FormPhoto } from "../../forms/photo";
import type { TypedInputs } from "./typed_inputs";

export interface TurnTaken {
  gone: FormPhoto[];
  /** With the place in the form that each has now. */
  moved: FormPhoto[];
}

export function takeTurnAway(
  form: OpenForm,
  range: RepeatRangeNode,
  index: number,
  typed: TypedInputs,
): TurnTaken {
  const turn = range.currentState.children[index];
  if (!turn || range.nodeType !== "repeat-range:uncontrolled") return { gone: [], moved: [] };
  const inside = [...walk([turn])];
  const gone = inside.flatMap((node) => form.findPhoto(node) ?? []);
  typed.drop(inside);
  range.removeInstances(index);
  for (const { name } of gone) form.photos.delete(name);
  return { gone, moved: [...walk(range.currentState.children)].flatMap((node) => moveAlong(form, node)) };
}

function moveAlong(form: OpenForm, node: AnyNode): FormPhoto[] {
  const photo = form.findPhoto(node);
  const { reference } = node.currentState;
  if (!photo || photo.node === reference) return [];
  const moved = { ...photo, node: reference };
  form.photos.set(photo.name, moved);
  return [moved];
}
