// An officer's choice between two answers, for the version of the conflict that was on the screen.

import type { ShownConflict } from "../domain/conflicts";
import { type ConflictChoice, composeResolution, readMoment } from "../domain/operation";
import { Problem } from "../domain/problems";
import type { ConflictRow } from "../domain/rows";
import { listConflicts } from "./conflicts";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { saveWork } from "./outbox";
import { findRow } from "./rows";

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
