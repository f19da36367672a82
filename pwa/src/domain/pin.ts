// What makes a PIN, and how long a wrong one makes its officer wait. Pure.

export const FEWEST_DIGITS = 6;
export const MOST_DIGITS = 12;
/** So many wrong ones in a row end reading until an online sign-in. */
export const MOST_WRONG_PINS = 5;
/** After the first, second, ... wrong PIN, in seconds. */
const WAITS: readonly number[] = [0, 5, 15, 30];
const LONGEST_WAIT_MS = Math.max(...WAITS) * 1000;

export type PinFault = "pin_not_digits" | "pin_too_short" | "pin_too_long" | "pin_too_easy";

/** Spaces are how people read digits to themselves; they are no part of a PIN. */
export function cleanPin(typed: string): string {
  return typed.replaceAll(/\s/g, "");
}

/** Null: a PIN that may be chosen. */
export function findPinFault(typed: string): PinFault | null {
  const pin = cleanPin(typed);
  if (!/^\d*$/.test(pin)) return "pin_not_digits";
  if (pin.length < FEWEST_DIGITS) return "pin_too_short";
  if (pin.length > MOST_DIGITS) return "pin_too_long";
  return isEasy(pin) ? "pin_too_easy" : null;
}

/** Those that a finder of the phone tries first: a part that repeats, or digits that count up or down. */
function isEasy(pin: string): boolean {
  if (/^(\d{1,3})\1+$/.test(pin)) return true;
  const steps = [...pin].slice(1).map((digit, place) => (Number(digit) - Number(pin[place]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** When the next PIN may be tried; null for at once. */
export function findWaitEnd(wrongPins: number, now: Date): string | null {
  const seconds = wrongPins > 0 ? (WAITS[Math.min(wrongPins, WAITS.length) - 1] ?? 0) : 0;
  return seconds > 0 ? new Date(now.getTime() + seconds * 1000).toISOString() : null;
}

/** A clock that was set back makes nobody wait longer than the longest wait there is. */
export function mustWait(waitUntil: string | null, now: Date): boolean {
  if (!waitUntil) return false;
  const left = new Date(waitUntil).getTime() - now.getTime();
  return left > 0 && left <= LONGEST_WAIT_MS;
}
