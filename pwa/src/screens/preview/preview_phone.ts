// A phone that keeps nothing: the screens of a check run on it, and what they save goes nowhere. It opens no store.
import type { FinishedForm } from "../../domain/draft";
import type { Phone } from "../phone";
import { makeTestVisit } from "./test_rows";

export interface PreviewSource {
  title: string;
  xform: string;
}

/** Every form is previewed under one id: what it is called stands in its title. */
export const PREVIEW_FORM_ID = "preview";

export function makePreviewPhone(
  source: PreviewSource,
  today: string,
  finished: (form: FinishedForm) => void,
): Phone {
  const nothing = async () => undefined;
  const none = async () => [];
  const version: Awaited<ReturnType<Phone["findForm"]>> = {
    type: "form_version",
    id: PREVIEW_FORM_ID,
    version: 1,
    field_versions: {},
    fields: { form_id: PREVIEW_FORM_ID, version_label: "", languages: [], current: true, ...source },
  };
  return {
    listVisits: none,
    findVisit: async () => makeTestVisit(PREVIEW_FORM_ID, today),
    getDay: async () => ({ today_on: today, rows_as_of: null }),
    listDutyNumbers: none,
    findCodeList: async () => null,
    findForm: async () => version,
    findDraft: async () => null,
    saveDraft: nothing,
    listUnfinished: none,
    findUnfinished: async () => null,
    keepDraftAsNote: nothing,
    throwDraftAway: nothing,
    savePhoto: nothing,
    removePhoto: nothing,
    saveStart: nothing,
    saveSubmission: async (form) => finished(form),
    saveNote: nothing,
    saveCannotComplete: nothing,
    saveReopen: nothing,
    saveProposal: nothing,
    listProposals: none,
    saveAlert: nothing,
    raiseAlert: nothing,
    saveTold: nothing,
    listOpenAlerts: none,
    findOwnAnswers: async () => null,
    listWaiting: none,
    listAttention: async () => ({ receipts: [], refused_photos: [] }),
    listConflicts: none,
    saveResolution: nothing,
    listNotices: none,
    markSeen: nothing,
    getStorage: async () => ({ persisted: null, used_bytes: null, quota_bytes: null }),
  };
}
