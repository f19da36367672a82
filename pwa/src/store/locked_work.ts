// What an officer can do on a locked phone: raise an alert, record whom she told of it, and record a check at an address
// that she types. It goes straight into the outbox, sealed to the council alone; nobody reads it here, not even she.
import type { LockedAlert, LockedCheck } from "../domain/lock";
import { composeProposal, makeOperation, type NewOperation, readMoment } from "../domain/operation";
import type { AlertHeader } from "../domain/wire";
import { recordTold } from "./alerts";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { saveWork } from "./outbox";

const NODE = "/locked_phone";

export async function raiseWhileLocked(
  store: PhoneStore,
  alert: LockedAlert,
  now = new Date(),
): Promise<void> {
  await saveWork(store, { operations: [composeLockedAlert(alert, now)] }, now);
}

/** With an address it is a proposal that carries the alert, so that a person matches the place; else the alert alone. */
export function composeLockedAlert({ kind, address_text, words }: LockedAlert, now: Date): NewOperation {
  const header: AlertHeader = { alert_id: crypto.randomUUID(), kind, node: NODE };
  if (address_text.trim()) {
    const check = { address_text, why: words.trim() || kind };
    return { ...composeLockedCheck(check, now), alerts: [header] };
  }
  return makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "alert.raise",
    // No visit is known here: the council takes the alert without one.
    entity: { type: "visit", id: newId(now) },
    alerts: [header],
    payload: { instance_id: `uuid:${crypto.randomUUID()}`, node: NODE, note: words.trim() },
  });
}

export async function checkWhileLocked(
  store: PhoneStore,
  check: LockedCheck,
  now = new Date(),
): Promise<void> {
  await saveWork(store, { operations: [composeLockedCheck(check, now)] }, now);
}

/** A person at the council matches the address, and makes the visit that this was. */
export function composeLockedCheck({ address_text, why }: LockedCheck, now: Date): NewOperation {
  const proposal = {
    basis: "typed_address" as const,
    visit_id: null,
    first_name: null,
    last_name: null,
    telephone: null,
    address_text: address_text.trim(),
    why: why.trim(),
    wanted_on: null,
  };
  return composeProposal(newId(now), proposal, newId(now), readMoment(now));
}

export function tellWhileLocked(store: PhoneStore, alertId: string, whom: string, at: string): Promise<void> {
  return recordTold(store, alertId, whom, new Date(at));
}
