// Answers the screens from what is on the phone: `store/` functions under the names of phone.ts. Decides nothing.
import { isUnknownToCouncil } from "../domain/alerts";
import { findNamingOperation, findPieceId } from "../domain/pieces";
import type { PendingOperation } from "../domain/shown";
import type { FormPhoto } from "../forms/photo";
import { listOpenAlerts, raiseAlert, recordTold } from "../store/alerts";
import type { PhoneStore } from "../store/door";
import { listEntityDrafts, saveDraft } from "../store/drafts";
import { listUnsentOperations } from "../store/operations";
import {
  addDraftPhoto,
  listInstancePhotos,
  listWaitingPhotos,
  openPhoto,
  readPhotoBytes,
  removeDraftPhoto,
} from "../store/photos";
import { listReceipts } from "../store/receipts";
import { findCurrentForm, findFormVersion, listCodeLists, listDutyNumbers } from "../store/reference";
import { findVisit, listVisits, readDayFrame } from "../store/visits";
import { addNote, saveSubmission, startVisit } from "../store/work";
import { localDay } from "./moments";
import type { AttentionThing, Phone, StorageFacts, WaitingThing } from "./phone";

export function openPhone(store: PhoneStore): Phone {
  return {
    listVisits: () => listVisits(store),
    findVisit: (visitId) => findVisit(store, visitId),
    getDay: async () => {
      const day = await readDayFrame(store);
      const here = localDay(new Date());
      const today_on = day.today_on && day.today_on > here ? day.today_on : here;
      return { today_on, rows_as_of: day.last_contact_at };
    },
    listDutyNumbers: () => listDutyNumbers(store),
    findCodeList: async (name) =>
      (await listCodeLists(store)).find(({ fields }) => fields.name === name) ?? null,
    findForm: async (formId, versionId) =>
      (versionId ? await findFormVersion(store, versionId) : null) ?? findCurrentForm(store, formId),

    findDraft: (visitId, formId) => findKeptDraft(store, visitId, formId),
    saveDraft: (draft) => saveDraft(store, draft),
    savePhoto: (visitId, instanceId, { bytes, ...facts }) =>
      addDraftPhoto(store, { facts, bytes, visit_id: visitId, instance_id: instanceId }, new Date()),
    removePhoto: (attachmentId) => removeDraftPhoto(store, attachmentId),

    saveStart: (visitId) => startVisit(store, visitId),
    saveSubmission: async (finished, photoIds) => {
      await saveSubmission(store, finished, photoIds);
    },
    saveNote: (visitId, text) => addNote(store, { type: "visit", id: visitId }, text),
    saveAlert: (alert, visitId, instanceId) => raiseAlert(store, visitId, instanceId, alert),
    saveTold: (alertId, whom, at) => recordTold(store, alertId, whom, new Date(at)),
    listOpenAlerts: async () => (await listOpenAlerts(store)).filter(isUnknownToCouncil),

    listWaiting: () => listWaiting(store),
    listAttention: () => listAttention(store),
    getStorage: readStorage,
  };
}

async function findKeptDraft(
  store: PhoneStore,
  visitId: string,
  formId: string,
): ReturnType<Phone["findDraft"]> {
  const draft = (await listEntityDrafts(store, visitId)).find(({ form_id }) => form_id === formId);
  if (!draft) return null;
  const kept = await listInstancePhotos(store, draft.instance_id);
  const photos: FormPhoto[] = [];
  for (const photo of kept) {
    if (photo.node === null || !draft.xml.includes(`>${photo.name}<`)) continue;
    photos.push({ ...photo, node: photo.node, bytes: await readPhotoBytes(store, photo.attachment_id) });
  }
  return { draft, photos };
}

async function listWaiting(store: PhoneStore): Promise<WaitingThing[]> {
  const [operations, photos] = await Promise.all([listUnsentOperations(store), listWaitingPhotos(store)]);
  const isPhoto = new Set(photos.map(({ attachment_id }) => attachment_id));
  const pieces = new Map<string, [PendingOperation, ...PendingOperation[]]>();
  for (const operation of operations) {
    const pieceId = findPieceId(operation);
    const others = pieces.get(pieceId);
    if (others) others.push(operation);
    else if (!isPhoto.has(pieceId)) pieces.set(pieceId, [operation]);
  }
  const things: WaitingThing[] = [
    ...[...pieces].map(([id, parts]) => describePiece(id, parts)),
    ...photos.map((photo) => ({
      id: photo.attachment_id,
      op_ids: [],
      what: "photo" as const,
      kind: "photo",
      visit_id: photo.visit_id,
      saved_at: photo.added_at,
      size: photo.size,
    })),
  ];
  return things.sort((one, two) => one.saved_at.localeCompare(two.saved_at));
}

function describePiece(id: string, parts: [PendingOperation, ...PendingOperation[]]): WaitingThing {
  const { kind, entity } = findNamingOperation(parts);
  return {
    id,
    op_ids: parts.map(({ op_id }) => op_id),
    what: "operation",
    kind,
    visit_id: entity.type === "visit" ? entity.id : null,
    saved_at: parts[0].saved_at,
    size: new Blob([JSON.stringify(parts)]).size,
  };
}

async function listAttention(store: PhoneStore): Promise<AttentionThing[]> {
  const [receipts, refused] = await Promise.all([listReceipts(store), listRefusedPhotos(store)]);
  const answered = receipts.flatMap((receipt): AttentionThing[] => {
    const { verdict, op_id: id, entity_id: visit_id, reason, received_at: at } = receipt;
    if (verdict !== "conflict" && verdict !== "review") return [];
    return [{ id, visit_id, kind: "operation", verdict, reason, at }];
  });
  return [...answered, ...refused];
}

async function listRefusedPhotos(store: PhoneStore): Promise<AttentionThing[]> {
  const records = await store.read(["attachments"], (tx) =>
    tx.objectStore("attachments").index("by_place").getAll("refused"),
  );
  const photos = await Promise.all(records.map((record) => openPhoto(store, record)));
  return photos.map((photo) => ({
    id: photo.attachment_id,
    visit_id: photo.visit_id,
    kind: "photo",
    verdict: "refused_photo",
    reason: photo.refused_because,
    at: photo.added_at,
  }));
}

async function readStorage(): Promise<StorageFacts> {
  const storage = globalThis.navigator?.storage;
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => null) ?? null,
    storage?.persisted?.().catch(() => null) ?? null,
  ]);
  return { persisted, used_bytes: estimate?.usage ?? null, quota_bytes: estimate?.quota ?? null };
}
