// The invented resident, case, visit and officer that a form is tried with. Obviously false: nobody is called so, and the
// numbers lead nowhere.
import type { CaseRow, ResidentRow, VisitRow } from "../../domain/rows";
import type { SignedInUser } from "../../domain/wire";
import type { VisitDetails } from "../phone";

export const TEST_VISIT_ID = "00000000-0000-4000-8000-000000000001";
const TEST_RESIDENT_ID = "00000000-0000-4000-8000-000000000002";
const TEST_CASE_ID = "00000000-0000-4000-8000-000000000003";

export const TEST_OFFICER: SignedInUser = {
  id: "00000000-0000-4000-8000-000000000004",
  name: "Olive Officer",
  role: "officer",
  team: "Visiting team",
};

const ROW = { version: 1, field_versions: {} };

export function makeTestVisit(formId: string, today: string): VisitDetails {
  return {
    visit: makeVisit(formId, today),
    resident: RESIDENT,
    case: CASE,
    markers: [],
    not_sent: 0,
    photos_not_sent: 0,
    waiting_photo_ids: [],
    needs_attention: false,
    has_draft: false,
    drafts: [],
    photos: [],
  };
}

function makeVisit(form_id: string, today: string): VisitRow {
  return {
    ...ROW,
    type: "visit",
    id: TEST_VISIT_ID,
    fields: {
      resident_id: TEST_RESIDENT_ID,
      case_id: TEST_CASE_ID,
      address_id: null,
      planned_on: today,
      window_from: null,
      window_to: null,
      position: 1,
      status: "started",
      outcome: null,
      needs_pair: false,
      form_id,
      programme_name: "Test programme",
      assigned_at: `${today}T07:00:00Z`,
      review_state: null,
      sent_back_words: null,
    },
  };
}

const RESIDENT: ResidentRow = {
  ...ROW,
  type: "resident",
  id: TEST_RESIDENT_ID,
  fields: {
    first_name: "Test",
    last_name: "Person",
    age: 84,
    address_lines: ["1 Example Street"],
    postcode: "ZZ99 3WZ",
    ward: "Example ward",
    latitude: null,
    longitude: null,
    mobile: "07700 900001",
    landline: "020 7946 0000",
    email: "test.person@example.org",
    access_needs: "Slow to the door",
    communication_needs: "Speak up",
    language: "English",
    on_hold: false,
    recent_outcomes: [],
  },
};

const CASE: CaseRow = {
  ...ROW,
  type: "case",
  id: TEST_CASE_ID,
  fields: {
    resident_id: TEST_RESIDENT_ID,
    programme_code: "test",
    programme_name: "Test programme",
    status: "open",
    next_contact_on: null,
    risk: "low",
  },
};
