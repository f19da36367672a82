// The alerts that the council does not know yet, oldest first. While there is one, its page stands before every screen.
import { createMemo } from "solid-js";
import type { PhoneAlert } from "../../domain/alerts";
import { readOrNothing, readPhone } from "../scope";

export function useOpenAlerts(): () => PhoneAlert[] {
  const stored = readPhone((phone) => phone.listOpenAlerts());
  return createMemo(() => readOrNothing(stored) ?? [], [], { equals: sameAlerts });
}

/** The same alerts are the same list, so that the page and what was typed on it stay. */
function sameAlerts(before: PhoneAlert[], now: PhoneAlert[]): boolean {
  return (
    before.length === now.length && before.every((alert, index) => alert.alert_id === now[index]?.alert_id)
  );
}
