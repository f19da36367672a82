// What main.tsx hands to the screens, so that no screen knows of requests, tokens or locks.
// Accessors are Solid's shape (a function that reads a signal), but nothing here depends on Solid.
import type { KnownCouncil, LockedAlert, LockedCheck, LockState } from "./lock.ts";
import type { CheckIn } from "./open_shift.ts";
import type { Problem } from "./problems.ts";
import type { SyncState } from "./sync_state.ts";
import type { TypedScreen } from "./typed_screen.ts";
import type { Council, SignedInUser } from "./wire.ts";

export interface Session {
  user: SignedInUser;
  council: Council;
  device_id: string;
  /** The council's server is a demonstration: every screen says so. */
  demo: boolean;
  signed_in_at: string;
}

export type Done = { ok: true } | { ok: false; problem: Problem };

/** The phone's lock, for screens: no key and no wrap is ever handed to them. */
export interface LockPorts {
  /** Null: open, or nobody is signed in. While it is not, no other screen stands. */
  state: () => LockState;
  /** When reading ends unless the council is reached; null while that is far. */
  lapses_at: () => string | null;
  /** The app is about to lock by itself. */
  is_near: () => boolean;
  stayOpen: () => void;
  lockNow: () => Promise<void>;
  unlock: (pin: string) => Promise<Done>;
  unlockWithPasskey: () => Promise<Done>;
  choosePin: (pin: string) => Promise<Done>;
  changePin: (pin: string, chosen: string) => Promise<Done>;
  /** Whether this phone could open the app with its own lock, and does. */
  readPasskey: () => Promise<{ can: boolean; has: boolean }>;
  addPasskey: (pin: string) => Promise<Done>;
  removePasskey: () => Promise<Done>;
  /** Minutes without a touch; kept for this user of this phone. */
  minutes: () => number;
  setMinutes: (minutes: number) => Promise<void>;
  /** On a locked phone, sealed to the council alone. Each resolves when it is on disk. */
  raiseAlert: (alert: LockedAlert) => Promise<Done>;
  recordTold: (alertId: string, whom: string, at: string) => Promise<Done>;
  recordCheck: (check: LockedCheck) => Promise<Done>;
  recordCheckIn: (kind: CheckIn, shiftId: string) => Promise<Done>;
  /** What was half typed when the phone was locked, once; null when there was nothing. */
  takeTyped: () => Promise<TypedScreen | null>;
}

/**
 * unsupported: this browser takes no push messages. refused: it may show no notices. offline: only the council knows, and it was
 * not reached.
 */
export type PushState = "unsupported" | "refused" | "offline" | "off" | "on";

/** Being told that visits have changed, also while the app is closed. */
export interface PushPorts {
  read: () => Promise<PushState>;
  turnOn: () => Promise<PushState>;
  turnOff: () => Promise<PushState>;
}

export interface AppPorts<Store> {
  /** Whose app this is, signed in or not; null until the browser has heard. */
  council: () => KnownCouncil | null;
  /** undefined: still reading the phone; null: nobody is signed in. */
  session: () => Session | null | undefined;
  /** The door to what is on the phone, for `store/` functions; null when nobody is signed in. */
  phone: () => Store | null;
  syncState: () => SyncState;
  /** Grows with every change of what is stored, by this page, another tab or the worker. Read it to re-read. */
  storeVersion: () => number;
  /** A new build is here and waits; its `apply` reloads every tab. Drafts and forms are on the phone already. */
  update: () => { apply: () => void } | null;
  /** Needs the network. Registers this device; the first pull starts by itself. `forgotten`: a new PIN is chosen. */
  signIn: (email: string, password: string, forgotten?: boolean) => Promise<Done>;
  lock: LockPorts;
  /** Fetched when it is asked for: few have turned it on. */
  push: () => Promise<PushPorts>;
  /** Wipes what this user has on the phone, even offline. Refused (`unsent_work`, with `count`) while work is unsent. */
  signOut: () => Promise<Done>;
  /** The button. Resolves when that round is over, whatever came of it; the result is in `syncState`. */
  sendNow: () => Promise<void>;
  /** The officer has read that unsent work is missing: the report goes, and counting starts from what is there. */
  acknowledgeLost: () => Promise<void>;
  /** Tell the sync that something was saved; call it after `saveSubmission` and the like. */
  workSaved: () => void;
}
