// What an officer says of being safe, and her own shift as this phone knows it. Saved like any work, and sent before it.

import { makeOperation, readMoment } from "../domain/operation";
import { type CheckIn, findOwnShift, type OwnShift } from "../domain/own_shift";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { listEntityOperations } from "./operations";
import { saveWork } from "./outbox";
import { listRows } from "./rows";

export async function readOwnShift(
  store: PhoneStore,
  officerId: string,
  now = new Date(),
): Promise<OwnShift | null> {
  const [rows, pending] = await Promise.all([
    listRows(store, "shift"),
    listEntityOperations(store, officerId),
  ]);
  return findOwnShift(rows, pending, now);
}

export async function saveCheckIn(
  store: PhoneStore,
  officerId: string,
  kind: CheckIn,
  shiftId: string,
  now = new Date(),
): Promise<void> {
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "check_in.add",
    entity: { type: "officer", id: officerId },
    payload: { kind, shift_id: shiftId },
  });
  await saveWork(store, { operations: [operation] }, now);
}
