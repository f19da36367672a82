// What the officer is told about work on this phone, in numbers and per thing. Honest or silent: nothing is called
// received without a receipt, and nothing is called sending that no request carries now.

/** waiting: only on this phone. sending: in a request now. received: the server's receipt is here.
 *  attention: a person must look (conflict, review, a refused photo, something that the server fails on). */
export type ItemState = "waiting" | "sending" | "received" | "attention";

export interface PhotoProgress {
  state: ItemState;
  /** 0 to 100, of bytes the server has confirmed. */
  percent: number;
}

/** Why the last try ended without success. `words` belong to the screens; this is the key to them. */
export type TroubleCause =
  | "offline"
  | "busy"
  | "server_error"
  | "signed_out"
  | "revoked"
  | "no_room"
  | "too_old"
  | "store_closed";

export interface SyncState {
  /** Pieces of work (checks, notes, alerts, photos) without a receipt; a check counts once. */
  not_sent: number;
  operations_not_sent: number;
  photos_not_sent: number;
  /** When the oldest of them was saved. */
  oldest_at: string | null;
  /** Forms that were begun and not saved: on this phone alone, and no work to send yet. */
  unfinished: number;
  /** Photos that answer no question of a form, taken and not saved: as above. */
  loose_photos: number;
  sending: boolean;
  received: number;
  needs_attention: number;
  last_contact_at: string | null;
  /** From what requests really did; and when the phone says that it has no line, which it only says when it has none. */
  offline: boolean;
  trouble: TroubleCause | null;
  retry_at: string | null;
  /** Work that this phone had and has no longer, although no receipt came ("we had N, now 0"). */
  lost: { had: number; now: number } | null;
  /** Photos that a restored server may lack and that this phone had to make room for. The office must be asked. */
  not_kept: number;
  /** The council's list and this phone's disagree, and asking for everything did not mend it. Work is not concerned. */
  list_uncertain: boolean;
  operations: Readonly<Record<string, ItemState>>;
  photos: Readonly<Record<string, PhotoProgress>>;
  /** By visit: the state of its work as a whole, photos too. A visit without work on this phone is not named. */
  visits: Readonly<Record<string, ItemState>>;
}

/** What the phone itself knows of its line, between two requests: where it has none, none is claimed. */
export function withLine(state: SyncState, isOnline: boolean): SyncState {
  return isOnline || state.offline ? state : { ...state, offline: true, sending: false };
}

export const NOTHING_KNOWN: SyncState = {
  not_sent: 0,
  operations_not_sent: 0,
  photos_not_sent: 0,
  unfinished: 0,
  loose_photos: 0,
  oldest_at: null,
  sending: false,
  received: 0,
  needs_attention: 0,
  last_contact_at: null,
  offline: false,
  trouble: null,
  retry_at: null,
  lost: null,
  not_kept: 0,
  list_uncertain: false,
  operations: {},
  photos: {},
  visits: {},
};
