// The officer's own clock of lone working: which shift is hers now, with what she has said and the council does not know yet
// folded in. Pure. The phone invents no time: until when a check-in is good, the council says.
import { type CheckIn, describeShift, type OpenShift, type SaidWord } from "./open_shift";
import type { ShiftRow } from "./rows";
import type { PendingOperation } from "./shown";

export interface OwnShift {
  shift_id: string;
  starts_at: string;
  /** When the council expects to hear from her. */
  due_at: string;
  is_started: boolean;
  /** By the plan, or since she said so: the council takes no *Finish* of one that has not (decision 54), and *I am safe* of it says nothing. */
  has_begun: boolean;
  /** She has said so, and no pull has told of it yet: then she can still take it back. */
  is_finished: boolean;
  /** The newest word of hers that no pull has told of yet. */
  said: { kind: CheckIn; at: string } | null;
}

/** `is_finished`: as the council knows it. */
export type KnownShift = OpenShift & { is_finished?: boolean };

const KEPT_AFTER_END_MS = 12 * 3_600_000;
/** From so long before its beginning on the next shift is the one of which she speaks; as the council takes it. */
const EARLY_MS = 4 * 3_600_000;

/** As `foldShifts`, from rows and operations that can be read. */
export function findOwnShift(
  rows: readonly ShiftRow[],
  pending: readonly PendingOperation[],
  now: Date,
): OwnShift | null {
  return foldShifts(rows.map(describeKnown), listWords(pending), now);
}

export function describeKnown(row: ShiftRow): KnownShift {
  return { ...describeShift(row), is_finished: row.fields.finished_at !== null };
}

/**
 * The first of her shifts that is not finished; but one that she has finished by a word of hers while the next is hours away,
 * so that she sees her word and can take it back. One that ended half a day ago is not hers any more. `words` in the order in
 * which she said them.
 */
export function foldShifts(
  shifts: readonly KnownShift[],
  words: readonly SaidWord[],
  now: Date,
): OwnShift | null {
  const ordered = shifts
    .filter(({ due_at }) => now.getTime() - Date.parse(due_at) <= KEPT_AFTER_END_MS)
    .sort((one, two) => one.starts_at.localeCompare(two.starts_at))
    .map((shift) => ({ starts_at: shift.starts_at, own: foldWords(shift, words, now) }));
  const running = ordered.find(({ own }) => !own.is_finished);
  const finished = ordered.filter(({ own }) => own.said?.kind === "finish").at(-1)?.own ?? null;
  if (!running || (finished && Date.parse(running.starts_at) - now.getTime() > EARLY_MS)) return finished;
  return { ...running.own, said: running.own.said ?? finished?.said ?? null };
}

function foldWords(shift: KnownShift, words: readonly SaidWord[], now: Date): OwnShift {
  const { shift_id, starts_at, due_at } = shift;
  const own = words.filter((word) => word.shift_id === shift_id);
  const last = own.at(-1);
  const is_started = shift.is_started || own.some(({ kind }) => kind === "start");
  return {
    shift_id,
    starts_at,
    due_at,
    is_started,
    has_begun: is_started || Date.parse(starts_at) <= now.getTime(),
    is_finished: last?.kind === "finish" || (last?.kind !== "start" && shift.is_finished === true),
    said: last ? { kind: last.kind, at: last.at } : null,
  };
}

/** What was said, of operations that can be read, in their order. */
export function listWords(pending: readonly PendingOperation[]): SaidWord[] {
  return pending
    .filter(({ kind }) => kind === "check_in.add")
    .map(({ op_id, payload, device_time }) => ({
      op_id,
      shift_id: String(payload.shift_id),
      kind: payload.kind as CheckIn,
      at: device_time,
    }));
}

/** Hours away: the council takes no word of hers for that shift yet, so none is asked for. */
export function isFar({ starts_at, has_begun }: OwnShift, now: Date): boolean {
  return !has_begun && Date.parse(starts_at) - now.getTime() > EARLY_MS;
}

/** Whole minutes until then; below zero once it has passed. */
export function countMinutes(until: string, now: Date): number {
  return Math.floor((Date.parse(until) - now.getTime()) / 60_000);
}
