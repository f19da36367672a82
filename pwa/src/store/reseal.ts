// In the background, while unlocked: gives the form of the sealed outbox to what an older app has left here, and the server's
// seal to what was made before its key was known, or sealed with one that it lacks. One record, or one piece of a photo, in
// each strict transaction: killed anywhere, all is there, readable and sendable, and the next run goes on.
import { toWire } from "../domain/batches";
import { type Addressee, readAddressee, renewSeals, unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { forTheCouncilAlone } from "./kept";
import type { ContentSeals, OperationRecord } from "./layout";
import { openOperation, sealOperation } from "./operations";
import { nullIfUnreadable } from "./readable";
import { isUnnamed, resealPhoto } from "./reseal_photo";

/**
 * `goOn` is asked before each step, and throws when somebody else has taken over. What cannot be read stays as it is. Does
 * nothing without a key of the server, and stops when the phone is locked.
 */
export async function resealOld(store: PhoneStore, goOn: () => Promise<void>): Promise<void> {
  const to = await readAddressee(store).catch(() => null);
  if (!to?.server_key) return;
  const { operations, kept, photos } = await findWork(store, to.server_key.key_id);
  const steps = [
    ...operations.map((id) => () => resealOperation(store, "operations", id, to)),
    ...kept.map((id) => () => resealOperation(store, "kept", id, to)),
    ...photos.map((id) => () => resealPhoto(store, id, to, goOn)),
  ];
  for (const step of steps) {
    if (store.is_locked) return;
    await goOn();
    await unlessLocked(nullIfUnreadable(step()));
  }
}

/** By open columns, in one read: most rounds find nothing. */
function findWork(store: PhoneStore, keyId: string) {
  return store.read(["operations", "kept", "attachments", "receipts"], async (tx) => {
    const [operations, kept, photos, answered] = await Promise.all([
      tx.objectStore("operations").getAll(),
      tx.objectStore("kept").getAll(),
      tx.objectStore("attachments").getAll(),
      tx.objectStore("receipts").getAllKeys(),
    ]);
    const known = new Set(answered);
    const needsSeal = (seals: ContentSeals | undefined, isUnopened: boolean) =>
      !seals?.server || (isUnopened && seals.server.key_id !== keyId && seals.reading !== null);
    return {
      operations: operations
        .filter(({ op_id, seals, received_at }) => needsSeal(seals, received_at === null && known.has(op_id)))
        .map(({ op_id }) => op_id),
      kept: kept.filter(({ seals }) => needsSeal(seals, false)).map(({ op_id }) => op_id),
      photos: photos
        .filter((photo) => isUnnamed(photo) || needsSeal(photo.seals, Boolean(photo.unopened_because)))
        .filter((photo) => photo.has_bytes || isUnnamed(photo))
        .map(({ attachment_id }) => attachment_id),
    };
  });
}

async function resealOperation(
  store: PhoneStore,
  name: "operations" | "kept",
  opId: string,
  to: Addressee,
): Promise<void> {
  const [record, receipt] = await store.read([name, "receipts"], (tx) =>
    Promise.all([tx.objectStore(name).get(opId), tx.objectStore("receipts").getKey(opId)]),
  );
  if (!record) return;
  // A receipt that ended nothing: the server has it and could not open it.
  const isUnopened = receipt !== undefined && record.received_at === null;
  if (record.seals) {
    const seals = await renewSeals(store, opId, record.seals, to, isUnopened);
    if (seals) await replace(store, name, opId, { seals });
    return;
  }
  const operation = await openOperation(store, record);
  await replace(store, name, opId, await sealOperation(store, toWire(operation), operation.shown, to));
}

/** Only what is sealed is replaced: whatever became of the operation meanwhile stands. */
async function replace(
  store: PhoneStore,
  name: "operations" | "kept",
  opId: string,
  sealed: Partial<OperationRecord>,
): Promise<void> {
  await store.write([name], "strict", "sync", async (tx) => {
    const now = await tx.objectStore(name).get(opId);
    if (!now) return;
    const { key_id: _dataKey, ...columns } = now;
    const next = { ...columns, ...sealed };
    if ("kept_until" in next) await tx.objectStore("kept").put(forTheCouncilAlone(next));
    else await tx.objectStore("operations").put(next);
  });
}
