// The rows a phone holds, by type: exactly the fields of docs/sync-protocol.md and no other (rules of care 6).
import type { Row } from "./wire.ts";

export type VisitStatus =
  | "planned"
  | "assigned"
  | "started"
  | "submitted"
  | "reviewed"
  | "sent_back"
  | "cancelled";

/** What a phone still has to do. `planned` is not among them: the server sends no visit without an officer, so on a
 *  phone it is one that this officer has handed back and of which no pull has told yet. */
export const UNDONE_STATUSES: readonly VisitStatus[] = ["assigned", "started", "sent_back"];

export interface LateReport {
  who: string;
  at: string;
  /** What the office made of it, once it has. */
  decision?: string | null;
}

export interface VisitFields {
  resident_id: string;
  case_id: string;
  address_id: string | null;
  planned_on: string | null;
  window_from: string | null;
  window_to: string | null;
  position: number | null;
  status: VisitStatus;
  outcome: string | null;
  needs_pair: boolean;
  form_id: string | null;
  programme_name: string;
  assigned_at: string | null;
  review_state: string | null;
  sent_back_words: string | null;
  /** Officers whose report of this visit came after it was given to this one. Missing from an older server. */
  late_reports?: LateReport[];
  /** Both officers of a visit made in pairs; null where one goes. Missing from an older server. */
  lead_name?: string | null;
  second_name?: string | null;
}

export interface ResidentFields {
  first_name: string;
  last_name: string;
  age: number | null;
  address_lines: string[];
  postcode: string | null;
  ward: string | null;
  latitude: number | null;
  longitude: number | null;
  mobile: string | null;
  landline: string | null;
  email: string | null;
  access_needs: string | null;
  communication_needs: string | null;
  language: string | null;
  on_hold: boolean;
  recent_outcomes: { on: string; outcome: string }[];
}

export interface CaseFields {
  resident_id: string;
  programme_code: string;
  programme_name: string;
  status: string;
  next_contact_on: string | null;
  risk: string | null;
}

export interface WarningMarkerFields {
  resident_id: string | null;
  address_id: string | null;
  instruction: string;
  needs_pair: boolean;
  review_on: string | null;
  approved_at: string | null;
  expired: boolean;
}

/** A picture, sound or film that a form's labels show, by the name that the form gives it. `size` in bytes. */
export interface FormMedium {
  name: string;
  sha256: string;
  content_type: string;
  size: number;
}

export interface FormVersionFields {
  form_id: string;
  title: string;
  version_label: string;
  xform: string;
  languages: string[];
  current: boolean;
  /** Those that are there. Missing from rows that came before there were any. */
  media?: FormMedium[];
}

export interface CodeListFields {
  name: string;
  entries: { name: string; label: Record<string, string> }[];
}

export interface DutyNumberFields {
  label: string;
  telephone: string;
  hours: "day" | "out_of_hours" | "always";
  position: number;
}

/** The officer's own visiting shift. `next_contact_at` null: the expected end stands. */
export interface ShiftFields {
  starts_at: string;
  expected_end_at: string;
  place: string | null;
  started_at: string | null;
  finished_at: string | null;
  next_contact_at: string | null;
}

/** One writer's value in a conflict. `mine`: written by this officer, on this phone or another. */
export interface ConflictSide {
  op_id: string;
  value: unknown;
  who: string;
  at: string;
  mine: boolean;
}

export interface ConflictFields {
  entity_type: string;
  entity_id: string;
  field: string;
  visit_id: string | null;
  resident_id: string | null;
  opened_at: string;
  base: unknown;
  /** What stands now. */
  shown: { value: unknown; who: string | null; at: string | null };
  sides: ConflictSide[];
  resolved: ConflictResolution | null;
}

export interface ConflictResolution {
  value: unknown;
  /** "shown", "other" or the op_id of a side. */
  chosen: string;
  who: string | null;
  at: string;
  reason: string | null;
  mine: boolean;
}

export type ProposalBasis = "same_address" | "met" | "typed_address";

export interface VisitProposalFields {
  basis: ProposalBasis;
  visit_id: string | null;
  first_name: string | null;
  last_name: string | null;
  address_text: string | null;
  why: string;
  wanted_on: string | null;
  status: "proposed" | "accepted" | "declined";
  answer_words: string | null;
  answered_at?: string | null;
  made_visit_id: string | null;
}

export interface FieldsByType {
  visit: VisitFields;
  resident: ResidentFields;
  case: CaseFields;
  warning_marker: WarningMarkerFields;
  form_version: FormVersionFields;
  code_list: CodeListFields;
  duty_number: DutyNumberFields;
  shift: ShiftFields;
  conflict: ConflictFields;
  visit_proposal: VisitProposalFields;
}

export type RowOf<T extends keyof FieldsByType> = Row<FieldsByType[T]> & { type: T };
export type VisitRow = RowOf<"visit">;
export type ResidentRow = RowOf<"resident">;
export type CaseRow = RowOf<"case">;
export type WarningMarkerRow = RowOf<"warning_marker">;
export type FormVersionRow = RowOf<"form_version">;
export type CodeListRow = RowOf<"code_list">;
export type DutyNumberRow = RowOf<"duty_number">;
export type ShiftRow = RowOf<"shift">;
export type ConflictRow = RowOf<"conflict">;
export type VisitProposalRow = RowOf<"visit_proposal">;
