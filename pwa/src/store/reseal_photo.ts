// A photo of an older app in the form of the sealed outbox: first its content key, readable here; then piece after piece; at
// last the server's seal, and only from then on is it sent sealed. In between, each piece says by its form how it opens.
import { type Addressee, makeContentKey, openContentKey, renewSeals, wrapForReading } from "./content_keys";
import type { PhoneStore } from "./door";
import { placeOfPiece } from "./file_pieces";
import { forTheCouncilAlone, keepUnseenIn } from "./kept";
import type { AttachmentRecord, ContentSeals } from "./layout";
import { openPhoto } from "./photos";
import { encrypt } from "./sealing";

/** Its hash is not in the open, so that a locked phone could not offer it. */
export function isUnnamed({ sha256, received_at }: AttachmentRecord): boolean {
  return sha256 === undefined && Boolean(received_at);
}

export async function resealPhoto(
  store: PhoneStore,
  id: string,
  to: Addressee,
  goOn: () => Promise<void>,
): Promise<void> {
  const record = await store.read(["attachments"], (tx) => tx.objectStore("attachments").get(id));
  if (!record) return;
  if (!record.has_bytes) return nameInTheOpen(store, record);
  const seals = record.seals ?? (await giveContentKey(store, record));
  if (!seals) return;
  if (!seals.server) await sealPieces(store, id, seals, goOn);
  const renewed = await renewSeals(store, id, seals, to, Boolean(record.unopened_because));
  if (renewed) await finish(store, id, seals, renewed);
}

/** Its bytes had to make room: a restored server that lacks it is to be told so. */
async function nameInTheOpen(store: PhoneStore, record: AttachmentRecord): Promise<void> {
  const { sha256 } = await openPhoto(store, record);
  await store.write(["attachments"], "strict", "sync", async (tx) => {
    const now = await tx.objectStore("attachments").get(record.attachment_id);
    if (now && sha256) await tx.objectStore("attachments").put({ ...now, sha256 });
  });
}

/** What stands in the open from now on is written with it. Null when another run was quicker. */
async function giveContentKey(store: PhoneStore, record: AttachmentRecord): Promise<ContentSeals | null> {
  const { attachment_id } = record;
  const { sha256, content_type, captured_at } = await openPhoto(store, record);
  const reading = await wrapForReading(store, attachment_id, (await makeContentKey()).raw);
  if (!reading || !sha256) return null;
  const seals: ContentSeals = { reading, server: null };
  return store.write(["attachments"], "strict", "sync", async (tx) => {
    const now = await tx.objectStore("attachments").get(attachment_id);
    if (!now || now.seals) return null;
    await tx.objectStore("attachments").put({ ...now, seals, sha256, content_type, captured_at });
    return seals;
  });
}

async function sealPieces(
  store: PhoneStore,
  id: string,
  seals: ContentSeals,
  goOn: () => Promise<void>,
): Promise<void> {
  const { key } = await openContentKey(store, id, seals);
  const range = IDBKeyRange.bound([id, 0], [id, Number.MAX_VALUE]);
  for (const at of await store.read(["pieces"], (tx) => tx.objectStore("pieces").getAllKeys(range))) {
    const piece = await store.read(["pieces"], (tx) => tx.objectStore("pieces").get(at));
    if (!piece?.key_id) continue;
    await goOn();
    const place = placeOfPiece(id, piece.place);
    const plain = await store.unsealBytes(place, { ...piece, key_id: piece.key_id });
    const sealed = await encrypt(key, place, plain);
    await store.write(["pieces"], "strict", "sync", async (tx) => {
      const now = await tx.objectStore("pieces").get(at);
      if (now?.key_id)
        await tx.objectStore("pieces").put({ attachment_id: id, place: piece.place, ...sealed });
    });
  }
}

/** Announced anew: what the server may hold of it came in another form, or under another seal. */
async function finish(
  store: PhoneStore,
  id: string,
  before: ContentSeals,
  seals: ContentSeals,
): Promise<void> {
  await store.write(["attachments"], "strict", "sync", async (tx) => {
    const now = await tx.objectStore("attachments").get(id);
    if (!now || now.seals?.server?.wrapped_key !== before.server?.wrapped_key) return;
    const next = { ...now, seals, offered_at: now.place === "waiting" ? null : now.offered_at };
    if (now.place === "kept") await keepUnseenIn(tx, next);
    else await tx.objectStore("attachments").put(now.place === "received" ? forTheCouncilAlone(next) : next);
  });
}
