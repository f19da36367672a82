// What an officer can do on a locked phone: raise an alert, record whom she told of it, record a check at an address that she
// types, and say that she starts, is safe or has finished. It goes straight into the outbox, sealed to the council alone.
import type { LockedAlert, LockedCheck } from "../domain/lock";
import type { CheckIn } from "../domain/open_shift";
import { composePlace, readMoment } from "../domain/operation";
import { raiseByHand, recordTold } from "./alert_work";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { saveWork } from "./outbox";
import { saveCheckIn } from "./own_shift";

/** No visit is known here. */
export function raiseWhileLocked(store: PhoneStore, alert: LockedAlert, now = new Date()): Promise<void> {
  return raiseByHand(store, alert, null, "/locked_phone", now);
}

export async function checkWhileLocked(
  store: PhoneStore,
  check: LockedCheck,
  now = new Date(),
): Promise<void> {
  const operation = composePlace(newId(now), check, newId(now), readMoment(now));
  await saveWork(store, { operations: [operation] }, now);
}

export function tellWhileLocked(store: PhoneStore, alertId: string, whom: string, at: string): Promise<void> {
  return recordTold(store, alertId, whom, new Date(at));
}

/** Of the officer whose phone this is. */
export function checkInWhileLocked(store: PhoneStore, kind: CheckIn, shiftId: string): Promise<void> {
  return saveCheckIn(store, store.user_id, kind, shiftId);
}
