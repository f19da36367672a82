// Conflicts, news and proposals for tests of the screens: obviously false people, one of each kind.
import type { ShownConflict } from "../../../pwa/src/domain/conflicts";
import type { Notice } from "../../../pwa/src/domain/notices";
import type { ConflictFields, VisitProposalFields } from "../../../pwa/src/domain/rows";
import type { ReviewedReceipt } from "../../../pwa/src/screens/phone";
import type { ShownProposal } from "../../../pwa/src/store/proposals";
import { VISIT_ID } from "./fake_phone";

export const MY_SIDE = "00000000-0000-4000-8000-00000000a001";
export const THIRD_SIDE = "00000000-0000-4000-8000-00000000a002";

export function makeConflict(
  changes: Partial<ConflictFields> = {},
  shown: Partial<ShownConflict> = {},
): ShownConflict {
  return {
    conflict: {
      type: "conflict",
      id: `conflict-${changes.field ?? "mobile"}`,
      version: 2,
      field_versions: {},
      fields: {
        entity_type: "resident",
        entity_id: "r1",
        field: "mobile",
        visit_id: VISIT_ID,
        resident_id: "r1",
        opened_at: "2026-11-23T09:00:00Z",
        base: "07700 900001",
        shown: { value: "07700 900002", who: "Bela Office", at: "2026-11-23T09:10:00Z" },
        sides: [
          { op_id: THIRD_SIDE, value: null, who: "Omar Officer", at: "2026-11-23T09:20:00Z", mine: false },
          { op_id: MY_SIDE, value: "07700 900003", who: "Sam Okoro", at: "2026-11-23T10:42:00Z", mine: true },
        ],
        resolved: null,
        ...changes,
      },
    },
    resolved: null,
    is_pending: false,
    op_id: null,
    ...shown,
  };
}

export function makeReceipt(changes: Partial<ReviewedReceipt> = {}): ReviewedReceipt {
  return {
    entity_id: VISIT_ID,
    op_id: "00000000-0000-4000-8000-00000000b001",
    verdict: "review",
    reason: "late_report",
    detail: null,
    received_at: "2026-11-23T10:00:00Z",
    about: { kind: "submission.create", entity_type: "visit", entity_id: VISIT_ID, values: {} },
    ...changes,
  };
}

export function makeNotice(changes: Partial<Notice> = {}): Notice {
  return {
    notice_id: `notice:${changes.kind ?? "merged"}`,
    kind: "merged",
    at: "2026-11-23T11:00:00Z",
    visit_id: VISIT_ID,
    resident_id: "r1",
    is_seen: false,
    ...changes,
  };
}

export function makeProposal(
  changes: Partial<VisitProposalFields> = {},
  shown: Partial<ShownProposal> = {},
): ShownProposal {
  return {
    proposal: {
      type: "visit_proposal",
      id: `proposal-${changes.status ?? "proposed"}`,
      version: 1,
      field_versions: {},
      fields: {
        basis: "met",
        visit_id: null,
        first_name: "Ada",
        last_name: "Falsename",
        address_text: "3 Invented Row",
        why: "Lives alone, no food in the house",
        wanted_on: null,
        status: "proposed",
        answer_words: null,
        made_visit_id: null,
        ...changes,
      },
    },
    is_pending: false,
    op_id: null,
    saved_at: null,
    ...shown,
  };
}

/** One notice of every kind. */
export function listEveryNotice(): Notice[] {
  const resolved = { value: "07700 900002", chosen: "shown", who: "Bela Office", at: "2026-11-23T11:00:00Z" };
  const settled = {
    decision: "kept_as_note",
    who: "Sue Supervisor",
    at: "2026-11-23T11:00:00Z",
    note: "Seen twice",
  };
  return [
    makeNotice({
      kind: "merged",
      receipt: makeReceipt({ verdict: "merged", reason: null, detail: { shown: { language: "Welsh" } } }),
    }),
    makeNotice({ kind: "settled", receipt: makeReceipt({ detail: { settled } }) }),
    makeNotice({
      kind: "conflict_resolved",
      conflict: makeConflict({}, { resolved: { ...resolved, reason: "She rang us", mine: false } }),
    }),
    makeNotice({
      kind: "late_report_on_visit",
      late_report: { who: "Omar Officer", at: "2026-11-23T11:00:00Z" },
    }),
    makeNotice({
      kind: "proposal_answered",
      proposal: makeProposal({ status: "declined", answer_words: "She has a visit tomorrow" }).proposal,
    }),
  ];
}
