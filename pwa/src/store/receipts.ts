// Writes and reads the server's lasting answers. Only what is named in a receipt may leave the outbox, and photo bytes
// only when the receipt names their own sha-256.
import {
  findSettled,
  type KnownReceipt,
  listConflictIds,
  needsReview,
  type ReceiptAbout,
} from "../domain/notices";
import type { PendingOperation } from "../domain/shown";
import type { Receipt } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import type { ReceiptRecord, Sealed } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { openOperation } from "./operations";
import { WORK_STORES } from "./outbox";
import { openPhoto, placeOfPhoto } from "./photos";
import { countUnsentIn } from "./unsent";

export type KeptReceipt = KnownReceipt & {
  /** "" once its visit has left this phone: then the receipt tells nothing of it. */
  entity_id: string;
};

type SealedReceipt = Receipt & { about?: ReceiptAbout | null };

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
  const known = await findAbouts(store, receipts);
  const sealed = await Promise.all(
    receipts.map(async (receipt) => {
      const { about, alert_ids } = known.get(receipt.op_id) ?? { about: null, alert_ids: [] };
      return { receipt, alert_ids, inner: await sealReceipt(store, { ...receipt, about }) };
    }),
  );
  await store.write(WORK_STORES, "strict", "work", async (tx) => {
    for (const { receipt, inner, alert_ids } of sealed) {
      await putReceipt(tx, receipt, inner, alert_ids, now.toISOString());
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
  // Not ours, or of before a sign-out: nothing here waits for it. What the office has settled is told all the same.
  if (!operation && !kept && findSettled(receipt) === null) return;
  await tx.objectStore("receipts").put({
    op_id,
    entity_id: operation?.entity_id ?? kept?.entity_id ?? "",
    instance_id: operation?.instance_id ?? kept?.instance_id ?? null,
    received_at: kept?.received_at ?? received_at,
    ...findColumns(receipt, operation?.resolves ? [operation.resolves] : []),
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

/** What each is about, from its operation, or from the receipt already kept when a later verdict comes. */
async function findAbouts(
  store: PhoneStore,
  receipts: readonly Receipt[],
): Promise<Map<string, { about: ReceiptAbout | null; alert_ids: string[] }>> {
  const [operations, kept] = await store.read(["operations", "receipts"], (tx) =>
    Promise.all([
      Promise.all(receipts.map(({ op_id }) => tx.objectStore("operations").get(op_id))),
      Promise.all(receipts.map(({ op_id }) => tx.objectStore("receipts").get(op_id))),
    ]),
  );
  const found = new Map<string, { about: ReceiptAbout | null; alert_ids: string[] }>();
  for (const [place, { op_id }] of receipts.entries()) {
    const record = operations[place];
    const operation = record ? await openOperation(store, record).catch(() => null) : null;
    const before = kept[place];
    const about = operation
      ? describeOperation(operation)
      : ((before && (await openReceipt(store, before).catch(() => null))?.about) ?? null);
    found.set(op_id, { about, alert_ids: operation?.alerts.map(({ alert_id }) => alert_id) ?? [] });
  }
  return found;
}

function describeOperation({ kind, entity, fields }: PendingOperation): ReceiptAbout {
  const values = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  return { kind, entity_type: entity.type, entity_id: entity.id, values };
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

/** True and the photo is received, its bytes a copy, if `sha256` is that of our bytes; else false and all stays. */
export async function receivePhoto(
  store: PhoneStore,
  attachmentId: string,
  sha256: string,
  now: Date,
): Promise<boolean> {
  const record = await store.read(["attachments"], (tx) => tx.objectStore("attachments").get(attachmentId));
  if (!record) return false;
  const photo = await openPhoto(store, record);
  if (photo.sha256.toLowerCase() !== sha256.toLowerCase()) return false;
  await store.write(["attachments", "operations", "meta"], "strict", "photos", async (tx) => {
    const received_at = (await readMeta(tx, "server_time")) ?? now.toISOString();
    await tx.objectStore("attachments").put({ ...record, place: "received", received_at });
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

export function sealReceipt(store: PhoneStore, receipt: SealedReceipt): Promise<Sealed> {
  return store.seal(placeOfReceipt(receipt.op_id), receipt);
}

export async function openReceipt(store: PhoneStore, record: ReceiptRecord): Promise<KeptReceipt> {
  const inner = await store.unseal<SealedReceipt>(placeOfReceipt(record.op_id), record);
  const { entity_id, received_at } = record;
  return { ...inner, about: inner.about ?? null, entity_id, received_at };
}

/** Receipts of layout 1 do not say in the open which conflicts they name: they are opened once, and say it from then. */
export async function fillReceipts(store: PhoneStore): Promise<void> {
  const records = await store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
  for (const record of records.filter(({ conflict_ids }) => conflict_ids === undefined)) {
    const receipt = await openReceipt(store, record).catch(() => null);
    if (!receipt) continue;
    const columns = findColumns(receipt, []);
    await store.write(["receipts"], "relaxed", "work", async (tx) => {
      const kept = await tx.objectStore("receipts").get(record.op_id);
      if (kept?.conflict_ids === undefined && kept)
        await tx.objectStore("receipts").put({ ...kept, ...columns });
    });
  }
}

/** `resolves`: of a choice that came too late; its conflict is still there, or another verdict would have come. */
function findColumns(
  receipt: Receipt,
  resolves: string[],
): Pick<ReceiptRecord, "needs_attention"> & { conflict_ids: string[] } {
  if (receipt.verdict !== "conflict") return { needs_attention: needsReview(receipt), conflict_ids: [] };
  const named = listConflictIds(receipt);
  const conflict_ids = named.length > 0 ? named : resolves;
  return { needs_attention: conflict_ids.length === 0, conflict_ids };
}

/** Every receipt kept, the newest first. */
export async function listReceipts(store: PhoneStore): Promise<KeptReceipt[]> {
  const records = await store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
  const opened = await Promise.all(records.map((record) => openReceipt(store, record)));
  return opened.sort((one, two) => two.received_at.localeCompare(one.received_at));
}
