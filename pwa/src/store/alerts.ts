// Alerts that this phone raised: open until a person was told or a receipt names them (rules of care 2).
import { isUnknownToCouncil, type PhoneAlert } from "../domain/alerts";
import type { AlertKind } from "../domain/wire";
import type { PhoneStore } from "./door";
import type { AlertRecord, Sealed } from "./layout";
import { nullIfUnreadable } from "./readable";

/** What of an alert lies sealed. */
export interface SealedAlert {
  kind: AlertKind;
  node: string;
  instance_id: string;
  told_whom: string | null;
}

export function placeOfAlert(alertId: string): string {
  return `alerts:${alertId}`;
}

/** Raised while locked, or not to be read: that there is an alert is told all the same. */
export const UNREAD: SealedAlert = { kind: "unreadable", node: "", instance_id: "", told_whom: null };

export async function openAlert(store: PhoneStore, record: AlertRecord): Promise<PhoneAlert> {
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
