// A phone for tests of the screens: visits in memory, and a list of what was saved. Says yes to everything unless told.
import type { PhoneAlert } from "../../../pwa/src/domain/alerts";
import type { FormVersionRow } from "../../../pwa/src/domain/rows";
import { NOTHING_KNOWN, type SyncState } from "../../../pwa/src/domain/sync_state";
import type { Phone, VisitDetails } from "../../../pwa/src/screens/phone";

export const VISIT_ID = "00000000-0000-4000-8000-000000000201";

export function makeVisit(
  changes: Partial<VisitDetails["visit"]["fields"]> = {},
  id = VISIT_ID,
): VisitDetails {
  const row = { version: 1, field_versions: {} };
  return {
    visit: {
      ...row,
      type: "visit",
      id,
      fields: {
        resident_id: "r1",
        case_id: "c1",
        address_id: null,
        planned_on: "2026-11-23",
        window_from: "10:00:00",
        window_to: null,
        position: 1,
        status: "assigned",
        outcome: null,
        needs_pair: false,
        form_id: "try",
        programme_name: "Shielding 2",
        assigned_at: null,
        review_state: null,
        sent_back_words: null,
        ...changes,
      },
    },
    resident: {
      ...row,
      type: "resident",
      id: "r1",
      fields: {
        first_name: "Rosalind",
        last_name: "Achebe",
        age: 81,
        address_lines: ["12 Carey Gardens"],
        postcode: "SW8 4HR",
        ward: null,
        latitude: 51.47,
        longitude: -0.13,
        mobile: "07700 900001",
        landline: null,
        email: null,
        access_needs: "Slow to the door",
        communication_needs: null,
        language: null,
        on_hold: false,
        recent_outcomes: [],
      },
    },
    case: null,
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

export interface FakePhone extends Phone {
  saved: { what: string; values: unknown[] }[];
  alerts: PhoneAlert[];
}

export function makePhone(visits: VisitDetails[], xform = ""): FakePhone {
  const saved: FakePhone["saved"] = [];
  const keep =
    (what: string) =>
    async (...values: unknown[]) => {
      saved.push({ what, values });
    };
  const phone: FakePhone = {
    saved,
    alerts: [],
    listVisits: async () => visits,
    findVisit: async (id) => visits.find(({ visit }) => visit.id === id) ?? null,
    getDay: async () => ({ today_on: "2026-11-23", rows_as_of: "2026-11-23T08:12:00Z" }),
    listDutyNumbers: async () => [
      {
        type: "duty_number",
        id: "d1",
        version: 1,
        field_versions: {},
        fields: { label: "Duty manager", telephone: "020 7946 0100", hours: "day", position: 0 },
      },
    ],
    findCodeList: async () => null,
    findMedium: async () => ({ is: "missing" }),
    findForm: async (formId, versionId = "f1") =>
      versionId === "f1" ? makeFormVersion(formId, xform) : null,
    listForms: async () => [makeFormVersion("try", xform)],
    findDraft: async () => null,
    saveDraft: keep("draft"),
    listUnfinished: async () => [],
    findUnfinished: async () => null,
    keepDraftAsNote: keep("draft_as_note"),
    throwDraftAway: keep("thrown_away"),
    savePhoto: keep("photo"),
    removePhoto: keep("remove_photo"),
    findThumbnail: async () => null,
    saveStart: keep("start"),
    saveSubmission: keep("submission"),
    saveNote: keep("note"),
    saveAlert: keep("alert"),
    raiseAlert: keep("alert_by_hand"),
    findOwnShift: async () => null,
    saveCheckIn: keep("check_in"),
    saveTold: keep("told"),
    listOpenAlerts: async () => phone.alerts,
    listWaiting: async () => [],
    listAttention: async () => ({ receipts: [], refused_photos: [] }),
    listConflicts: async () => [],
    saveResolution: keep("resolution"),
    listNotices: async () => [],
    markSeen: keep("seen"),
    saveCannotComplete: keep("cannot"),
    saveReopen: keep("reopen"),
    findOwnAnswers: async () => null,
    saveProposal: keep("proposal"),
    listProposals: async () => [],
    getStorage: async () => ({ persisted: true, used_bytes: 1, quota_bytes: 2 }),
  };
  return phone;
}

export function makeFormVersion(form_id: string, xform = "", title = "Try"): FormVersionRow {
  const fields = {
    form_id,
    title,
    version_label: "1",
    xform,
    languages: ["en", "cy"],
    current: true,
  };
  return { type: "form_version", id: "f1", version: 1, field_versions: {}, fields };
}

export function makeSync(changes: Partial<SyncState> = {}): SyncState {
  return { ...NOTHING_KNOWN, last_contact_at: "2026-11-23T08:12:00Z", ...changes };
}

export function makeAlert(changes: Partial<PhoneAlert> = {}): PhoneAlert {
  return {
    alert_id: "a1",
    kind: "safeguarding",
    node: "/data/safe/concern",
    visit_id: VISIT_ID,
    instance_id: "uuid:i1",
    raised_at: "2026-11-23T09:00:00Z",
    told_whom: null,
    told_at: null,
    received_at: null,
    ...changes,
  };
}
