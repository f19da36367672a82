// Which screen is shown: read from the part of the address after #, so that every screen opens from a cold start
// without a network and no id ever reaches a server's log.
import { createSignal } from "solid-js";

export type Address =
  | { screen: "visits" }
  | { screen: "visit"; visit_id: string }
  | { screen: "check"; visit_id: string; form_id: string; page: number | "save" }
  /** What else can be filled in at a visit. */
  | { screen: "forms"; visit_id: string }
  | { screen: "note"; visit_id: string }
  /** Photos of a visit that answer no question. */
  | { screen: "photos"; visit_id: string }
  | { screen: "cannot"; visit_id: string }
  | { screen: "correct"; visit_id: string }
  /** At the address of a visit, or anywhere. */
  | { screen: "propose"; visit_id: string | null }
  /** About a visit, or about whatever has happened. */
  | { screen: "alert"; visit_id: string | null }
  | { screen: "conflict"; conflict_id: string }
  | { screen: "leftover"; instance_id: string }
  | { screen: "not_sent" }
  | { screen: "attention" }
  | { screen: "device" }
  | { screen: "pin" }
  | { screen: "sign_in" }
  | { screen: "install" };

// Above the first reading of the address, which is when this file is loaded.
const OF_VISIT = ["forms", "note", "photos", "cannot", "correct", "propose", "alert"] as const;

const [address, setAddress] = createSignal<Address>(parse(globalThis.location?.hash ?? ""));

export { address };

export function followAddress(): () => void {
  const read = () => setAddress(parse(location.hash));
  read();
  addEventListener("hashchange", read);
  return () => removeEventListener("hashchange", read);
}

export function go(to: Address, how: "push" | "replace" = "push"): void {
  if (how === "push") location.hash = write(to);
  else {
    history.replaceState(null, "", write(to));
    setAddress(to);
  }
}

export function write(to: Address): string {
  switch (to.screen) {
    case "visits":
      return "#/";
    case "visit":
      return `#/visit/${to.visit_id}`;
    case "check":
      return `#/visit/${to.visit_id}/check/${encodeURIComponent(to.form_id)}/${to.page}`;
    case "conflict":
      return `#/conflict/${to.conflict_id}`;
    case "leftover":
      return `#/leftover/${encodeURIComponent(to.instance_id)}`;
    default: {
      const visitId = findVisitId(to);
      return visitId ? `#/visit/${visitId}/${to.screen}` : `#/${to.screen}`;
    }
  }
}

/** An address that means nothing is the visit list. */
export function parse(hash: string): Address {
  const [first, visitId, third, formId, page] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decodeURIComponent);
  if (first === "visit" && visitId) {
    if (third === "check" && formId)
      return { screen: "check", visit_id: visitId, form_id: formId, page: readPage(page) };
    if (isOfVisit(third)) return { screen: third, visit_id: visitId };
    return { screen: "visit", visit_id: visitId };
  }
  if (first === "propose" || first === "alert") return { screen: first, visit_id: null };
  if (first === "conflict" && visitId) return { screen: "conflict", conflict_id: visitId };
  if (first === "leftover" && visitId) return { screen: "leftover", instance_id: visitId };
  if (first === "not_sent" || first === "attention" || first === "device") return { screen: first };
  if (first === "pin" || first === "sign_in" || first === "install") return { screen: first };
  return { screen: "visits" };
}

function isOfVisit(name: string | undefined): name is (typeof OF_VISIT)[number] {
  return OF_VISIT.some((one) => one === name);
}

/** The visit that a screen is about; null for all others. */
export function findVisitId(at: Address): string | null {
  return "visit_id" in at ? at.visit_id : null;
}

export function readPage(text: string | undefined): number | "save" {
  if (text === "save") return "save";
  const page = Number(text ?? 0);
  return Number.isInteger(page) && page >= 0 ? page : 0;
}
