// The one sentence of truth at the top of every screen, as a word and numbers; the words said are the screens'. It never
// says that all is with the council while anything is unsent, lost, in need of a person, or the last try has failed.
import type { ItemState, PhotoProgress, SyncState, TroubleCause } from "./sync_state";

/**
 * lost: work vanished from this phone. not_kept: a restored server may lack photos that are no longer here.
 * sending, waiting, waiting_offline, trouble: something is only on this phone. attention: all has a receipt, but a
 * person must look. nothing_yet: no contact so far. out_of_touch: all has a receipt, but the last try failed, so that
 * nothing newer is known. all_received: the only word that means that all is well.
 */
export type TruthWord =
  | "lost"
  | "not_kept"
  | "sending"
  | "waiting_offline"
  | "trouble"
  | "waiting"
  | "attention"
  | "nothing_yet"
  | "out_of_touch"
  | "all_received";

export interface Truth {
  word: TruthWord;
  /** Both numbers are there whatever the word: a strip may say both. */
  not_sent: number;
  needs_attention: number;
  oldest_at: string | null;
  last_contact_at: string | null;
  trouble: TroubleCause | null;
  lost: { had: number; now: number } | null;
  not_kept: number;
  /** Forms begun and not saved: whatever the word, they are only here. */
  unfinished: number;
  /** Photos without a form, taken and not saved: the same. */
  loose_photos: number;
}

export function findTruth(state: SyncState): Truth {
  const { not_sent, needs_attention, oldest_at, last_contact_at, trouble, lost, not_kept } = state;
  const { unfinished, loose_photos } = state;
  const word = findWord(state);
  return {
    word,
    not_sent,
    needs_attention,
    oldest_at,
    last_contact_at,
    trouble,
    lost,
    not_kept,
    unfinished,
    loose_photos,
  };
}

function findWord(state: SyncState): TruthWord {
  if (state.lost) return "lost";
  if (state.not_kept > 0) return "not_kept";
  if (hasUnsent(state)) return findUnsentWord(state);
  if (state.needs_attention > 0) return "attention";
  if (state.last_contact_at === null) return "nothing_yet";
  return state.offline || state.trouble !== null ? "out_of_touch" : "all_received";
}

function findUnsentWord(state: SyncState): TruthWord {
  if (state.sending) return "sending";
  if (state.offline || state.trouble === "offline") return "waiting_offline";
  return state.trouble === null ? "waiting" : "trouble";
}

/** By the counts and by each thing: where they disagree, the worse is believed. */
function hasUnsent(state: SyncState): boolean {
  if (state.not_sent + state.operations_not_sent + state.photos_not_sent > 0) return true;
  const states = [...Object.values(state.operations), ...Object.values(state.photos).map((one) => one.state)];
  return states.some((one) => one === "waiting" || one === "sending");
}

/** The gravest first: what a whole is called when its parts differ. */
const GRAVEST: readonly ItemState[] = ["attention", "sending", "waiting", "received"];

/** Null for nothing at all. */
export function findGravest(states: readonly ItemState[]): ItemState | null {
  return GRAVEST.find((state) => states.includes(state)) ?? null;
}

/** Of a visit's work as a whole, photos too; null where none of it is on this phone. */
export function findVisitState(state: SyncState, visitId: string): ItemState | null {
  return state.visits[visitId] ?? null;
}

/** Null for a photo of which the sync does not know: it is still in an unfinished form. */
export function findPhotoState(state: SyncState, attachmentId: string): PhotoProgress | null {
  return state.photos[attachmentId] ?? null;
}

/** Of a piece of work that several operations carry. */
export function findPieceState(state: SyncState, opIds: readonly string[]): ItemState | null {
  return findGravest(opIds.flatMap((id) => state.operations[id] ?? []));
}
