// Alerts that this phone raised: open until a person was told or a receipt names them (rules of care 2).
import { isUnknownToCouncil, type PhoneAlert } from "../domain/alerts";
import { composeAlert, makeOperation, readMoment } from "../domain/operation";
import type { AlertHeader } from "../domain/wire";
import { unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import type { AlertRecord, Sealed } from "./layout";
import { saveWork } from "./outbox";
import { nullIfUnreadable } from "./readable";
import { placeOfAlert, type SealedAlert } from "./sealed_work";

/** Raised while locked, or not to be read: that there is an alert is told all the same. */
const UNREAD: SealedAlert = { kind: "unreadable", node: "", instance_id: "", told_whom: null };

async function openAlert(store: PhoneStore, record: AlertRecord): Promise<PhoneAlert> {
  const inner = hasInner(record)
    ? await nullIfUnreadable(store.unseal<SealedAlert>(placeOfAlert(record.alert_id), record))
    : null;
  const { alert_id, visit_id, raised_at, told_at, received_at } = record;
  return { alert_id, visit_id, raised_at, told_at, received_at, ...(inner ?? UNREAD) };
}

function hasInner(record: AlertRecord): record is AlertRecord & Sealed {
  return record.key_id !== undefined;
}

/** "The council does not know this yet", the oldest first: what stays on top of every screen. */
export async function listOpenAlerts(store: PhoneStore): Promise<PhoneAlert[]> {
  const records = await store.read(["alerts"], (tx) => tx.objectStore("alerts").getAll());
  const alerts = await Promise.all(records.map((record) => openAlert(store, record)));
  return alerts.filter(isUnknownToCouncil).sort((one, two) => one.raised_at.localeCompare(two.raised_at));
}

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
