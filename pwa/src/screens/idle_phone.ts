// A phone that keeps nothing, for pages that run a form where there is no phone: a preview, and a desk. It opens no store.
import type { Phone } from "./phone";

/** `own`: what the page does itself. */
export function makeIdlePhone(own: Partial<Phone>): Phone {
  const nothing = async () => undefined;
  const none = async () => [];
  return {
    listVisits: none,
    findVisit: async () => null,
    getDay: async () => ({ today_on: "", rows_as_of: null }),
    listDutyNumbers: none,
    findCodeList: async () => null,
    findForm: async () => null,
    findMedium: async () => ({ is: "missing" }),
    listForms: none,
    findDraft: async () => null,
    saveDraft: nothing,
    listUnfinished: none,
    findUnfinished: async () => null,
    keepDraftAsNote: nothing,
    throwDraftAway: nothing,
    savePhoto: nothing,
    removePhoto: nothing,
    findThumbnail: async () => null,
    saveStart: nothing,
    saveSubmission: nothing,
    saveNote: nothing,
    saveCannotComplete: nothing,
    saveReopen: nothing,
    saveProposal: nothing,
    listProposals: none,
    saveAlert: nothing,
    raiseAlert: nothing,
    findOwnShift: async () => null,
    saveCheckIn: nothing,
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
    ...own,
  };
}
