// The one sentence of truth at the top of every screen, as a word and numbers; the words said are the screens'. It never
// says that all is with the council while anything is unsent, lost, in need of a person, or the last try has failed.
import type { ItemState, PhotoProgress, SyncState } from "./sync_state";

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

/** What the phone knows, and the one word for it: whatever the word, a strip may say the numbers besides. */
export interface Truth extends SyncState {
  word: TruthWord;
}

export function findTruth(state: SyncState): Truth {
  return { ...state, word: findWord(state) };
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
