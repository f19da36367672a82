// What the screens after the visit list ask of the phone: `store/` functions under the names of phone.ts. Decides nothing.

import { raiseAlert, raiseByHand, recordTold } from "../store/alert_work";
import { listAttention } from "../store/attention_list";
import { listConflicts } from "../store/conflicts";
import type { PhoneStore } from "../store/door";
import { deleteDraft, saveDraft } from "../store/drafts";
import { findCurrentForm, findFormVersion, listCurrentForms } from "../store/forms";
import { keepDraftAsNote } from "../store/leftover";
import { markSeen } from "../store/notices";
import { readOwnShift, saveCheckIn } from "../store/own_shift";
import { addDraftPhoto, removeDraftPhoto } from "../store/photos";
import { listCodeLists, listDutyNumbers } from "../store/reference";
import { saveResolution } from "../store/resolutions";
import { findOwnSubmission, findVisit } from "../store/visit_page";
import {
  addNote,
  saveCannotComplete,
  saveProposal,
  saveReopen,
  saveSubmission,
  startVisit,
} from "../store/work";
import type { Phone, StorageFacts } from "./phone";
import { findKeptDraft, findUnfinished, listUnfinished } from "./stored_drafts";
import { listWaiting } from "./stored_lists";
import { findShownMedium } from "./stored_media";
import { drawThumbnail } from "./stored_thumbnails";

/** All but what the visit list itself asks. */
export type LaterPhone = Omit<
  Phone,
  "listVisits" | "getDay" | "listProposals" | "listOpenAlerts" | "listNotices"
>;

export function openLater(store: PhoneStore): LaterPhone {
  return {
    findVisit: (visitId) => findVisit(store, visitId),
    listDutyNumbers: () => listDutyNumbers(store),
    findCodeList: async (name) =>
      (await listCodeLists(store)).find(({ fields }) => fields.name === name) ?? null,
    findForm: (formId, versionId) =>
      versionId ? findFormVersion(store, versionId) : findCurrentForm(store, formId),
    findMedium: (version, name) => findShownMedium(store, version, name),
    listForms: () => listCurrentForms(store),

    findDraft: (visitId, formId) => findKeptDraft(store, visitId, formId),
    saveDraft: (draft) => saveDraft(store, draft),
    listUnfinished: () => listUnfinished(store),
    findUnfinished: (instanceId) => findUnfinished(store, instanceId),
    keepDraftAsNote: (draft, text, photoIds) => keepDraftAsNote(store, draft, text, photoIds),
    throwDraftAway: (instanceId) => deleteDraft(store, instanceId),
    savePhoto: (visitId, instanceId, { bytes, ...facts }) =>
      addDraftPhoto(store, { facts, bytes, visit_id: visitId, instance_id: instanceId }, new Date()),
    removePhoto: (attachmentId) => removeDraftPhoto(store, attachmentId),
    findThumbnail: (photo) => drawThumbnail(store, photo),

    saveStart: (visitId) => startVisit(store, visitId),
    saveSubmission: async (finished, photoIds) => {
      await saveSubmission(store, finished, photoIds);
    },
    saveNote: (visitId, text) => addNote(store, { type: "visit", id: visitId }, text),
    saveCannotComplete: (visitId, reason, note) => saveCannotComplete(store, visitId, reason, note),
    findOwnAnswers: (visitId) => findOwnAnswers(store, visitId),
    saveReopen: (visitId, why) => saveReopen(store, visitId, why),
    saveProposal: async (proposal) => {
      await saveProposal(store, proposal);
    },
    saveAlert: (alert, visitId, instanceId) => raiseAlert(store, visitId, instanceId, alert),
    raiseAlert: (alert, visitId) => raiseByHand(store, alert, visitId),
    findOwnShift: (officerId) => readOwnShift(store, officerId),
    saveCheckIn: (officerId, kind, shiftId) => saveCheckIn(store, officerId, kind, shiftId),
    saveTold: (alertId, whom, at) => recordTold(store, alertId, whom, new Date(at)),

    listWaiting: () => listWaiting(store),
    listAttention: () => listAttention(store),
    listConflicts: () => listConflicts(store),
    saveResolution: (conflictId, seenVersion, choice) =>
      saveResolution(store, conflictId, seenVersion, choice),
    markSeen: (noticeIds) => markSeen(store, noticeIds),
    getStorage: readStorage,
  };
}

async function findOwnAnswers(store: PhoneStore, visitId: string): ReturnType<Phone["findOwnAnswers"]> {
  const payload = (await findOwnSubmission(store, visitId))?.payload as SubmissionPayload | undefined;
  const form = payload ? await findFormVersion(store, payload.form_version_id) : null;
  if (!payload || !form) return null;
  const { form_id, form_version_id, xml, attachments } = payload;
  return {
    answers: { form_id, form_version_id, xml, photo_names: attachments.map(({ name }) => name) },
    form,
  };
}

interface SubmissionPayload {
  form_id: string;
  form_version_id: string;
  xml: string;
  attachments: { name: string }[];
}

async function readStorage(): Promise<StorageFacts> {
  const storage = globalThis.navigator?.storage;
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => null) ?? null,
    storage?.persisted?.().catch(() => null) ?? null,
  ]);
  return { persisted, used_bytes: estimate?.usage ?? null, quota_bytes: estimate?.quota ?? null };
}
