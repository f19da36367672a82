// What of the officer's own shifts stands outside the sealed records, so that a locked phone shows her clock: ids and times of
// those that are not finished, and what she said and no pull has told of yet. Never a place, an address or a visit. Pure.
import type { ShiftRow } from "./rows";

export const CHECK_INS = ["start", "safe", "finish"] as const;
export type CheckIn = (typeof CHECK_INS)[number];

export interface OpenShift {
  shift_id: string;
  starts_at: string;
  /** When the council expects to hear from her. */
  due_at: string;
  is_started: boolean;
}

/** What she said, by the operation that carries it. */
export interface SaidWord {
  op_id: string;
  shift_id: string;
  kind: CheckIn;
  at: string;
}

export function describeShift({ id, fields }: ShiftRow): OpenShift {
  const { starts_at, expected_end_at, next_contact_at, started_at } = fields;
  return {
    shift_id: id,
    starts_at,
    due_at: next_contact_at ?? expected_end_at,
    is_started: started_at !== null,
  };
}
