// A full phone gives up copies of what the council has, the oldest first, before it refuses work; unsent bytes never.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isProblem } from "../../../pwa/src/domain/problems";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { receivePhoto } from "../../../pwa/src/store/photo_receipts";
import { listWaitingPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { CouncilFixture } from "../sync/council_fixture";
import { addPhoto, type Drainer, signInDrainer } from "../sync/drainer_fixture";
import { dump, NOON, visitOperation, visitRow } from "./phone_fixture";

let drainer: Drainer;
let council: CouncilFixture;

beforeEach(async () => {
  council = new CouncilFixture();
  council.setRow(visitRow());
  drainer = await signInDrainer();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
  vi.unstubAllGlobals();
});

/** Two photos with receipts, one hour apart, and one that waits; each with the operation that names it. */
async function fillWithPhotos() {
  const ids: string[] = [];
  for (const hour of [0, 1]) {
    const id = await addPhoto(drainer.store, 100_000);
    ids.push(id);
    const [photo] = await listWaitingPhotos(drainer.store);
    await receivePhoto(drainer.store, id, photo?.sha256 ?? "", new Date(NOON.getTime() + hour * 3_600_000));
  }
  return { oldest: ids[0], newest: ids[1], waiting: await addPhoto(drainer.store, 100_000) };
}

async function listWithBytes(): Promise<string[]> {
  const pieces = (await dump(drainer.store, "pieces")) as { attachment_id: string }[];
  return [...new Set(pieces.map(({ attachment_id }) => attachment_id))];
}

/** The browser takes no operation: until bytes of a photo have gone, or not even then. */
function refuseOperations(until: "there is room" | "for ever") {
  const { put, delete: remove } = IDBObjectStore.prototype;
  let full = true;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...parts) {
    if (this.name === "operations" && full) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, parts);
  });
  vi.spyOn(IDBObjectStore.prototype, "delete").mockImplementation(function (this: IDBObjectStore, key) {
    if (this.name === "pieces") full = until === "for ever";
    return remove.call(this, key);
  });
}

test("work is saved on a full phone by giving up copies of received photos", async () => {
  const { waiting } = await fillWithPhotos();
  refuseOperations("there is room");
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  vi.restoreAllMocks();
  expect(await listUnsentOperations(drainer.store)).toHaveLength(4);
  expect(await listWithBytes()).toEqual([waiting]);
  expect((await readPhotoBytes(drainer.store, waiting)).byteLength).toBe(100_000);
});

test("when that is not enough the officer is told, nothing is half-written and no unsent byte has gone", async () => {
  const { waiting } = await fillWithPhotos();
  refuseOperations("for ever");
  const failure = await saveWork(drainer.store, { operations: [visitOperation()] }, NOON).catch(
    (error: unknown) => error,
  );
  vi.restoreAllMocks();
  expect(isProblem(failure, "no_room")).toBe(true);
  expect(await listUnsentOperations(drainer.store)).toHaveLength(3);
  expect((await readPhotoBytes(drainer.store, waiting)).byteLength).toBe(100_000);
});

test("above four fifths of what the browser allows the oldest copies go, as many as needed", async () => {
  const { oldest, newest } = await fillWithPhotos();
  vi.stubGlobal("navigator", { storage: { estimate: async () => ({ usage: 850_000, quota: 1_000_000 }) } });
  await drainer.cycle.run();
  expect(await listWithBytes()).not.toContain(oldest);
  expect(await listWithBytes()).toContain(newest);
});

test("a phone so full that it cannot even note that it sends says so, and sends when there is room", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ trouble: "no_room" });
  vi.restoreAllMocks();
  await drainer.cycle.runNow();
  expect(council.operations.size).toBe(1);
  expect(drainer.report.state).toMatchObject({ trouble: null, not_sent: 0 });
});
