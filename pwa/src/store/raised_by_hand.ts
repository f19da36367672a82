// An alert that an officer raises by hand, without a form: about a visit of hers, at a place that she types, or with no more
// than its kind. Locked or open, it is the same operation.
import type { LockedAlert } from "../domain/lock";
import { composeAlert, composePlace, type NewOperation, readMoment } from "../domain/operation";
import type { AlertHeader } from "../domain/wire";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { saveWork } from "./outbox";

/** What stands for a form's node: no form asked. */
export type Origin = "/locked_phone" | "/by_hand";

/** Resolves when it is on disk. `visitId`: whom it is about, where that is known. */
export async function raiseByHand(
  store: PhoneStore,
  alert: LockedAlert,
  visitId: string | null,
  origin: Origin = "/by_hand",
  now = new Date(),
): Promise<void> {
  await saveWork(store, { operations: [composeByHand(alert, visitId, origin, now)] }, now);
}

/** At a typed place it is a proposal that carries the alert, so that a person matches the place; else the alert alone. */
function composeByHand(
  { kind, address_text, words }: LockedAlert,
  visitId: string | null,
  origin: Origin,
  now: Date,
): NewOperation {
  const header: AlertHeader = { alert_id: crypto.randomUUID(), kind, node: origin };
  if (visitId === null && address_text.trim()) {
    const place = { address_text, why: words.trim() || kind };
    return { ...composePlace(newId(now), place, newId(now), readMoment(now)), alerts: [header] };
  }
  // No visit is known: the council takes the alert without one.
  const about = visitId ?? newId(now);
  const instanceId = `uuid:${crypto.randomUUID()}`;
  return composeAlert(about, instanceId, header, words.trim(), newId(now), readMoment(now));
}
