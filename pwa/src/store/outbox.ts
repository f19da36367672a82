// Saves what an officer did. One strict transaction holds the operations, their alerts, their photos and the end of the
// draft; when it resolves, and only then, a screen may say "Saved on this phone". Nothing here sends.

import { listChoices, type NewOperation } from "../domain/operation";
import { findPieceId } from "../domain/pieces";
import { Problem } from "../domain/problems";
import type { AlertKind } from "../domain/wire";
import { SCHEMA } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import type {
  AlertRecord,
  AttachmentRecord,
  OperationRecord,
  PieceRecord,
  Sealed,
  StoreName,
} from "./layout";
import { readMeta, writeMeta } from "./meta";
import { placeOfOperation } from "./operations";
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
  alert_told?: { alert_id: string; told_at: string; sealed: Sealed };
}

export const WORK_STORES: StoreName[] = [
  "operations",
  "alerts",
  "attachments",
  "pieces",
  "drafts",
  "receipts",
  "meta",
];

interface SealedAlert {
  kind: AlertKind;
  node: string;
  instance_id: string;
  told_whom: string | null;
}

export function placeOfAlert(alertId: string): string {
  return `alerts:${alertId}`;
}

/**
 * Saving the same op_id again changes nothing, so a caller that never heard the end may call again. A form that another
 * tab has saved is refused ("already_saved"): nothing of it is written a second time.
 */
export async function saveWork(store: PhoneStore, work: WorkToSave, now: Date): Promise<void> {
  const saved_at = now.toISOString();
  const deviceId = await store.read(["meta"], (tx) => readMeta(tx, "device_id"));
  if (!deviceId) throw new Problem("not_found");
  const sealed = await Promise.all(
    work.operations.map((operation) => sealOperation(store, operation, deviceId)),
  );
  const alerts = (await Promise.all(work.operations.map((one) => sealAlerts(store, one, saved_at)))).flat();
  await store.write(WORK_STORES, "strict", "work", async (tx) => {
    if (work.draft_done && (await isSubmittedIn(tx, work.draft_done, work.operations))) {
      throw new Problem("already_saved");
    }
    await putOperations(tx, work.operations, sealed, saved_at);
    for (const alert of alerts) {
      const kept = await tx.objectStore("alerts").get(alert.alert_id);
      if (!kept) await tx.objectStore("alerts").put(alert);
    }
    if (work.alert_told) await markTold(tx, work.alert_told);
    for (const photo of work.new_photos ?? []) {
      await tx.objectStore("attachments").put(photo.record);
      for (const piece of photo.pieces) await tx.objectStore("pieces").put(piece);
    }
    if (work.draft_done) await finishDraft(tx, work.draft_done, work.photos_to_send ?? []);
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
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

/** Whether this very form was saved as work, sent or not. */
export async function isInstanceSavedIn(
  tx: Transaction<"readwrite">,
  instanceId: string,
  entityId: string,
): Promise<boolean> {
  const [operations, receipts] = await Promise.all([
    tx.objectStore("operations").index("by_entity").getAll(entityId),
    tx.objectStore("receipts").index("by_entity").getAll(entityId),
  ]);
  return [...operations, ...receipts].some(({ instance_id }) => instance_id === instanceId);
}

async function sealOperation(store: PhoneStore, operation: NewOperation, deviceId: string): Promise<Sealed> {
  const whole = { ...operation, device_id: deviceId, schema: SCHEMA };
  return store.seal(placeOfOperation(operation.op_id), whole);
}

async function sealAlerts(
  store: PhoneStore,
  operation: NewOperation,
  raised_at: string,
): Promise<AlertRecord[]> {
  return Promise.all(
    operation.alerts.map(async ({ alert_id, kind, node }) => {
      const instance_id = String(operation.payload.instance_id ?? "");
      const inner: SealedAlert = { kind, node, instance_id, told_whom: null };
      const sealed = await store.seal(placeOfAlert(alert_id), inner);
      return {
        alert_id,
        visit_id: operation.entity.id,
        raised_at,
        told_at: null,
        received_at: null,
        ...sealed,
      };
    }),
  );
}

async function putOperations(
  tx: Transaction<"readwrite">,
  operations: readonly NewOperation[],
  sealed: readonly Sealed[],
  saved_at: string,
): Promise<void> {
  let device_seq = (await readMeta(tx, "next_device_seq")) ?? 1;
  const view = (await readMeta(tx, "view")) ?? 0;
  for (const [place, operation] of operations.entries()) {
    const inner = sealed[place];
    const { op_id, entity } = operation;
    const isKnown =
      (await tx.objectStore("operations").getKey(op_id)) ?? (await tx.objectStore("receipts").getKey(op_id));
    if (!inner || isKnown) continue;
    const record: OperationRecord = {
      op_id,
      entity_type: entity.type,
      entity_id: entity.id,
      piece_id: findPieceId(operation),
      instance_id: findInstanceId(operation),
      visit_step: findVisitStep(operation),
      resolves: listChoices(operation)[0]?.conflict_id ?? null,
      device_seq,
      view,
      saved_at,
      received_at: null,
      settles_with_pull: null,
      ...inner,
    };
    await tx.objectStore("operations").put(record);
    device_seq += 1;
  }
  await writeMeta(tx, "next_device_seq", device_seq);
}

function findInstanceId({ kind, payload }: NewOperation): string | null {
  return kind === "submission.create" ? String(payload.instance_id) : null;
}

function findVisitStep({ kind }: NewOperation): "closes" | "opens" | null {
  if (kind === "visit.reopen") return "opens";
  return kind === "visit.submit" ? "closes" : null;
}

async function markTold(
  tx: Transaction<"readwrite">,
  told: NonNullable<WorkToSave["alert_told"]>,
): Promise<void> {
  const kept = await tx.objectStore("alerts").get(told.alert_id);
  if (kept) await tx.objectStore("alerts").put({ ...kept, ...told.sealed, told_at: told.told_at });
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

export async function deletePhotoIn(tx: Transaction<"readwrite">, attachmentId: string): Promise<void> {
  await tx.objectStore("attachments").delete(attachmentId);
  await deletePiecesIn(tx, attachmentId);
}

export async function deletePiecesIn(tx: Transaction<"readwrite">, attachmentId: string): Promise<void> {
  await tx
    .objectStore("pieces")
    .delete(IDBKeyRange.bound([attachmentId, 0], [attachmentId, Number.MAX_VALUE]));
}
