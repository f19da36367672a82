// The officer's own clock of lone working: which shift is hers now, with what she has said and the council does not know yet
// folded in. Pure. The phone invents no time: until when a check-in is good, the council says.
import type { ShiftRow } from "./rows";
import type { PendingOperation } from "./shown";

export const CHECK_INS = ["start", "safe", "finish"] as const;
export type CheckIn = (typeof CHECK_INS)[number];

export interface OwnShift {
  shift_id: string;
  /** When the council expects to hear from her. */
  due_at: string;
  is_started: boolean;
  /** The newest word of hers that no pull has told of yet. */
  said: { kind: CheckIn; at: string } | null;
}

const KEPT_AFTER_END_MS = 12 * 3_600_000;

/** The first of her shifts that is not finished; one that ended half a day ago is not hers any more. */
export function findOwnShift(
  rows: readonly ShiftRow[],
  pending: readonly PendingOperation[],
  now: Date,
): OwnShift | null {
  const words = pending.filter(({ kind }) => kind === "check_in.add");
  const shifts = [...rows].sort((one, two) => one.fields.starts_at.localeCompare(two.fields.starts_at));
  for (const { id, fields } of shifts) {
    const due_at = fields.next_contact_at ?? fields.expected_end_at;
    const own = words.filter(({ payload }) => payload.shift_id === id);
    const last = own.at(-1);
    const kind = last ? (last.payload.kind as CheckIn) : null;
    const isFinished = kind === "finish" || (kind !== "start" && fields.finished_at !== null);
    if (isFinished || now.getTime() - Date.parse(due_at) > KEPT_AFTER_END_MS) continue;
    return {
      shift_id: id,
      due_at,
      is_started: fields.started_at !== null || own.some(({ payload }) => payload.kind === "start"),
      said: last && kind ? { kind, at: last.device_time } : null,
    };
  }
  return null;
}

/** Whole minutes until then; below zero once it has passed. */
export function countMinutes(until: string, now: Date): number {
  return Math.floor((Date.parse(until) - now.getTime()) / 60_000);
}
