// When an app that nobody touches locks itself. Pure.

export const FEWEST_MINUTES = 1;
export const MOST_MINUTES = 15;
export const USUAL_MINUTES = 5;
const WARNED_MS = 60_000;

export type Idle = "awake" | "near" | "over";

/** Warned a minute before, and with one minute in all, half of it before. */
export function findIdle(untouchedMs: number, minutes: number): Idle {
  const limit = minutes * 60_000;
  if (untouchedMs >= limit) return "over";
  return untouchedMs >= limit - Math.min(WARNED_MS, limit / 2) ? "near" : "awake";
}

export function limitMinutes(minutes: number | undefined): number {
  const whole = Math.round(minutes ?? USUAL_MINUTES);
  return Number.isFinite(whole) ? Math.min(MOST_MINUTES, Math.max(FEWEST_MINUTES, whole)) : USUAL_MINUTES;
}
