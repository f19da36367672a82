// One officer, two tabs: what one has saved the other cannot save again, and a killed one keeps nobody from sending.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { toWire } from "../../../pwa/src/domain/batches";
import { readAddressee } from "../../../pwa/src/store/content_keys";
import { PhoneStore } from "../../../pwa/src/store/door";
import { saveDraft } from "../../../pwa/src/store/drafts";
import type { OperationRecord } from "../../../pwa/src/store/layout";
import { takeLease } from "../../../pwa/src/store/lease";
import { listUnsentOperations, sealOperation } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { saveReceipts } from "../../../pwa/src/store/receipts";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { startVisit } from "../../../pwa/src/store/work";
import { signOutHere } from "../../../pwa/src/sync/sign_out";
import { CouncilSeals } from "../sync/council_seals";
import {
  DEVICE_ID,
  dump,
  finishedCheck,
  makePhoto,
  NOON,
  openFreshPhone,
  VISIT_ID,
  visitOperation,
} from "./phone_fixture";

const INSTANCE = "uuid:0190bbbb-0000-4000-8000-000000000001";
const OTHER_INSTANCE = "uuid:0190bbbb-0000-4000-8000-000000000002";

function draft(instance_id: string) {
  return {
    instance_id,
    entity: { type: "visit" as const, id: VISIT_ID },
    form_id: "welfare_check",
    form_version_id: "0190bbbb-0000-7000-8000-0000000000f1",
    xml: "<data/>",
    bases: {},
    started_at: NOON.toISOString(),
    saved_at: NOON.toISOString(),
    place: null,
  };
}

const save = (instance: string) => ({ operations: finishedCheck(instance), draft_done: instance });

test("the form that another tab has saved is refused, and nothing of it is written", async () => {
  const store = await openFreshPhone();
  await saveWork(store, save(INSTANCE), NOON);
  await expect(saveWork(store, save(INSTANCE), NOON)).rejects.toMatchObject({ code: "already_saved" });
  expect(await listUnsentOperations(store)).toHaveLength(2);
});

test("it is refused as well after its receipt has come and its operations are gone", async () => {
  const store = await openFreshPhone();
  const work = save(INSTANCE);
  await saveWork(store, work, NOON);
  const receipts = work.operations.map(({ op_id }) => ({
    op_id,
    verdict: "applied" as const,
    reason: null,
    detail: null,
  }));
  await saveReceipts(store, receipts, NOON);
  await store.write(["operations"], "strict", "work", (tx) => tx.objectStore("operations").clear());
  await expect(saveWork(store, save(INSTANCE), NOON)).rejects.toMatchObject({ code: "already_saved" });
});

test("a second form that closes the same visit is refused, and its draft stays", async () => {
  const store = await openFreshPhone();
  await saveDraft(store, draft(OTHER_INSTANCE));
  await saveWork(store, save(INSTANCE), NOON);
  await expect(saveWork(store, save(OTHER_INSTANCE), NOON)).rejects.toMatchObject({ code: "already_saved" });
  expect(await dump(store, "drafts")).toHaveLength(1);
});

test("a visit that was sent back is closed by another form once its first one has settled", async () => {
  const store = await openFreshPhone();
  await saveWork(store, save(INSTANCE), NOON);
  await store.write(["operations"], "strict", "work", (tx) => tx.objectStore("operations").clear());
  await saveWork(store, save(OTHER_INSTANCE), NOON);
  expect(await listUnsentOperations(store)).toHaveLength(2);
});

test("a draft does not come back after its form was saved", async () => {
  const store = await openFreshPhone();
  await saveWork(store, save(INSTANCE), NOON);
  await expect(saveDraft(store, draft(INSTANCE))).rejects.toMatchObject({ code: "already_saved" });
  expect(await dump(store, "drafts")).toEqual([]);
});

test("a check counts as one piece of work, its photos and a note as one each", async () => {
  const store = await openFreshPhone();
  const photo = await makePhoto(1000);
  await startVisit(store, VISIT_ID, NOON);
  await saveWork(store, save(INSTANCE), NOON);
  expect(await countUnsent(store)).toMatchObject({ operations: 3, photos: 0, total: 1 });
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  const { addLoosePhoto } = await import("../../../pwa/src/store/work");
  await addLoosePhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: null }, NOON);
  expect(await countUnsent(store)).toMatchObject({ operations: 5, photos: 1, total: 3 });
});

test("signing out in one tab is heard in the other, which must show nothing more", async () => {
  const store = await openFreshPhone();
  const other = await PhoneStore.open(store.user_id);
  const heard = new Promise((resolve) => other.listen(resolve));
  await signOutHere(store);
  expect(await heard).toBe("signed_out");
  await other.close();
});

test("a lease of a killed tab holds nobody up who holds the lock, and its fence is over", async () => {
  const store = await openFreshPhone();
  const killed = await takeLease(store, "killed", NOON);
  expect(await takeLease(store, "without lock", NOON)).toBeNull();
  const next = await takeLease(store, "with lock", NOON, true);
  expect(next?.fence).toBe((killed?.fence ?? 0) + 1);
});

test("an operation that goes as a file has its right number inside, whichever tab was quicker", async () => {
  const store = await openFreshPhone();
  const other = await PhoneStore.open(store.user_id);
  const large = () => visitOperation({ payload: { text: "x".repeat(200_000) } });
  await Promise.all([
    saveWork(store, { operations: [large()] }, NOON),
    saveWork(other, { operations: [visitOperation(), large()] }, NOON),
    saveWork(store, { operations: [large()] }, NOON),
  ]);
  const records = (await dump(store, "operations")) as OperationRecord[];
  const files = records.filter(({ file }) => file !== undefined);
  expect(files).toHaveLength(3);
  const seals = new CouncilSeals();
  for (const { op_id, device_seq, view, ciphertext, file, seals: wrapped } of files) {
    const { key_id = "", wrapped_key = "" } = wrapped?.server ?? {};
    const metadata = { op_id, sealing_key_id: key_id, wrapped_key, piece_size: "262144" };
    const plain = await seals.openFile(Buffer.from(ciphertext), metadata, DEVICE_ID);
    expect(plain.byteLength).toBe(file?.size);
    expect(JSON.parse(plain.toString())).toMatchObject({ op_id, device_seq, view });
  }
  expect(records.map(({ device_seq }) => device_seq).sort()).toEqual([1, 2, 3, 4]);
  await other.close();
});

test("one large operation sealed twice has two hashes: guesses at what is in it cannot be tried", async () => {
  const store = await openFreshPhone();
  await saveWork(store, { operations: [visitOperation({ payload: { text: "x".repeat(200_000) } })] }, NOON);
  const [opened] = await listUnsentOperations(store);
  const to = await readAddressee(store);
  const sealed = [
    await sealOperation(store, toWire(opened!), {}, to),
    await sealOperation(store, toWire(opened!), {}, to),
  ];
  expect(sealed[0]?.file?.sha256).not.toBe(sealed[1]?.file?.sha256);
});

test("the hash of a large operation, which stands in the open, is never that of what is in it", async () => {
  const store = await openFreshPhone();
  const operation = visitOperation({ payload: { text: "x".repeat(200_000) } });
  await saveWork(store, { operations: [operation] }, NOON);
  const [record] = (await dump(store, "operations")) as OperationRecord[];
  const [opened] = await listUnsentOperations(store);
  const plain = JSON.stringify(toWire(opened!));
  expect(record?.file?.sha256).not.toBe(createHash("sha256").update(plain).digest("hex"));
  expect(record?.file?.size).toBe(Buffer.byteLength(plain) + 256);
});
