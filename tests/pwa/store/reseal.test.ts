// What the second release has left on a phone gets the form of the sealed outbox at the first unlocked round. A kill at any
// write of it loses nothing, and until it is done everything goes out the old way.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft } from "../../../pwa/src/store/drafts";
import type {
  AttachmentRecord,
  KeptRecord,
  OperationRecord,
  PieceRecord,
} from "../../../pwa/src/store/layout";
import { findMeta, saveMeta, saveVault } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { listWaitingPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { resealOld } from "../../../pwa/src/store/reseal";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { CouncilFixture } from "../sync/council_fixture";
import { COUNCIL_KEY } from "../sync/council_seals";
import { type Drainer, startDrainer } from "../sync/drainer_fixture";
import { FAULTS, FaultyPhone } from "./fault_fixture";
import { OLD_DRAFT } from "./layout_1";
import { type Layout2, makeLayout2 } from "./layout_2";
import { DEVICE_ID, dump, NOON, visitRow } from "./phone_fixture";

let userId: string;
let old: Layout2;
let store: PhoneStore;
let drainer: Drainer | undefined;

beforeEach(async () => {
  userId = crypto.randomUUID();
  old = await makeLayout2(userId);
});

afterEach(async () => {
  await drainer?.cycle.stop();
  drainer?.report.close();
  drainer = undefined;
  await store?.close();
  vi.unstubAllGlobals();
});

async function openUpgraded(knowsKey = true): Promise<void> {
  store = await PhoneStore.open(userId);
  if (knowsKey) await saveMeta(store, { sealing_key: COUNCIL_KEY });
}

async function meetCouncil(): Promise<CouncilFixture> {
  const council = new CouncilFixture();
  council.setRow(visitRow());
  const account = { user_id: userId, device_id: DEVICE_ID, upload_ticket: "ticket" };
  await saveSignedIn({ ...account, used_at: NOON.toISOString() });
  if (!store.is_locked) await saveVault(store, "device_token", "token");
  drainer = startDrainer(store);
  return council;
}

const reseal = () => resealOld(store, async () => undefined);
const records = async () => ({
  operations: (await dump(store, "operations")) as OperationRecord[],
  kept: (await dump(store, "kept")) as KeptRecord[],
  photos: (await dump(store, "attachments")) as AttachmentRecord[],
  pieces: (await dump(store, "pieces")) as PieceRecord[],
});

/** What the officer had is what she has, whatever form it is in. */
async function expectAllIsHere(): Promise<void> {
  const unsent = await listUnsentOperations(store);
  expect(unsent.map(({ op_id, device_seq, schema }) => [op_id, device_seq, schema])).toEqual(
    old.unsent.map((id, place) => [id, 10 + place, 2]),
  );
  expect(unsent[1]?.payload).toEqual({ text: "z".repeat(200_000) });
  for (const place of ["draft", "waiting", "refused"] as const) {
    const { id, bytes } = old.photos[place];
    const here = await readPhotoBytes(store, id);
    expect(Buffer.from(here).equals(Buffer.from(bytes)), place).toBe(true);
  }
  expect((await listWaitingPhotos(store)).map(({ sha256 }) => sha256)).toEqual([old.photos.waiting.sha256]);
  expect(await findDraft(store, OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  expect(await countUnsent(store)).toMatchObject({ operations: 3, photos: 1 });
}

async function expectSealed(): Promise<void> {
  const { operations, kept, pieces, ...all } = await records();
  // A full phone may have given up copies of photos to make room.
  const photos = all.photos.filter(({ has_bytes }) => has_bytes);
  for (const { seals } of [...operations, ...kept, ...photos])
    expect(seals?.server?.key_id).toBe(COUNCIL_KEY.key_id);
  expect(operations.map(({ key_id }) => key_id)).toEqual([undefined, undefined, undefined]);
  expect(operations.map(({ seals }) => seals?.reading !== null)).toEqual([true, true, true]);
  expect(kept.map(({ seals }) => seals?.reading)).toEqual([null]);
  expect(pieces.filter(({ key_id }) => key_id !== undefined)).toEqual([]);
  const readable = new Set(photos.filter(({ seals }) => seals?.reading).map(({ place }) => place));
  expect(readable).toEqual(new Set(["draft", "waiting", "refused"]));
  for (const photo of photos.filter(({ place }) => place === "kept"))
    expect(photo).not.toHaveProperty("ciphertext");
}

test("everything of layout 2 is there and readable before it is sealed anew", async () => {
  await openUpgraded();
  await expectAllIsHere();
});

test("sealed anew it is the same work, and the copies can be read by the council alone", async () => {
  await openUpgraded();
  await reseal();
  await expectAllIsHere();
  await expectSealed();
  const before = await records();
  await reseal();
  expect(await records()).toEqual(before);
});

test("sealed anew, it is sent by a phone that nobody unlocks, and a restored server gets the copies too", async () => {
  await openUpgraded();
  await reseal();
  store.lock();
  const council = await meetCouncil();
  await drainer?.cycle.run();
  expect([...council.operations.keys()].sort()).toEqual([...old.unsent].sort());
  expect(council.operations.get(old.unsent[1] ?? "")?.payload).toEqual({ text: "z".repeat(200_000) });
  const { waiting, received, kept } = old.photos;
  expect(council.uploads.get(waiting.id)?.bytes.equals(Buffer.from(waiting.bytes))).toBe(true);
  council.restore();
  await drainer?.cycle.run();
  expect([...council.operations.keys()].sort()).toEqual([old.kept, ...old.unsent].sort());
  for (const { id, bytes } of [received, kept])
    expect(council.uploads.get(id)?.bytes.equals(Buffer.from(bytes))).toBe(true);
  expect(await countUnsent(store)).toMatchObject({ total: 0 });
});

test("before that it goes out the old way, to a server that has no key as well", async () => {
  await openUpgraded(false);
  const council = await meetCouncil();
  council.seals = null;
  await drainer?.cycle.run();
  const pushed = (council.list("/api/v1/sync/push") as PushRequest[]).flatMap(({ operations }) => operations);
  expect(pushed.every((operation) => !("sealed" in operation))).toBe(true);
  expect([...council.operations.keys()].sort()).toEqual([...old.unsent].sort());
  const { id, bytes } = old.photos.waiting;
  expect(council.uploads.get(id)?.bytes.equals(Buffer.from(bytes))).toBe(true);
  expect(await countUnsent(store)).toMatchObject({ total: 0 });
});

test("one round brings the key and seals what is left, offline work first among it", async () => {
  await openUpgraded(false);
  const council = await meetCouncil();
  council.fault = (method, path) =>
    method === "PATCH" || path === "/files" ? new Response(null, { status: 500 }) : null;
  await drainer?.cycle.run();
  const { photos, kept } = await records();
  expect(photos.every(({ seals }) => seals?.server)).toBe(true);
  expect(kept.every(({ seals }) => seals?.server && seals.reading === null)).toBe(true);
});

test("locked before the first unlocked round it waits, whole, and says how much it is", async () => {
  await openUpgraded();
  const before = await records();
  store.lock();
  const council = await meetCouncil();
  await drainer?.cycle.run();
  expect(council.operations.size + council.uploads.size).toBe(0);
  expect(drainer?.report.state).toMatchObject({ operations_not_sent: 3, photos_not_sent: 1, trouble: null });
  expect(await records()).toEqual(before);
});

test("locked, it offers a restored server what it can name, and takes the new epoch when it has offered all", async () => {
  await openUpgraded();
  const known = await findMeta(store, "server_epoch");
  store.lock();
  let council = await meetCouncil();
  council.restore();
  await drainer?.cycle.run();
  expect(await findMeta(store, "server_epoch")).toBe(known);
  await drainer?.cycle.stop();
  drainer?.report.close();
  await store.close();
  store = await PhoneStore.open(userId);
  council = await meetCouncil();
  council.restore();
  await drainer?.cycle.run();
  expect(await findMeta(store, "server_epoch")).toBe(council.epoch);
  expect([...council.operations.keys()].sort()).toEqual([old.kept, ...old.unsent].sort());
  const { received, kept } = old.photos;
  for (const { id, bytes } of [received, kept])
    expect(council.uploads.get(id)?.bytes.equals(Buffer.from(bytes))).toBe(true);
});

test("a photo of which the server has a part the old way is announced anew, and arrives whole", async () => {
  await openUpgraded(false);
  const council = await meetCouncil();
  const { id, bytes } = old.photos.waiting;
  let patches = 0;
  council.fault = (method, path) => {
    if (method !== "PATCH" || !path.endsWith(id)) return null;
    patches += 1;
    return patches > 1 ? "lost" : null;
  };
  await drainer?.cycle.run();
  expect(council.uploads.get(id)?.arrived.byteLength).toBeGreaterThan(0);
  council.fault = () => null;
  await drainer?.cycle.runNow();
  expect(council.uploads.get(id)?.metadata.sealing_key_id).toBe(COUNCIL_KEY.key_id);
  expect(council.uploads.get(id)?.bytes.equals(Buffer.from(bytes))).toBe(true);
});

describe("a kill at any write", () => {
  let phone: FaultyPhone | undefined;
  afterEach(() => phone?.remove());

  test.each(FAULTS)(
    "that %s leaves everything readable, and the next run goes on",
    async (fault) => {
      await openUpgraded();
      phone = new FaultyPhone();
      for (let at = 1; ; at += 1) {
        userId = crypto.randomUUID();
        old = await makeLayout2(userId);
        await store.close();
        await openUpgraded();
        phone.arm(fault, at);
        await reseal().catch(() => undefined);
        const { hasStruck } = phone;
        phone.arm(fault);
        phone.restart();
        await store.close();
        store = await PhoneStore.open(userId);
        await expectAllIsHere();
        await reseal();
        await expectAllIsHere();
        await expectSealed();
        if (!hasStruck) break;
      }
      expect(phone.writes).toBeLessThan(200);
    },
    120_000,
  );
});
