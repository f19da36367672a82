// Copies of what the council has received, for a server that loses it: operations and photos for 30 days, sealed as they
// were sent, and this phone cannot read them any more. Ciphertext is moved, never opened. Photos go earlier where room is
// needed, the oldest first.
import type { PhoneStore, Transaction } from "./door";
import type { AttachmentRecord, ContentSeals } from "./layout";
import { findMeta, writeMeta } from "./meta";
import { deletePhotoIn, dropBytesIn, freeCopiesIn, isCopy, ROOM_STORES } from "./room";

export const KEPT_MS = 30 * 24 * 60 * 60_000;
const SWEEP_EVERY_MS = 60 * 60_000;
const SEEN_MS = 2 * KEPT_MS;

/** Moves operations whose effect the pull with this number has brought to the copies; receipts stay. */
export async function keepSettledIn(
  tx: Transaction<"readwrite">,
  pullNumber: number,
  councilTime: string,
): Promise<void> {
  const kept_until = addTime(councilTime, KEPT_MS);
  for (const operation of await tx.objectStore("operations").getAll()) {
    const { settles_with_pull } = operation;
    if (operation.received_at === null || settles_with_pull === null || settles_with_pull > pullNumber)
      continue;
    await tx.objectStore("kept").put({ ...forTheCouncilAlone(operation), kept_until });
    await tx.objectStore("operations").delete(operation.op_id);
  }
}

/** Nobody on this phone reads it from now on. What is not sealed to the server yet keeps its key until it is. */
export function forTheCouncilAlone<Held extends { seals?: ContentSeals }>(record: Held): Held {
  const server = record.seals?.server;
  return server ? { ...record, seals: { reading: null, server } } : record;
}

/** The visit has left this phone: its photo is a copy that nothing shows, and of which nothing can be read. */
export async function keepUnseenIn(tx: Transaction<"readwrite">, photo: AttachmentRecord): Promise<void> {
  const { key_id: _keyId, iv: _iv, ciphertext: _facts, ...rest } = photo;
  const sealed = forTheCouncilAlone(rest);
  await tx.objectStore("attachments").put({ ...(sealed.seals?.server ? sealed : photo), place: "kept" });
}

/**
 * Drops what is older than 30 days, looking once an hour. By the council's clock, read from its last answer: a phone whose own clock jumps must
 * not empty itself.
 */
export async function sweepKept(store: PhoneStore, councilTime: string): Promise<void> {
  const last = await findMeta(store, "swept_at");
  if (last && last <= councilTime && last > addTime(councilTime, -SWEEP_EVERY_MS)) return;
  const oldest = addTime(councilTime, -KEPT_MS);
  await store.write(
    ["kept", "attachments", "pieces", "receipts", "operations", "seen", "meta"],
    "relaxed",
    "sync",
    async (tx) => {
      await writeMeta(tx, "swept_at", addTime(councilTime, 0));
      const over = await tx
        .objectStore("kept")
        .index("by_until")
        .getAllKeys(IDBKeyRange.upperBound(councilTime));
      for (const op_id of over) await tx.objectStore("kept").delete(op_id);
      for (const photo of await tx.objectStore("attachments").getAll()) {
        if (!isCopy(photo) || (photo.received_at ?? "") >= oldest) continue;
        if (photo.place === "kept") await deletePhotoIn(tx, photo.attachment_id);
        else if (photo.has_bytes) await dropBytesIn(tx, photo);
      }
      for (const receipt of await tx.objectStore("receipts").getAll()) {
        const isDue = receipt.received_at < oldest && !receipt.needs_attention;
        if (isDue && (await tx.objectStore("operations").getKey(receipt.op_id)) === undefined)
          await tx.objectStore("receipts").delete(receipt.op_id);
      }
      for (const { notice_id, seen_at } of await tx.objectStore("seen").getAll()) {
        if (seen_at < addTime(councilTime, -SEEN_MS)) await tx.objectStore("seen").delete(notice_id);
      }
    },
  );
}

/** Frees about so many bytes of received photos. Unsent ones are never touched. */
export function freeKeptPhotos(store: PhoneStore, bytes: number): Promise<number> {
  return store.write(ROOM_STORES, "relaxed", "sync", (tx) => freeCopiesIn(tx, bytes));
}

function addTime(instant: string, ms: number): string {
  return new Date(new Date(instant).getTime() + ms).toISOString();
}
