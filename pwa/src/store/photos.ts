// Keeps the bytes of photos and documents as sealed pieces of 256 KiB (ArrayBuffers: WebKit loses Blobs), and their
// facts. Bytes go only after a receipt that names their sha-256, or with a draft that its officer threw away.
import type { Photo } from "../domain/draft";
import { pickFacts } from "../domain/operation";
import { Problem } from "../domain/problems";
import type { AttachmentFacts } from "../domain/wire";
import { makeContentKey, openContentKey, readAddressee, unlessLocked, wrapContentKey } from "./content_keys";
import type { PhoneStore } from "./door";
import { joinBytes, PIECE_SIZE, placeOfPiece, SEALED_PIECE_SIZE, sealPieces } from "./file_pieces";
import { mustBeOpenedIn } from "./held_key";
import type { AttachmentPlace, AttachmentRecord, PieceRecord, Sealed } from "./layout";
import { nullIfUnreadable } from "./readable";
import { deletePhotoIn } from "./room";
import { decrypt } from "./sealing";

export const LARGEST_FILE = 25 * 1024 * 1024;

type SealedPhoto = AttachmentFacts & { refused_because: string | null };

export function placeOfPhoto(attachmentId: string): string {
  return `attachments:${attachmentId}`;
}

export interface NewPhoto {
  facts: AttachmentFacts;
  bytes: ArrayBuffer;
  visit_id: string;
  instance_id: string | null;
}

/** While locked too: then nobody reads it on this phone. */
export async function sealPhoto(
  store: PhoneStore,
  photo: NewPhoto,
  place: AttachmentPlace,
  now: Date,
): Promise<{ record: AttachmentRecord; pieces: PieceRecord[] }> {
  const { facts, bytes, visit_id, instance_id } = photo;
  const { attachment_id, sha256, content_type, captured_at } = facts;
  if (bytes.byteLength > LARGEST_FILE) throw new Problem("too_large");
  const contentKey = await makeContentKey();
  const inner: SealedPhoto = { ...pickFacts(facts), refused_because: null };
  const [seals, shown, sealed] = await Promise.all([
    readAddressee(store).then((to) => wrapContentKey(store, attachment_id, contentKey, to)),
    unlessLocked(store.seal(placeOfPhoto(attachment_id), inner)),
    sealPieces(contentKey.key, attachment_id, bytes),
  ]);
  const record: AttachmentRecord = {
    attachment_id,
    visit_id,
    instance_id,
    added_at: now.toISOString(),
    place,
    offered_at: null,
    size: bytes.byteLength,
    sha256,
    content_type,
    captured_at,
    has_bytes: true,
    seals,
    ...(shown ?? { name: facts.name, node: facts.node }),
  };
  return { record, pieces: sealed.map((piece, at) => ({ attachment_id, place: at, ...piece })) };
}

/** A photo taken in a form that is not finished: on disk at once, sent when the form is saved. */
export async function addDraftPhoto(store: PhoneStore, photo: NewPhoto, now: Date): Promise<void> {
  const { record, pieces } = await sealPhoto(store, photo, "draft", now);
  await store.write(["keys", "attachments", "pieces"], "strict", "photos", async (tx) => {
    await mustBeOpenedIn(tx, record.seals);
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

/** What is known of it: all of its facts, or what stands in the open where they cannot be read. Throws "locked". */
export async function openPhoto(store: PhoneStore, record: AttachmentRecord): Promise<Photo> {
  const { attachment_id, visit_id, instance_id, added_at, place, has_bytes } = record;
  const inner = (await openFacts(store, record)) ?? describeUnread(record);
  return {
    ...inner,
    attachment_id,
    refused_because: record.refused_because ?? inner.refused_because,
    unopened_because: record.unopened_because ?? null,
    visit_id,
    instance_id,
    added_at,
    place: place === "kept" ? "received" : place,
    has_bytes: has_bytes && isReadable(record),
  };
}

async function openFacts(store: PhoneStore, record: AttachmentRecord): Promise<SealedPhoto | null> {
  if (!hasFacts(record)) return null;
  return nullIfUnreadable(store.unseal<SealedPhoto>(placeOfPhoto(record.attachment_id), record));
}

function hasFacts(record: AttachmentRecord): record is AttachmentRecord & Sealed {
  return record.key_id !== undefined;
}

function describeUnread(record: AttachmentRecord): SealedPhoto {
  const { attachment_id, size, added_at, name = "", content_type = "", sha256 = "", node = null } = record;
  const captured_at = record.captured_at ?? added_at;
  return { attachment_id, name, content_type, size, sha256, captured_at, node, refused_because: null };
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
  return readPhotoSlice(store, record, 0, record.size);
}

/** The plain bytes from `start` up to `end`, opening only the pieces that hold them. Throws "locked". */
export async function readPhotoSlice(
  store: PhoneStore,
  record: AttachmentRecord,
  start: number,
  end: number,
): Promise<ArrayBuffer> {
  const { attachment_id, seals } = record;
  const pieces = await readPieces(store, attachment_id, start, end, PIECE_SIZE);
  const contentKey = seals ? await openContentKey(store, attachment_id, seals) : null;
  const opened = await Promise.all(
    pieces.map(async (piece) => {
      const place = placeOfPiece(attachment_id, piece.place);
      // A photo that is just being sealed anew has pieces of both forms.
      if (piece.key_id) return store.unsealBytes(place, { ...piece, key_id: piece.key_id });
      if (!contentKey) throw new Problem("unreadable_record");
      return decrypt(contentKey.key, place, piece);
    }),
  );
  return cutOut(opened, start, end, PIECE_SIZE);
}

/** The bytes of its upload from `start` up to `end`, as they lie here: opens nothing. */
export async function readSealedSlice(
  store: PhoneStore,
  attachmentId: string,
  start: number,
  end: number,
): Promise<ArrayBuffer> {
  const pieces = await readPieces(store, attachmentId, start, end, SEALED_PIECE_SIZE);
  const joined = pieces.map(({ iv, ciphertext }) => joinBytes([iv, new Uint8Array(ciphertext)]));
  return cutOut(joined, start, end, SEALED_PIECE_SIZE);
}

async function readPieces(
  store: PhoneStore,
  attachmentId: string,
  start: number,
  end: number,
  size: number,
): Promise<PieceRecord[]> {
  if (end <= start) return [];
  const range = IDBKeyRange.bound(
    [attachmentId, Math.floor(start / size)],
    [attachmentId, Math.floor((end - 1) / size)],
  );
  return store.read(["pieces"], (tx) => tx.objectStore("pieces").getAll(range));
}

/** From the pieces that hold them, the first of which begins at a multiple of `size`. */
function cutOut(pieces: readonly ArrayBuffer[], start: number, end: number, size: number): ArrayBuffer {
  const offset = start % size;
  const bytes = joinBytes(pieces.map((piece) => new Uint8Array(piece))).slice(offset, offset + end - start);
  if (bytes.byteLength !== Math.max(0, end - start)) throw new Problem("unreadable_record");
  return bytes;
}
