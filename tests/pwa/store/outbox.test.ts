// Saved means saved: one transaction, all or nothing, and nothing readable outside the sealed part.
import { afterEach, describe, expect, test, vi } from "vitest";
import { isProblem } from "../../../pwa/src/domain/problems";
import { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import type { AttachmentRecord } from "../../../pwa/src/store/layout";
import { findMeta } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import {
  addDraftPhoto,
  listWaitingPhotos,
  readPhotoBytes,
  readPhotoSlice,
} from "../../../pwa/src/store/photos";
import { countUnsent } from "../../../pwa/src/store/unsent";
import {
  bringRows,
  dump,
  finishedCheck,
  makePhoto,
  NOON,
  openFreshPhone,
  residentRow,
  VISIT_ID,
  visitOperation,
} from "./phone_fixture";

const INSTANCE = "uuid:0190bbbb-0000-4000-8000-000000000001";

function draft() {
  return {
    instance_id: INSTANCE,
    entity: { type: "visit" as const, id: VISIT_ID },
    form_id: "welfare_check",
    form_version_id: "0190bbbb-0000-7000-8000-0000000000f1",
    xml: "<data><note>Falsename is well</note></data>",
    bases: {},
    started_at: NOON.toISOString(),
    saved_at: NOON.toISOString(),
    place: null,
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("saving work", () => {
  test("a finished check, its photos and the end of its draft are one transaction", async () => {
    const store = await openFreshPhone();
    const kept = await makePhoto(600_000);
    const removed = await makePhoto(1000);
    await saveDraft(store, draft());
    for (const photo of [kept, removed]) {
      await addDraftPhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: INSTANCE }, NOON);
    }
    expect(await countUnsent(store)).toMatchObject({ total: 0 });
    const operations = finishedCheck(INSTANCE, [kept.facts]);
    await saveWork(
      store,
      { operations, draft_done: INSTANCE, photos_to_send: [kept.facts.attachment_id] },
      NOON,
    );
    expect(await findDraft(store, INSTANCE)).toBeNull();
    expect((await listUnsentOperations(store)).map(({ kind }) => kind)).toEqual([
      "submission.create",
      "visit.submit",
    ]);
    expect((await listWaitingPhotos(store)).map(({ attachment_id }) => attachment_id)).toEqual([
      kept.facts.attachment_id,
    ]);
    expect(await dump(store, "pieces")).toHaveLength(3);
    expect(await countUnsent(store)).toMatchObject({
      operations: 2,
      photos: 1,
      oldest_at: NOON.toISOString(),
    });
  });

  test("when one part cannot be written, nothing is, and the draft is still there", async () => {
    const store = await openFreshPhone();
    await saveDraft(store, draft());
    const broken = { record: {} as never, pieces: [] };
    await expect(
      saveWork(
        store,
        { operations: finishedCheck(INSTANCE), draft_done: INSTANCE, new_photos: [broken] },
        NOON,
      ),
    ).rejects.toThrow();
    expect(await listUnsentOperations(store)).toEqual([]);
    expect(await findDraft(store, INSTANCE)).toMatchObject({ instance_id: INSTANCE });
    expect(await findMeta(store, "next_device_seq")).toBeUndefined();
  });

  test("a full phone is told in words and nothing is half-written", async () => {
    const store = await openFreshPhone();
    await saveDraft(store, draft());
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const failure = await saveWork(
      store,
      { operations: [visitOperation()], draft_done: INSTANCE },
      NOON,
    ).catch((error: unknown) => error);
    put.mockRestore();
    expect(isProblem(failure, "no_room")).toBe(true);
    expect((failure as Error).message).toContain("There is no room on this phone");
    expect(await listUnsentOperations(store)).toEqual([]);
    expect(await findDraft(store, INSTANCE)).not.toBeNull();
  });

  test("saving the same operation again changes nothing", async () => {
    const store = await openFreshPhone();
    const operation = visitOperation();
    await saveWork(store, { operations: [operation] }, NOON);
    await saveWork(store, { operations: [operation] }, new Date(NOON.getTime() + 1000));
    const [only, ...others] = await listUnsentOperations(store);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ device_seq: 1, saved_at: NOON.toISOString() });
  });

  test("operations are numbered in the order they are saved, whoever saves", async () => {
    const store = await openFreshPhone();
    const other = await PhoneStore.open(store.user_id);
    await Promise.all([
      saveWork(store, { operations: [visitOperation(), visitOperation()] }, NOON),
      saveWork(other, { operations: [visitOperation()] }, NOON),
    ]);
    expect((await listUnsentOperations(store)).map(({ device_seq }) => device_seq)).toEqual([1, 2, 3]);
  });

  test("a database closed under us is opened again and the work is saved", async () => {
    const store = await openFreshPhone();
    const spy = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    });
    await saveWork(store, { operations: [visitOperation()] }, NOON);
    expect(spy.mock.calls.length).toBeGreaterThan(1);
    expect(await listUnsentOperations(store)).toHaveLength(1);
  });
});

describe("what lies in the database", () => {
  test("no name, answer or picture can be read without the data key", async () => {
    const store = await openFreshPhone();
    await bringRows(store, [residentRow()]);
    await saveDraft(store, draft());
    await saveWork(store, { operations: finishedCheck("uuid:other") }, NOON);
    for (const name of ["rows", "drafts", "operations"] as const) {
      const records = await dump(store, name);
      expect(records.length).toBeGreaterThan(0);
      for (const record of records as { ciphertext: ArrayBuffer; iv: Uint8Array }[]) {
        expect(record.iv).toHaveLength(12);
        expect(record).toHaveProperty(name === "operations" ? "seals" : "key_id");
        const text = `${JSON.stringify(record)} ${Buffer.from(record.ciphertext).toString("latin1")}`;
        expect(text).not.toMatch(/Falsename|07700|seen_no_needs|xml/);
      }
    }
  });

  test("a record moved to another place does not open", async () => {
    const store = await openFreshPhone();
    const sealed = await store.seal("rows:resident:one", { name: "Falsename" });
    await expect(store.unseal("rows:resident:two", sealed)).rejects.toSatisfy((error) =>
      isProblem(error, "unreadable_record"),
    );
  });

  test("the bytes of a photo come back whole, and any slice of them", async () => {
    const store = await openFreshPhone();
    const photo = await makePhoto(700_001);
    await addDraftPhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: INSTANCE }, NOON);
    const { attachment_id } = photo.facts;
    expect(Buffer.from(await readPhotoBytes(store, attachment_id)).equals(Buffer.from(photo.bytes))).toBe(
      true,
    );
    const [record] = (await dump(store, "attachments")) as AttachmentRecord[];
    const slice = await readPhotoSlice(store, record!, 262_000, 525_000);
    expect(Buffer.from(slice).equals(Buffer.from(photo.bytes.slice(262_000, 525_000)))).toBe(true);
  });

  test("two officers on one phone do not see each other's rows", async () => {
    const [mine, other] = [await openFreshPhone(), await openFreshPhone()];
    await saveWork(mine, { operations: [visitOperation()] }, NOON);
    expect(await listUnsentOperations(other)).toEqual([]);
  });
});
