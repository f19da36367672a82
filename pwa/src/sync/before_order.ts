// Work comes before an order: what only this phone's key opens is sealed to the council first, and the key of an older
// version, which lies bare, as a copy that only the council opens. Needed by a phone of before the sealed outbox, and by one
// that saved something before it knew the council's key.
import { importLooseKey } from "../store/data_key";
import type { PhoneStore } from "../store/door";
import { findDraft } from "../store/drafts";
import { listHeld } from "../store/held_key";
import { findKeyRecord } from "../store/key_record";
import { openOperation } from "../store/operations";
import { readPhotoSlice } from "../store/photos";
import { saveServerCopy } from "../store/pin_lock";
import { nullIfUnreadable } from "../store/readable";
import { resealOld } from "../store/reseal";
import { sealForServer } from "../store/server_seal";
import { sealCopy } from "./server_copy";

/** Of an unlocked phone. Returns the ids of what is left because not even its own key opens it. Throws what `goOn` does. */
export async function sealBeforeOrder(
  store: PhoneStore,
  goOn: () => Promise<void>,
): Promise<ReadonlySet<string>> {
  const kept = await findKeyRecord(store);
  if (kept?.raw && !kept.server) {
    const copy = await sealCopy(store, await importLooseKey(kept.key_id, kept.raw), sealForServer);
    if (copy) await saveServerCopy(store, kept.key_id, copy);
  }
  await resealOld(store, goOn);
  const damaged = new Set<string>();
  for (const id of await listHeld(store)) if (await isDamaged(store, id)) damaged.add(id);
  return damaged;
}

async function isDamaged(store: PhoneStore, id: string): Promise<boolean> {
  const [operation, photo] = await store.read(["operations", "attachments"], (tx) =>
    Promise.all([tx.objectStore("operations").get(id), tx.objectStore("attachments").get(id)]),
  );
  const opening: Promise<unknown> = operation
    ? openOperation(store, operation)
    : photo
      ? readPhotoSlice(store, photo, 0, photo.size)
      : findDraft(store, id);
  return (await nullIfUnreadable(opening)) === null;
}
