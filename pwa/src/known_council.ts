// Whose app this is, kept beside everything that belongs to somebody: the sign-in screen says it from a cold start without a
// line. Nothing personal, so it outlives a sign-out.
import type { KnownCouncil } from "./domain/lock";

const KEPT_AS = "doorstep.council";

/** Null where no council was ever asked, or the browser keeps nothing. */
export function findKnownCouncil(): KnownCouncil | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as KnownCouncil | null;
    return kept?.council?.name ? kept : null;
  } catch {
    return null;
  }
}

export function keepKnownCouncil({ council: { name, telephone }, demo }: KnownCouncil): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ council: { name, telephone }, demo }));
  } catch {
    // A full or forbidden localStorage: the next sign-in screen asks again.
  }
}
