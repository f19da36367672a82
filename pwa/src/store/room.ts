// Makes room on a full phone: bytes of photos that the council has received go, the oldest receipt first. Never touches
// anything unsent, and opens no record.
import type { IDBPTransaction } from "idb";
import type { AttachmentRecord, PhoneLayout, StoreName } from "./layout";

type Writing = IDBPTransaction<PhoneLayout, StoreName[], "readwrite">;

export const ROOM_STORES: StoreName[] = ["attachments", "pieces"];

/** Received: its bytes are a copy. */
export function isCopy({ place }: AttachmentRecord): boolean {
  return place === "received" || place === "kept";
}

/** The bytes go; that the photo was received stays. */
export async function dropBytesIn(tx: Writing, photo: AttachmentRecord): Promise<void> {
  const { attachment_id } = photo;
  const range = IDBKeyRange.bound([attachment_id, 0], [attachment_id, Number.MAX_VALUE]);
  await tx.objectStore("pieces").delete(range);
  await tx.objectStore("attachments").put({ ...photo, has_bytes: false });
}

/** Frees about so many bytes. Returns how many; 0 when there is nothing left to free. */
export async function freeCopiesIn(tx: Writing, bytes: number): Promise<number> {
  const copies = (await tx.objectStore("attachments").getAll())
    .filter((photo) => isCopy(photo) && photo.has_bytes)
    .sort((one, two) => (one.received_at ?? "").localeCompare(two.received_at ?? ""));
  let freed = 0;
  for (const photo of copies) {
    if (freed >= bytes) break;
    await dropBytesIn(tx, photo);
    freed += photo.size;
  }
  return freed;
}

export async function deletePhotoIn(tx: Writing, attachmentId: string): Promise<void> {
  await tx.objectStore("attachments").delete(attachmentId);
  await deletePiecesIn(tx, attachmentId);
}

export async function deletePiecesIn(tx: Writing, attachmentId: string): Promise<void> {
  await tx
    .objectStore("pieces")
    .delete(IDBKeyRange.bound([attachmentId, 0], [attachmentId, Number.MAX_VALUE]));
}
