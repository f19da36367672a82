// What becomes of a photo at the server: offered, received, refused, or there and not to be opened. Bytes become a copy only
// when the receipt names their own sha-256; a locked phone compares it too.

import { unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { forTheCouncilAlone } from "./kept";
import { readMeta, writeMeta } from "./meta";
import { openPhoto } from "./photos";
import { nullIfUnreadable } from "./readable";
import { countUnsentIn } from "./unsent";

/** Before the first request for a photo: from now on the server may hold a part of it. */
export async function markOffered(store: PhoneStore, attachmentId: string, now: Date): Promise<void> {
  await store.write(["attachments"], "relaxed", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (kept)
      await tx.objectStore("attachments").put({ ...kept, offered_at: kept.offered_at ?? now.toISOString() });
  });
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
  const own = record.sha256 ?? (await unlessLocked(nullIfUnreadable(openPhoto(store, record))))?.sha256;
  if (!own || own.toLowerCase() !== sha256.toLowerCase()) return false;
  await store.write(["attachments", "operations", "meta"], "strict", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (!kept) return;
    const received_at = (await readMeta(tx, "server_time")) ?? now.toISOString();
    const received = { ...kept, place: "received" as const, received_at, unopened_because: null };
    await tx.objectStore("attachments").put(forTheCouncilAlone(received));
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
  return true;
}

/** The server keeps the file but will not show it. The bytes stay here too: a person must look. */
export async function refusePhoto(store: PhoneStore, attachmentId: string, reason: string): Promise<void> {
  await store.write(["attachments", "operations", "meta"], "strict", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (!kept) return;
    const refused = { ...kept, place: "refused" as const, refused_because: reason, unopened_because: null };
    await tx.objectStore("attachments").put(refused);
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
}

/** All bytes are there and the server cannot open them: they wait here, and its officer is told. */
export async function noteUnopened(store: PhoneStore, attachmentId: string, reason: string): Promise<void> {
  await store.write(["attachments"], "strict", "photos", async (tx) => {
    const kept = await tx.objectStore("attachments").get(attachmentId);
    if (kept?.place === "waiting")
      await tx.objectStore("attachments").put({ ...kept, unopened_because: reason });
  });
}
