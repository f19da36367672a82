// Writes and reads the server's lasting answers. Only what is named in a receipt may leave the outbox, and photo bytes
// only when the receipt names their own sha-256.
import type { Receipt } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import type { ReceiptRecord, Sealed } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { openOperation } from "./operations";
import { deletePiecesIn, WORK_STORES } from "./outbox";
import { openPhoto, placeOfPhoto } from "./photos";
import { countUnsentIn } from "./unsent";

export interface KeptReceipt extends Receipt {
  entity_id: string;
  received_at: string;
}

/** A person must look at these; `waiting` is the server's own business until it says otherwise. */
export function needsAttention(receipt: Receipt): boolean {
  return receipt.verdict === "conflict" || receipt.verdict === "review";
}

function placeOfReceipt(opId: string): string {
  return `receipts:${opId}`;
}

/** Keeps each receipt, and in the same transaction marks its operation received and its alerts known to the council. */
export async function saveReceipts(
  store: PhoneStore,
  receipts: readonly Receipt[],
  now: Date,
): Promise<void> {
  if (receipts.length === 0) return;
  const alertsByOperation = await findAlertIds(store, receipts);
  const sealed = await Promise.all(
    receipts.map(async (receipt) => ({
      receipt,
      inner: await store.seal(placeOfReceipt(receipt.op_id), receipt),
    })),
  );
  await store.write(WORK_STORES, "strict", "work", async (tx) => {
    for (const { receipt, inner } of sealed) {
      await putReceipt(tx, receipt, inner, alertsByOperation.get(receipt.op_id) ?? [], now.toISOString());
    }
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
}

async function putReceipt(
  tx: Transaction<"readwrite">,
  receipt: Receipt,
  inner: Sealed,
  alertIds: string[],
  received_at: string,
): Promise<void> {
  const { op_id } = receipt;
  const operation = await tx.objectStore("operations").get(op_id);
  const kept = await tx.objectStore("receipts").get(op_id);
  if (!operation && !kept) return; // Not ours, or of before a sign-out: nothing here waits for it.
  await tx.objectStore("receipts").put({
    op_id,
    entity_id: operation?.entity_id ?? kept?.entity_id ?? "",
    instance_id: operation?.instance_id ?? kept?.instance_id ?? null,
    received_at: kept?.received_at ?? received_at,
    needs_attention: needsAttention(receipt),
    ...inner,
  });
  if (operation && operation.received_at === null) {
    const settles_with_pull = ((await readMeta(tx, "pull_number")) ?? 0) + 1;
    await tx.objectStore("operations").put({ ...operation, received_at, settles_with_pull });
  }
  for (const alertId of alertIds) {
    const alert = await tx.objectStore("alerts").get(alertId);
    if (alert && alert.received_at === null) await tx.objectStore("alerts").put({ ...alert, received_at });
  }
}

async function findAlertIds(store: PhoneStore, receipts: readonly Receipt[]): Promise<Map<string, string[]>> {
  const records = await store.read(["operations"], (tx) =>
    Promise.all(receipts.map(({ op_id }) => tx.objectStore("operations").get(op_id))),
  );
  const found = new Map<string, string[]>();
  for (const record of records) {
    const operation = record ? await openOperation(store, record).catch(() => null) : null;
    if (operation)
      found.set(
        operation.op_id,
        operation.alerts.map((alert) => alert.alert_id),
      );
  }
  return found;
}

/** Drops operations whose effect the pull with this number has brought; receipts stay. */
export async function dropSettledIn(tx: Transaction<"readwrite">, pullNumber: number): Promise<void> {
  for (const operation of await tx.objectStore("operations").getAll()) {
    const { settles_with_pull } = operation;
    if (operation.received_at !== null && settles_with_pull !== null && settles_with_pull <= pullNumber) {
      await tx.objectStore("operations").delete(operation.op_id);
    }
  }
}

/** Before the first request for a photo: from now on the server may hold a part of it. */
export async function markOffered(store: PhoneStore, attachmentId: string, now: Date): Promise<void> {
  await store.write(["attachments"], "relaxed", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (kept)
      await tx.objectStore("attachments").put({ ...kept, offered_at: kept.offered_at ?? now.toISOString() });
  });
}

/** Photos of which the server may hold a part. */
export async function listOfferedPhotos(store: PhoneStore): Promise<Set<string>> {
  const records = await store.read(["attachments"], (tx) => tx.objectStore("attachments").getAll());
  return new Set(records.filter((one) => one.offered_at !== null).map((one) => one.attachment_id));
}

/** True and the bytes are gone, if `sha256` is that of our bytes; else false and everything stays. */
export async function receivePhoto(
  store: PhoneStore,
  attachmentId: string,
  sha256: string,
): Promise<boolean> {
  const record = await store.read(["attachments"], (tx) => tx.objectStore("attachments").get(attachmentId));
  if (!record) return false;
  const photo = await openPhoto(store, record);
  if (photo.sha256.toLowerCase() !== sha256.toLowerCase()) return false;
  await store.write(["attachments", "pieces", "operations", "meta"], "strict", "photos", async (tx) => {
    await tx.objectStore("attachments").put({ ...record, place: "received", has_bytes: false });
    await deletePiecesIn(tx, attachmentId);
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
  return true;
}

/** The server keeps the file but will not show it. The bytes stay here too: a person must look. */
export async function refusePhoto(store: PhoneStore, attachmentId: string, reason: string): Promise<void> {
  const record = await store.read(["attachments"], (tx) => tx.objectStore("attachments").get(attachmentId));
  if (!record) return;
  const photo = await openPhoto(store, record);
  const sealed = await store.seal(placeOfPhoto(attachmentId), { ...photo, refused_because: reason });
  await store.write(["attachments", "operations", "meta"], "strict", "photos", async (tx) => {
    await tx.objectStore("attachments").put({ ...record, ...sealed, place: "refused" });
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
}

/** Every receipt kept, the newest first. */
export async function listReceipts(store: PhoneStore): Promise<KeptReceipt[]> {
  const records = await store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
  const opened = await Promise.all(
    records.map(async (record) => ({
      ...(await store.unseal<Receipt>(placeOfReceipt(record.op_id), record)),
      entity_id: record.entity_id,
      received_at: record.received_at,
    })),
  );
  return opened.sort((one, two) => two.received_at.localeCompare(one.received_at));
}

export function listReceiptRecords(store: PhoneStore): Promise<ReceiptRecord[]> {
  return store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
}
