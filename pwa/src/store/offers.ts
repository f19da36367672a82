// For a server that was restored or replaced: what this phone made in the last 30 days and the server had received, and
// what of it goes into the outbox again, unchanged: under its own op_id and number, still sealed as it was. No key is
// needed for it.
import { unlessLocked } from "./content_keys";
import type { PhoneStore, Transaction } from "./door";
import type { AttachmentRecord, KeptRecord, OperationRecord, StoreName } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { openIfPossible } from "./outgoing";
import { openPhoto } from "./photos";
import { nullIfUnreadable } from "./readable";
import { isCopy } from "./room";
import { countUnsentIn } from "./unsent";

export interface Offer {
  operations: string[];
  attachments: { attachment_id: string; sha256: string }[];
  /** False while something an older app has kept cannot be named, the phone being locked. */
  is_whole: boolean;
}

/**
 * Everything with a receipt of the lost server; what has none is in the outbox and is pushed in any case. A photo whose
 * bytes had to make room is offered too: only so does anybody hear that the server lacks it.
 */
export async function listOffer(store: PhoneStore): Promise<Offer> {
  const [operations, kept, photos] = await store.read(["operations", "kept", "attachments"], (tx) =>
    Promise.all([
      tx.objectStore("operations").getAll(),
      tx.objectStore("kept").getAll(),
      tx.objectStore("attachments").getAll(),
    ]),
  );
  const received = operations.filter(({ received_at }) => received_at !== null);
  const inOrder = [...kept, ...received].sort((one, two) => one.device_seq - two.device_seq);
  const attachments: Offer["attachments"] = [];
  let is_whole = true;
  for (const record of photos.filter((photo) => isCopy(photo) && photo.received_at)) {
    const { attachment_id } = record;
    const sha256 = record.sha256 ?? (await findHash(store, record));
    if (sha256) attachments.push({ attachment_id, sha256 });
    else if (store.is_locked) is_whole = false;
  }
  return { operations: inOrder.map(({ op_id }) => op_id), attachments, is_whole };
}

async function findHash(store: PhoneStore, record: AttachmentRecord): Promise<string | null> {
  const photo = await unlessLocked(nullIfUnreadable(openPhoto(store, record)));
  return photo?.sha256 || null;
}

const STORES: StoreName[] = ["operations", "kept", "receipts", "attachments", "pieces", "alerts", "meta"];

/** What is wanted counts as unsent until its new receipt. Again, it changes nothing. */
export async function queueAgain(
  store: PhoneStore,
  wanted: { op_ids: readonly string[]; attachment_ids: readonly string[] },
): Promise<void> {
  if (wanted.op_ids.length + wanted.attachment_ids.length === 0) return;
  const alertIds = await findAlertIds(store, wanted.op_ids);
  await store.write(STORES, "strict", "work", async (tx) => {
    for (const op_id of wanted.op_ids) await queueOperationIn(tx, op_id);
    for (const attachment_id of wanted.attachment_ids) await queuePhotoIn(tx, attachment_id);
    for (const alertId of alertIds) {
      const alert = await tx.objectStore("alerts").get(alertId);
      if (alert) await tx.objectStore("alerts").put({ ...alert, received_at: null });
    }
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
}

async function queueOperationIn(tx: Transaction<"readwrite">, opId: string): Promise<void> {
  const kept = await tx.objectStore("kept").get(opId);
  const operation = kept ? toOperation(kept) : await tx.objectStore("operations").get(opId);
  if (!operation) return;
  await tx.objectStore("operations").put({ ...operation, received_at: null, settles_with_pull: null });
  await tx.objectStore("kept").delete(opId);
  // The receipt was of a server that is no more.
  await tx.objectStore("receipts").delete(opId);
}

function toOperation({ kept_until: _keptUntil, ...operation }: KeptRecord): OperationRecord {
  return operation;
}

async function queuePhotoIn(tx: Transaction<"readwrite">, attachmentId: string): Promise<void> {
  const photo = await tx.objectStore("attachments").get(attachmentId);
  if (!photo || !isCopy(photo)) return;
  if (photo.has_bytes && (await hasPiecesIn(tx, photo))) {
    const { received_at: _receivedAt, ...rest } = photo;
    await tx.objectStore("attachments").put({ ...rest, place: "waiting", offered_at: null });
    return;
  }
  const missing = (await readMeta(tx, "not_kept")) ?? [];
  if (!missing.includes(attachmentId)) await writeMeta(tx, "not_kept", [...missing, attachmentId]);
}

async function hasPiecesIn(
  tx: Transaction<"readwrite">,
  { attachment_id }: AttachmentRecord,
): Promise<boolean> {
  return (await tx.objectStore("pieces").getKey([attachment_id, 0])) !== undefined;
}

/** Of the wanted operations: their alerts are not known to this server, so that they are open again on the phone. */
async function findAlertIds(store: PhoneStore, opIds: readonly string[]): Promise<string[]> {
  const records = await store.read(["operations", "kept"], (tx) =>
    Promise.all(
      opIds.map(
        async (id) => (await tx.objectStore("kept").get(id)) ?? (await tx.objectStore("operations").get(id)),
      ),
    ),
  );
  const named = await Promise.all(
    records.map(async (record) => {
      if (!record || record.alert_ids) return record?.alert_ids ?? [];
      const operation = await openIfPossible(store, record);
      return operation?.alerts.map(({ alert_id }) => alert_id) ?? [];
    }),
  );
  return named.flat();
}

/** All was offered: from now on this is the phone's server. Its views are not those of the old one. */
export async function saveEpoch(store: PhoneStore, server_epoch: string): Promise<void> {
  await store.write(["meta"], "strict", "sync", async (tx) => {
    await writeMeta(tx, "server_epoch", server_epoch);
    await writeMeta(tx, "view", 0);
  });
}
