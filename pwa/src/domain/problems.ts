// Failures that a person must be told about, as types; the words shown are chosen by code in the screens' catalogue.
import type { PinFault } from "./pin";

export type ProblemCode =
  | "no_room"
  | "store_closed"
  | "not_found"
  | "already_saved"
  | "unsent_work"
  | "sign_in_first"
  | "wrong_password"
  | "not_allowed"
  | "another_officer"
  | "too_many_tries"
  | "no_network"
  | "server_error"
  | "unreadable_record"
  | "too_large"
  | "locked"
  | "wrong_pin"
  | "pin_wait"
  | "pin_gone"
  | "pins_used_up"
  | "pin_not_worked_out"
  | "passkey_failed"
  | "passkey_unfit"
  | "clock_wrong"
  | "refused_in_words"
  | PinFault;

const PLAIN_WORDS: Record<ProblemCode, string> = {
  no_room: "There is no room on this phone. Nothing was saved. Free some space, then save again.",
  store_closed: "The phone closed the app's store. Try again.",
  not_found: "This is no longer on the phone.",
  already_saved: "This was already saved on this phone, in another tab.",
  unsent_work: "Work on this phone has not been received by the council. Send it before you sign out.",
  sign_in_first: "The council does not know this phone's sign-in. Sign in again before you sign out.",
  wrong_password: "The email address or the password is not right, or there were too many tries.",
  not_allowed: "This account may not use the app.",
  another_officer: "This phone holds the work of another officer.",
  too_many_tries: "Too many tries. Wait a few minutes, then try again.",
  no_network: "There is no connection to the council. Signing in needs one.",
  server_error: "The council's server could not answer. Try again in a minute.",
  unreadable_record: "A record on this phone cannot be read.",
  too_large: "The file is too large: 25 MB at most.",
  locked: "This phone is locked.",
  wrong_pin: "That is not the PIN.",
  pin_wait: "Wait a moment before the next try.",
  pin_gone: "No PIN opens this phone any more. Sign in online.",
  pins_used_up: "Five wrong PINs: sign in online to read again. Nothing is lost.",
  pin_not_worked_out: "This phone could not work the PIN out. Close other apps, then try again.",
  passkey_failed: "That did not unlock the phone. Use the PIN.",
  passkey_unfit: "This phone's own lock keeps no secret for the app. Use the PIN.",
  clock_wrong: "This phone's clock is wrong. Set it right, or sign in online.",
  refused_in_words: "The council's server said why not.",
  pin_not_digits: "A PIN has digits only.",
  pin_too_short: "The PIN needs six digits or more.",
  pin_too_long: "The PIN has twelve digits at most.",
  pin_too_easy: "That PIN is too easy to guess.",
};

/** An expected failure. `message` is plain English for logs and as a last resort; screens use `code`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly count: number;
  /** The server's own sentence, for `refused_in_words`. */
  readonly words: string;

  constructor(code: ProblemCode, options: { cause?: unknown; count?: number; words?: string } = {}) {
    super(PLAIN_WORDS[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.count = options.count ?? 0;
    this.words = options.words ?? "";
  }
}

export function isProblem(error: unknown, code?: ProblemCode): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}
