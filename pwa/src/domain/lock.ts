// The phone's lock as a screen shows it: nothing personal is in it, so that it may stand before anybody.
import type { OpenShift, SaidWord } from "./open_shift";
import type { AlertKind, Council } from "./wire";

/** A number to ring, kept in the open: it is needed most when the phone is locked. */
export interface DutyLine {
  label: string;
  telephone: string;
  hours: string;
  position: number;
}

/** Whose app this is: nothing of anybody who uses it. */
export interface KnownCouncil {
  council: Council;
  /** The council's server is a demonstration: every screen says so. */
  demo: boolean;
}

/** What is kept outside the sealed records for the screen of a locked phone. */
export interface OpenFacts extends KnownCouncil {
  duty_numbers: DutyLine[];
  /** Of whoever works on this phone: missing before the first pull, and after an order or another officer's sign-in. */
  own_shifts?: OpenShift[];
  /** In the order in which it was said. */
  said?: SaidWord[];
}

/** Why neither PIN nor passkey opens this phone any more: an online sign-in does. */
export type DropReason = "wrong_pins" | "ordered" | "wiped" | "lapsed";

/**
 * first: just signed in. upgrade: a phone of a version without a PIN. forgotten: the council gave the old key back.
 * wiped: it did, to a phone that had obeyed an order to wipe. lost: nobody could give it back, so that the phone begins with a new one.
 */
export type WhyChoose = "first" | "upgrade" | "forgotten" | "wiped" | "lost";

/** What the council's order to wipe found on this phone: counts alone. */
export interface Wiped {
  /** Pieces of work that were saved and not sent when it came. */
  unsent: number;
  /** Unfinished checks that are still here, under a key that this phone does not have. */
  drafts: number;
}

export interface Locked {
  is: "locked";
  facts: OpenFacts | null;
  has_pin: boolean;
  has_passkey: boolean;
  dropped: DropReason | null;
  /** Null unless `dropped` is "wiped". */
  wiped: Wiped | null;
  wrong_pins: number;
  wait_until: string | null;
  /** Alerts that the council does not know yet. */
  open_alerts: { alert_id: string; raised_at: string }[];
  /** Far behind what this phone has seen before: reading would outlive its time. */
  is_clock_wrong: boolean;
}

export interface Choosing {
  is: "choosing";
  why: WhyChoose;
  facts: OpenFacts | null;
  /** Unfinished checks that nobody can read any more. */
  lost_drafts: number;
}

/** Null: the phone is open, or nobody is signed in. */
export type LockState = Locked | Choosing | null;

/** What can be recorded on a locked phone. */
export interface LockedAlert {
  kind: AlertKind;
  /** Both may be empty: the alert does not wait for words. */
  address_text: string;
  words: string;
}

export interface LockedCheck {
  address_text: string;
  /** What was seen, as a person at the council reads it. */
  why: string;
}
