// What an officer says of being safe, and her own shift as this phone knows it. Saved like any work, locked or open, and sent
// before it.

import type { CheckIn } from "../domain/open_shift";
import { makeOperation, readMoment } from "../domain/operation";
import { describeKnown, foldShifts, listWords, type OwnShift } from "../domain/own_shift";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { findMeta } from "./meta";
import { listEntityOperations, listEntityRecords } from "./operations";
import { saveWork } from "./outbox";
import { listRows } from "./rows";

/** What was said while locked is sealed to the council alone: it is known from what stands beside the sealed records. */
export async function readOwnShift(
  store: PhoneStore,
  officerId: string,
  now = new Date(),
): Promise<OwnShift | null> {
  const [rows, readable, records, facts] = await Promise.all([
    listRows(store, "shift"),
    listEntityOperations(store, officerId),
    listEntityRecords(store, officerId),
    findMeta(store, "open_facts"),
  ]);
  const words = new Map([...(facts?.said ?? []), ...listWords(readable)].map((word) => [word.op_id, word]));
  const inOrder = records.flatMap(({ op_id }) => words.get(op_id) ?? []);
  return foldShifts(rows.map(describeKnown), inOrder, now);
}

export async function saveCheckIn(
  store: PhoneStore,
  officerId: string,
  kind: CheckIn,
  shiftId: string,
  now = new Date(),
): Promise<void> {
  const moment = readMoment(now);
  const op_id = newId(now);
  const operation = makeOperation(moment, {
    op_id,
    kind: "check_in.add",
    entity: { type: "officer", id: officerId },
    payload: { kind, shift_id: shiftId },
  });
  const said = { op_id, shift_id: shiftId, kind, at: moment.device_time };
  await saveWork(store, { operations: [operation], said }, now);
}
