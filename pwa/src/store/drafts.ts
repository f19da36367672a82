// Keeps unfinished forms: one record per instance, replaced at each save. A draft ends only by being saved as work or
// by its officer throwing it away.
import type { Draft } from "../domain/draft";
import { Problem } from "../domain/problems";
import type { PhoneStore, Transaction } from "./door";
import { mustOpenLaterIn } from "./held_key";
import type { DraftRecord } from "./layout";
import { openReadable } from "./readable";
import { deletePhotoIn } from "./room";

function placeOfDraft(instanceId: string): string {
  return `drafts:${instanceId}`;
}

function openDraft(store: PhoneStore, record: DraftRecord): Promise<Draft> {
  return store.unseal<Draft>(placeOfDraft(record.instance_id), record);
}

export async function saveDraft(store: PhoneStore, draft: Draft): Promise<void> {
  const sealed = await store.seal(placeOfDraft(draft.instance_id), draft);
  const { instance_id, entity, saved_at } = draft;
  await store.write(["keys", "drafts", "operations", "receipts"], "strict", "drafts", async (tx) => {
    await mustOpenLaterIn(tx, sealed.key_id);
    // Another tab has saved this form: a draft that came back would be one that nobody can finish.
    if (await isInstanceSavedIn(tx, instance_id, entity.id)) throw new Problem("already_saved");
    await tx.objectStore("drafts").put({ instance_id, entity_id: entity.id, saved_at, ...sealed });
  });
}

export async function findDraft(store: PhoneStore, instanceId: string): Promise<Draft | null> {
  const record = await store.read(["drafts"], (tx) => tx.objectStore("drafts").get(instanceId));
  return record ? openDraft(store, record) : null;
}

/** The newest first. */
export async function listEntityDrafts(store: PhoneStore, entityId: string): Promise<Draft[]> {
  const records = await store.read(["drafts"], (tx) =>
    tx.objectStore("drafts").index("by_entity").getAll(entityId),
  );
  return openAll(store, records);
}

export async function listDrafts(store: PhoneStore): Promise<Draft[]> {
  return openAll(store, await store.read(["drafts"], (tx) => tx.objectStore("drafts").getAll()));
}

async function openAll(store: PhoneStore, records: DraftRecord[]): Promise<Draft[]> {
  const drafts = await openReadable(records, (record) => openDraft(store, record));
  return drafts.sort((one, two) => two.saved_at.localeCompare(one.saved_at));
}

/** The officer throws the draft away, with its photos; alerts it has raised stay. */
export async function deleteDraft(store: PhoneStore, instanceId: string): Promise<void> {
  await store.write(["drafts", "attachments", "pieces"], "strict", "drafts", async (tx) => {
    await tx.objectStore("drafts").delete(instanceId);
    const photos = await tx.objectStore("attachments").index("by_instance").getAll(instanceId);
    for (const photo of photos) {
      if (photo.place === "draft") await deletePhotoIn(tx, photo.attachment_id);
    }
  });
}

/** Whether this very form was saved as work, sent or not. */
export async function isInstanceSavedIn(
  tx: Transaction<"readwrite">,
  instanceId: string,
  entityId: string,
): Promise<boolean> {
  const [operations, receipts] = await Promise.all([
    tx.objectStore("operations").index("by_entity").getAll(entityId),
    tx.objectStore("receipts").index("by_entity").getAll(entityId),
  ]);
  return [...operations, ...receipts].some(({ instance_id }) => instance_id === instanceId);
}
