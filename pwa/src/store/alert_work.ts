// What an officer does with an alert: raises it from a form that is not finished, raises it by hand, records whom she told.
// By hand it is about a visit of hers, at a place that she types, or no more than its kind; locked or open, it is the same.
import type { LockedAlert } from "../domain/lock";
import {
  composeAlert,
  composePlace,
  makeOperation,
  type NewOperation,
  readMoment,
} from "../domain/operation";
import type { AlertHeader } from "../domain/wire";
import { openAlert, placeOfAlert, type SealedAlert, UNREAD } from "./alerts";
import { unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { saveWork } from "./outbox";

/** Writes a concern of an unfinished form as an event of its own, at once. The same alert again changes nothing. */
export async function raiseAlert(
  store: PhoneStore,
  visitId: string,
  instanceId: string,
  alert: AlertHeader,
  note = "",
  now = new Date(),
): Promise<void> {
  const kept = await store.read(["alerts"], (tx) => tx.objectStore("alerts").getKey(alert.alert_id));
  if (kept !== undefined) return;
  const operation = composeAlert(visitId, instanceId, alert, note, newId(now), readMoment(now));
  await saveWork(store, { operations: [operation] }, now);
}

/** Records whom the officer told and when; the page may then go, and the record is sent like any other work. */
export async function recordTold(
  store: PhoneStore,
  alertId: string,
  toldWhom: string,
  toldAt: Date,
  now = new Date(),
): Promise<void> {
  const record = await store.read(["alerts"], (tx) => tx.objectStore("alerts").get(alertId));
  if (!record) return;
  const told_at = toldAt.toISOString();
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "alert.told",
    entity: { type: "visit", id: record.visit_id },
    payload: { alert_id: alertId, told_whom: toldWhom, told_at },
  });
  const alert = await unlessLocked(openAlert(store, record));
  const { kind, node, instance_id } = alert ?? UNREAD;
  const told: SealedAlert = { kind, node, instance_id, told_whom: toldWhom };
  const sealed = alert ? await unlessLocked(store.seal(placeOfAlert(alertId), told)) : null;
  await saveWork(store, { operations: [operation], alert_told: { alert_id: alertId, told_at, sealed } }, now);
}

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
