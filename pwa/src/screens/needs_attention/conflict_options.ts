// What an officer may choose between in one conflict. Fields that move together are the office's alone to write, so that
// none of them ever stands here beside another. Pure; decides nothing.
import type { ShownConflict } from "../../domain/conflicts";

export interface ConflictOption {
  /** "shown", or the op_id of a side. */
  chosen: string;
  mine: boolean;
  /** Null: the council's own list, with no writer known. */
  who: string | null;
  at: string | null;
  stands_now: boolean;
  value: unknown;
}

/** What stands now first, then mine, then the others by time. */
export function listOptions({ conflict }: ShownConflict): ConflictOption[] {
  const { shown, sides } = conflict.fields;
  const written = [...sides]
    .sort((one, two) => Number(two.mine) - Number(one.mine) || one.at.localeCompare(two.at))
    .map(({ op_id, ...side }) => ({ ...side, chosen: op_id, stands_now: false }));
  return [{ ...shown, chosen: "shown", mine: false, stands_now: true }, ...written];
}
