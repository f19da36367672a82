// What the gate is given, and what it shows to the screens: no key, and nothing of a resident.
import type { Lapse } from "../domain/lapse";
import type { LockState } from "../domain/lock";
import type { Session } from "../domain/ports";
import type { HashPin } from "../store/data_key";
import type { PhoneStore } from "../store/door";
import type { SealForServer } from "../store/server_seal";

export interface GateSettings {
  app_version: string;
  hashPin: HashPin;
  sealForServer: SealForServer | null;
  /** Everything that a screen may show of it; called after every change. */
  tell: (shown: GateShown) => void;
  /** The last chance to put what stands half typed on disk, whoever locks: called while the key is still there. */
  beforeLock?: (store: PhoneStore) => Promise<void>;
  now?: () => Date;
  /** Milliseconds that this page has run, from a clock that nobody sets. */
  ran?: () => number;
}

export interface GateShown {
  /** Whose sync runs: also while it is locked, and while a PIN is being chosen. */
  store: PhoneStore | null;
  /** undefined: not looked yet. Null while nobody is signed in or the phone is locked. */
  session: Session | null | undefined;
  lock: LockState;
  lapse: Lapse | null;
}
