// An alert raised offline is not an alert raised: what the phone knows of each, until a person was told or a receipt
// names it.
import type { AlertHeader } from "./wire.ts";

export interface PhoneAlert extends AlertHeader {
  visit_id: string;
  instance_id: string;
  raised_at: string;
  told_whom: string | null;
  told_at: string | null;
  received_at: string | null;
}

/** "The council does not know this yet": stays on top of every screen. */
export function isUnknownToCouncil(alert: PhoneAlert): boolean {
  return alert.told_at === null && alert.received_at === null;
}
