// Saves what an officer did. One strict transaction holds the operations, their alerts, their photos and the end of the
// draft; when it resolves, and only then, a screen may say "Saved on this phone". Nothing here sends.

import type { SaidWord } from "../domain/open_shift";
import type { NewOperation } from "../domain/operation";
import { isProblem, Problem } from "../domain/problems";
import type { PhoneStore, Transaction } from "./door";
import { isInstanceSavedIn } from "./drafts";
import { mustBeOpenedIn } from "./held_key";
import type { AlertRecord, AttachmentRecord, OperationRecord, PieceRecord, Sealed } from "./layout";
import { WORK_STORES } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { deletePhotoIn } from "./room";
import { isKnownIn, sealAlerts, sealOperations } from "./sealed_work";
import { countUnsentIn } from "./unsent";

export interface WorkToSave {
  operations: NewOperation[];
  /** The draft that has become these operations; gone in the same instant. */
  draft_done?: string;
  /** Photos of that draft to send now; its other photos (removed from the form) go with the draft. */
  photos_to_send?: string[];
  /** Photos that were never in a draft, already sealed by `photos.ts`. */
  new_photos?: { record: AttachmentRecord; pieces: PieceRecord[] }[];
  /** An alert about which somebody was told, sealed again with the name. */
  alert_told?: { alert_id: string; told_at: string; sealed: Sealed | null };
  /** What a check-in says: a locked phone shows it, and cannot open it. */
  said?: SaidWord;
}

/** Another tab took the number, or a pull came in between, as often in a row: no tab saves that fast. */
const MOST_TRIES = 5;

class OtherNumber extends Error {
  override readonly name = "OtherNumber";
}

/**
 * Saving the same op_id again changes nothing, so a caller that never heard the end may call again. A form that another
 * tab has saved is refused ("already_saved"): nothing of it is written a second time. A locked phone saves too.
 */
export async function saveWork(store: PhoneStore, work: WorkToSave, now: Date): Promise<void> {
  const alerts = (await Promise.all(work.operations.map((one) => sealAlerts(store, one, now)))).flat();
  for (let tries = 1; ; tries += 1) {
    const sealed = await sealOperations(store, work.operations, now);
    try {
      return await store.write(WORK_STORES, "strict", "work", (tx) => writeWork(tx, work, sealed, alerts));
    } catch (error) {
      if (tries >= MOST_TRIES) throw error;
      // The key went between the sealing and the writing: what is left of the phone's lock seals to the council alone.
      if (isProblem(error, "locked")) store.forgetKey();
      else if (!(error instanceof OtherNumber)) throw error;
    }
  }
}

async function writeWork(
  tx: Transaction<"readwrite">,
  work: WorkToSave,
  sealed: readonly OperationRecord[],
  alerts: readonly AlertRecord[],
): Promise<void> {
  if (work.draft_done && (await isSubmittedIn(tx, work.draft_done, work.operations))) {
    throw new Problem("already_saved");
  }
  await putOperations(tx, sealed);
  for (const alert of alerts) {
    const kept = await tx.objectStore("alerts").get(alert.alert_id);
    if (!kept) await tx.objectStore("alerts").put(alert);
  }
  if (work.alert_told) await markTold(tx, work.alert_told);
  if (work.said) await noteSaid(tx, work.said);
  for (const photo of work.new_photos ?? []) {
    await mustBeOpenedIn(tx, photo.record.seals);
    await tx.objectStore("attachments").put(photo.record);
    for (const piece of photo.pieces) await tx.objectStore("pieces").put(piece);
  }
  if (work.draft_done) await finishDraft(tx, work.draft_done, work.photos_to_send ?? []);
  await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
}

/** The number and view inside the transaction are those that count. */
async function putOperations(
  tx: Transaction<"readwrite">,
  sealed: readonly OperationRecord[],
): Promise<void> {
  let device_seq = (await readMeta(tx, "next_device_seq")) ?? 1;
  const view = (await readMeta(tx, "view")) ?? 0;
  for (const record of sealed) {
    if (await isKnownIn(tx, record.op_id)) continue;
    await mustBeOpenedIn(tx, record.seals);
    // A file has no outer number: it must hold the right one inside.
    if (record.file && (record.device_seq !== device_seq || record.view !== view)) throw new OtherNumber();
    await tx.objectStore("operations").put({ ...record, device_seq, view });
    device_seq += 1;
  }
  await writeMeta(tx, "next_device_seq", device_seq);
}

/**
 * Another tab was quicker: the form is saved, or its visit closed by another form of which no pull has told yet. Two
 * reports of one visit must not leave this phone.
 */
async function isSubmittedIn(
  tx: Transaction<"readwrite">,
  instanceId: string,
  operations: readonly NewOperation[],
): Promise<boolean> {
  const entityId = operations[0]?.entity.id ?? "";
  if (await isInstanceSavedIn(tx, instanceId, entityId)) return true;
  if (!operations.some(({ kind }) => kind === "visit.submit")) return false;
  const saved = await tx.objectStore("operations").index("by_entity").getAll(entityId);
  const last = saved
    .filter(({ instance_id, visit_step }) => instance_id !== null || visit_step)
    .sort((one, two) => one.device_seq - two.device_seq)
    .at(-1);
  return last !== undefined && last.visit_step !== "opens";
}

async function markTold(
  tx: Transaction<"readwrite">,
  told: NonNullable<WorkToSave["alert_told"]>,
): Promise<void> {
  const kept = await tx.objectStore("alerts").get(told.alert_id);
  if (kept) await tx.objectStore("alerts").put({ ...kept, ...told.sealed, told_at: told.told_at });
}

/** Nothing where no shift stands: an order has taken it away, and what was said is sent all the same. */
async function noteSaid(tx: Transaction<"readwrite">, word: SaidWord): Promise<void> {
  const facts = await readMeta(tx, "open_facts");
  if (facts?.own_shifts) await writeMeta(tx, "open_facts", { ...facts, said: [...(facts.said ?? []), word] });
}

async function finishDraft(
  tx: Transaction<"readwrite">,
  instanceId: string,
  toSend: string[],
): Promise<void> {
  await tx.objectStore("drafts").delete(instanceId);
  const photos = await tx.objectStore("attachments").index("by_instance").getAll(instanceId);
  for (const photo of photos.filter(({ place }) => place === "draft")) {
    if (toSend.includes(photo.attachment_id)) {
      await tx.objectStore("attachments").put({ ...photo, place: "waiting" });
    } else {
      await deletePhotoIn(tx, photo.attachment_id);
    }
  }
}
