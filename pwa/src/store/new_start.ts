// When the old key is gone for good, or its officer has signed out: what can no longer be read goes, and what is sealed to
// the council and not sent stays and is sent.
import { Problem } from "../domain/problems";
import type { PhoneStore, Transaction } from "./door";
import { isSameLock, type KeyRecord, readKeyRecord } from "./key_record";
import type { StoreName } from "./layout";
import { WIPED_STORES, wipeReadableIn } from "./pulled";
import { deletePhotoIn } from "./room";

const STORES: StoreName[] = [...WIPED_STORES, "keys", "drafts"];

async function dropUnreadableIn(tx: Transaction<"readwrite">): Promise<void> {
  await wipeReadableIn(tx);
  await tx.objectStore("keys").clear();
  await tx.objectStore("drafts").clear();
  await tx.objectStore("vault").clear();
  for (const { attachment_id, place } of await tx.objectStore("attachments").getAll()) {
    if (place === "draft") await deletePhotoIn(tx, attachment_id);
  }
}

/**
 * An alert that nobody knows of stays, so that somebody is told. Throws `already_saved` where the key is not as it was
 * `found`: another tab has brought it back, or has begun anew, and what stands under it is not lost.
 */
export function forgetOldKey(store: PhoneStore, found: KeyRecord | null): Promise<void> {
  return store.write(STORES, "strict", "session", async (tx) => {
    if (!isSameLock(found, await readKeyRecord(tx))) throw new Problem("already_saved");
    await dropUnreadableIn(tx);
  });
}

/** Sign-out while sealed work is unsent: no key is left that could open anything here. */
export function wipeAllButSealedWork(store: PhoneStore): Promise<void> {
  return store.write(STORES, "strict", "session", async (tx) => {
    await dropUnreadableIn(tx);
    await tx.objectStore("alerts").clear();
    for (const name of ["open_facts", "lost", "not_kept"]) await tx.objectStore("meta").delete(name);
  });
}
