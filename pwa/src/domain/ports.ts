// What main.tsx hands to the screens, so that no screen knows of requests, tokens or locks.
// Accessors are Solid's shape (a function that reads a signal), but nothing here depends on Solid.
import type { Problem } from "./problems.ts";
import type { SyncState } from "./sync_state.ts";
import type { Council, SignedInUser } from "./wire.ts";

export interface Session {
  user: SignedInUser;
  council: Council;
  device_id: string;
  /** True until the phone's lock wraps the data key: every screen says "demo". */
  demo: boolean;
  signed_in_at: string;
}

export type Done = { ok: true } | { ok: false; problem: Problem };

export interface AppPorts<Store> {
  /** undefined: still reading the phone; null: nobody is signed in. */
  session: () => Session | null | undefined;
  /** The door to what is on the phone, for `store/` functions; null when nobody is signed in. */
  phone: () => Store | null;
  syncState: () => SyncState;
  /** Grows with every change of what is stored, by this page, another tab or the worker. Read it to re-read. */
  storeVersion: () => number;
  /** A new build is here and waits; its `apply` reloads every tab. Drafts and forms are on the phone already. */
  update: () => { apply: () => void } | null;
  /** Needs the network. Registers this device; the first pull starts by itself. */
  signIn: (email: string, password: string) => Promise<Done>;
  /** Wipes what this user has on the phone, even offline. Refused (`unsent_work`, with `count`) while work is unsent. */
  signOut: () => Promise<Done>;
  /** The button. Resolves when that round is over, whatever came of it; the result is in `syncState`. */
  sendNow: () => Promise<void>;
  /** The officer has read that unsent work is missing: the report goes, and counting starts from what is there. */
  acknowledgeLost: () => Promise<void>;
  /** Tell the sync that something was saved; call it after `saveSubmission` and the like. */
  workSaved: () => void;
}
