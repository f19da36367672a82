// Keeps the bytes of photos and documents as sealed pieces of 256 KiB (ArrayBuffers: WebKit loses Blobs), and their
// facts. Bytes go only after a receipt that names their sha-256, or with a draft that its officer threw away.
import type { Photo } from "../domain/draft";
import { pickFacts } from "../domain/operation";
import { Problem } from "../domain/problems";
import type { AttachmentFacts } from "../domain/wire";
import type { PhoneStore } from "./door";
import type { AttachmentPlace, AttachmentRecord, PieceRecord } from "./layout";
import { deletePhotoIn } from "./outbox";

export const PIECE_SIZE = 256 * 1024;
export const LARGEST_FILE = 25 * 1024 * 1024;

type SealedPhoto = AttachmentFacts & { refused_because: string | null };

export function placeOfPhoto(attachmentId: string): string {
  return `attachments:${attachmentId}`;
}

function placeOfPiece(attachmentId: string, place: number): string {
  return `pieces:${attachmentId}:${place}`;
}

export interface NewPhoto {
  facts: AttachmentFacts;
  bytes: ArrayBuffer;
  visit_id: string;
  instance_id: string | null;
}

export async function sealPhoto(
  store: PhoneStore,
  photo: NewPhoto,
  place: AttachmentPlace,
  now: Date,
): Promise<{ record: AttachmentRecord; pieces: PieceRecord[] }> {
  const { facts, bytes, visit_id, instance_id } = photo;
  const { attachment_id } = facts;
  if (bytes.byteLength > LARGEST_FILE) throw new Problem("too_large");
  const inner: SealedPhoto = { ...pickFacts(facts), refused_because: null };
  const sealed = await store.seal(placeOfPhoto(attachment_id), inner);
  const pieces: PieceRecord[] = [];
  for (let start = 0, at = 0; start < bytes.byteLength || at === 0; start += PIECE_SIZE, at += 1) {
    const part = new Uint8Array(bytes, start, Math.min(PIECE_SIZE, bytes.byteLength - start));
    pieces.push({
      attachment_id,
      place: at,
      ...(await store.sealBytes(placeOfPiece(attachment_id, at), part)),
    });
  }
  const record: AttachmentRecord = {
    attachment_id,
    visit_id,
    instance_id,
    added_at: now.toISOString(),
    place,
    offered_at: null,
    size: bytes.byteLength,
    has_bytes: true,
    ...sealed,
  };
  return { record, pieces };
}

/** A photo taken in a form that is not finished: on disk at once, sent when the form is saved. */
export async function addDraftPhoto(store: PhoneStore, photo: NewPhoto, now: Date): Promise<void> {
  const { record, pieces } = await sealPhoto(store, photo, "draft", now);
  await store.write(["attachments", "pieces"], "strict", "photos", async (tx) => {
    await tx.objectStore("attachments").put(record);
    for (const piece of pieces) await tx.objectStore("pieces").put(piece);
  });
}

/** Removes a photo of an unfinished form; one that waits to be sent stays. */
export async function removeDraftPhoto(store: PhoneStore, attachmentId: string): Promise<void> {
  await store.write(["attachments", "pieces"], "strict", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (kept?.place === "draft") await deletePhotoIn(tx, attachmentId);
  });
}

export async function openPhoto(store: PhoneStore, record: AttachmentRecord): Promise<Photo> {
  const inner = await store.unseal<SealedPhoto>(placeOfPhoto(record.attachment_id), record);
  const { visit_id, instance_id, added_at, place, has_bytes } = record;
  return {
    ...inner,
    visit_id,
    instance_id,
    added_at,
    place: place === "kept" ? "received" : place,
    has_bytes: has_bytes && isReadable(record),
  };
}

/** A copy that is only kept for a restored server is shown on no screen. */
function isReadable({ place }: AttachmentRecord): boolean {
  return place !== "received" && place !== "kept";
}

async function openAll(store: PhoneStore, records: AttachmentRecord[]): Promise<Photo[]> {
  const inOrder = [...records].sort((one, two) => one.added_at.localeCompare(two.added_at));
  return Promise.all(inOrder.map((record) => openPhoto(store, record)));
}

export async function listInstancePhotos(store: PhoneStore, instanceId: string): Promise<Photo[]> {
  const records = await store.read(["attachments"], (tx) =>
    tx.objectStore("attachments").index("by_instance").getAll(instanceId),
  );
  return openAll(store, records);
}

export async function listVisitPhotos(store: PhoneStore, visitId: string): Promise<Photo[]> {
  const records = await store.read(["attachments"], (tx) =>
    tx.objectStore("attachments").index("by_visit").getAll(visitId),
  );
  return openAll(
    store,
    records.filter(({ place }) => place !== "kept"),
  );
}

/** Photos without a receipt, the oldest first. */
export async function listWaitingPhotos(store: PhoneStore): Promise<Photo[]> {
  const records = await store.read(["attachments"], (tx) =>
    tx.objectStore("attachments").index("by_place").getAll("waiting"),
  );
  return openAll(store, records);
}

export async function readPhotoBytes(store: PhoneStore, attachmentId: string): Promise<ArrayBuffer> {
  const record = await store.read(["attachments"], (tx) => tx.objectStore("attachments").get(attachmentId));
  if (!record?.has_bytes || !isReadable(record)) throw new Problem("not_found");
  return readPhotoSlice(store, attachmentId, 0, record.size);
}

/** The bytes from `start` up to `end`, reading only the pieces that hold them. */
export async function readPhotoSlice(
  store: PhoneStore,
  attachmentId: string,
  start: number,
  end: number,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  if (bytes.byteLength === 0) return bytes.buffer;
  const range = IDBKeyRange.bound(
    [attachmentId, Math.floor(start / PIECE_SIZE)],
    [attachmentId, Math.floor((end - 1) / PIECE_SIZE)],
  );
  const pieces = await store.read(["pieces"], (tx) => tx.objectStore("pieces").getAll(range));
  let filled = 0;
  for (const piece of pieces) {
    const plain = new Uint8Array(await store.unsealBytes(placeOfPiece(attachmentId, piece.place), piece));
    const offset = piece.place * PIECE_SIZE;
    const part = plain.subarray(
      Math.max(0, start - offset),
      Math.max(0, Math.min(plain.byteLength, end - offset)),
    );
    bytes.set(part, offset + Math.max(0, start - offset) - start);
    filled += part.byteLength;
  }
  if (filled !== bytes.byteLength) throw new Problem("unreadable_record");
  return bytes.buffer;
}
