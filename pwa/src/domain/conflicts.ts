// Two writers on one field, as this phone shows them: the conflict's row, with this officer's own choice folded in until
// a pull tells what became of it. Pure.
import { listChoices } from "./operation";
import type { ConflictResolution, ConflictRow } from "./rows";
import type { PendingOperation } from "./shown";

export interface ShownConflict {
  conflict: ConflictRow;
  /** The council's resolution, or this officer's own choice that is not settled yet; null while it is open. */
  resolved: ConflictResolution | null;
  /** True while `resolved` is only this phone's choice: saved or received, and no pull has told of it. */
  is_pending: boolean;
  /** Of the pending choice, to ask the sync state where it is. */
  op_id: string | null;
}

/** `refused`: own choices that the server answered with a conflict or a review: they settle nothing. */
export function showConflict(
  conflict: ConflictRow,
  pending: readonly PendingOperation[],
  refused: ReadonlySet<string>,
): ShownConflict {
  const mine = pending
    .filter(({ op_id }) => !refused.has(op_id))
    .flatMap((operation) => listChoices(operation).map((choice) => ({ ...operation, choice })))
    .filter(({ choice }) => choice.conflict_id === conflict.id)
    .at(-1);
  const { resolved, field } = conflict.fields;
  if (resolved || !mine) return { conflict, resolved, is_pending: false, op_id: null };
  const own: ConflictResolution = {
    value: mine.fields[field]?.value ?? null,
    chosen: mine.choice.chosen,
    who: null,
    at: mine.saved_at,
    reason: String(mine.payload.reason ?? ""),
    mine: true,
  };
  return { conflict, resolved: own, is_pending: true, op_id: mine.op_id };
}

/** Open ones first, the oldest first; then the resolved, the newest first. */
export function orderConflicts(conflicts: readonly ShownConflict[]): ShownConflict[] {
  return [...conflicts].sort((one, two) => {
    if ((one.resolved === null) !== (two.resolved === null)) return one.resolved === null ? -1 : 1;
    if (one.resolved && two.resolved) return two.resolved.at.localeCompare(one.resolved.at);
    return one.conflict.fields.opened_at.localeCompare(two.conflict.fields.opened_at);
  });
}
