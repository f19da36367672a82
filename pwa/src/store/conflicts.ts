// The conflicts this officer has a side in, with her own choices folded in, and the saving of a choice as work.
import { orderConflicts, type ShownConflict, showConflict } from "../domain/conflicts";
import { type ConflictChoice, composeResolution, readMoment } from "../domain/operation";
import { Problem } from "../domain/problems";
import type { ConflictRow } from "../domain/rows";
import type { Receipt } from "../domain/wire";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { listPendingOperations } from "./operations";
import { saveWork } from "./outbox";
import { listReceipts } from "./receipts";
import { findRow, listRows } from "./rows";

/** Open ones first. One whose resolution is saved here shows it (`is_pending`) until a pull tells what became of it. */
export async function listConflicts(store: PhoneStore): Promise<ShownConflict[]> {
  const [rows, pending, receipts] = await Promise.all([
    listRows(store, "conflict"),
    listPendingOperations(store),
    listReceipts(store),
  ]);
  const refused = new Set(receipts.filter(settlesNothing).map(({ op_id }) => op_id));
  return orderConflicts(rows.map((row) => showConflict(row, pending, refused)));
}

function settlesNothing({ verdict }: Receipt): boolean {
  return verdict === "conflict" || verdict === "review";
}

export async function findConflict(store: PhoneStore, conflictId: string): Promise<ShownConflict | null> {
  const conflicts = await listConflicts(store);
  return conflicts.find(({ conflict }) => conflict.id === conflictId) ?? null;
}

/**
 * Saves a choice for the version of the conflict that was shown. Refused with "not_found" when the phone no longer has
 * it, "already_saved" when it is resolved, or was moved by a pull since `seenVersion` was on the screen.
 */
export async function saveResolution(
  store: PhoneStore,
  conflictId: string,
  seenVersion: number,
  choice: ConflictChoice,
  now = new Date(),
): Promise<void> {
  const shown = await findConflict(store, conflictId);
  if (!shown) throw new Problem("not_found");
  if (shown.resolved || shown.conflict.version !== seenVersion) throw new Problem("already_saved");
  const fieldVersion = await findFieldVersion(store, shown.conflict);
  const operation = composeResolution(shown.conflict, choice, fieldVersion, newId(now), readMoment(now));
  await saveWork(store, { operations: [operation] }, now);
}

async function findFieldVersion(store: PhoneStore, { fields }: ConflictRow): Promise<number> {
  const type = fields.entity_type as "visit" | "resident" | "case";
  const row = await findRow(store, type, fields.entity_id);
  return row?.field_versions[fields.field] ?? row?.version ?? 0;
}
