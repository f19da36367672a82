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

export const UNDONE_STATUSES: readonly VisitStatus[] = ["planned", "assigned", "started", "sent_back"];

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

export interface FormVersionFields {
  form_id: string;
  title: string;
  version_label: string;
  xform: string;
  languages: string[];
  current: boolean;
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

export interface FieldsByType {
  visit: VisitFields;
  resident: ResidentFields;
  case: CaseFields;
  warning_marker: WarningMarkerFields;
  form_version: FormVersionFields;
  code_list: CodeListFields;
  duty_number: DutyNumberFields;
}

export type RowOf<T extends keyof FieldsByType> = Row<FieldsByType[T]> & { type: T };
export type VisitRow = RowOf<"visit">;
export type ResidentRow = RowOf<"resident">;
export type CaseRow = RowOf<"case">;
export type WarningMarkerRow = RowOf<"warning_marker">;
export type FormVersionRow = RowOf<"form_version">;
export type CodeListRow = RowOf<"code_list">;
export type DutyNumberRow = RowOf<"duty_number">;
