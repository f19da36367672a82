// What the council has and cannot open is told in words and stays on the phone; a later round tries again, under the
// council's newest key where this phone can still read it. A key that changes costs nothing that is sealed already.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { listAttention } from "../../../pwa/src/store/attention_list";
import type { AttachmentRecord, OperationRecord } from "../../../pwa/src/store/layout";
import { findMeta } from "../../../pwa/src/store/meta";
import { saveWork } from "../../../pwa/src/store/outbox";
import { readPhotoBytes } from "../../../pwa/src/store/photos";
import { addNote } from "../../../pwa/src/store/work";
import { dump, NOON, VISIT_ID, visitOperation, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { COUNCIL_KEY, CouncilSeals, makeCouncilKey } from "./council_seals";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

const ENTITY = { type: "visit" as const, id: VISIT_ID };
let council: CouncilFixture;
let drainer: Drainer;
let withKey: CouncilSeals;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow()));
  withKey = council.seals as CouncilSeals;
});

afterEach(() => leaveCouncil(drainer));

/** A server that was brought back without its keys has made itself a new one. */
async function loseKeys(): Promise<CouncilSeals> {
  council.seals = new CouncilSeals(await makeCouncilKey());
  return council.seals;
}

const operations = async () => (await dump(drainer.store, "operations")) as OperationRecord[];
const wait = (minutes: number) => {
  drainer.clock.now = new Date(drainer.clock.now.getTime() + minutes * 60_000);
};

test("an operation that cannot be opened counts as not sent, is told in words, and is received when the key is back", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  await loseKeys();
  drainer.store.lock();
  await drainer.cycle.run();
  expect(council.unopened.size).toBe(1);
  expect(await operations()).toMatchObject([{ received_at: null }]);
  expect(drainer.report.state).toMatchObject({ not_sent: 1, trouble: null });
  expect(drainer.report.state.needs_attention).toBeGreaterThan(0);
  expect(Object.values(drainer.report.state.operations)).toEqual(["attention"]);
  const restarted = startDrainer(drainer.store);
  await restarted.report.refresh();
  expect(Object.values(restarted.report.state.operations)).toEqual(["attention"]);
  restarted.report.close();
  const { length } = council.list("/api/v1/sync/push");
  await drainer.cycle.run();
  expect(
    (council.list("/api/v1/sync/push") as PushRequest[]).slice(length).flatMap((one) => one.operations),
  ).toEqual([]);
  council.seals = withKey;
  wait(40);
  await drainer.cycle.run();
  expect(council.operations.size).toBe(1);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
});

test("what needs a person names it by its reason", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  council.seals = new CouncilSeals(await makeCouncilKey());
  council.fault = (_method, path) => (path.endsWith("/pull") ? new Response(null, { status: 500 }) : null);
  await drainer.cycle.run();
  expect((await listAttention(drainer.store)).receipts).toMatchObject([
    { verdict: "review", reason: "cannot_be_opened", about: { kind: "note.add" } },
  ]);
});

test("unlocked, the phone seals it again to the council's new key, and it arrives", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  const before = (await dump(drainer.store, "pieces")) as { iv: Uint8Array }[];
  const { current } = await loseKeys();
  await drainer.cycle.run();
  const sealed = await operations();
  expect(sealed.map(({ seals }) => seals?.server?.key_id)).toEqual([
    current.sealing_key.key_id,
    current.sealing_key.key_id,
  ]);
  await drainer.cycle.runNow();
  expect(council.operations.size).toBe(2);
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
  // Its bytes stayed as they were: only the seal of its key is another.
  expect(((await dump(drainer.store, "pieces")) as { iv: Uint8Array }[]).map(({ iv }) => iv)).toEqual(
    before.map(({ iv }) => iv),
  );
});

test("a photo that cannot be opened keeps its bytes, is told in words and holds up no other", async () => {
  const photo = await addPhoto(drainer.store, 300_000);
  drainer.store.lock();
  await loseKeys();
  await drainer.cycle.run();
  const [record] = (await dump(drainer.store, "attachments")) as AttachmentRecord[];
  expect(record).toMatchObject({ place: "waiting", has_bytes: true });
  expect(record?.unopened_because).toBeTruthy();
  expect(drainer.report.state).toMatchObject({
    photos_not_sent: 1,
    photos: { [photo]: { state: "attention" } },
  });
  council.seals = withKey;
  await drainer.cycle.runNow();
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  expect(await dump(drainer.store, "attachments")).toMatchObject([
    { place: "received", unopened_because: null },
  ]);
});

test("a photo that was damaged on the way is announced anew, and arrives", async () => {
  const photo = await addPhoto(drainer.store, 300_000);
  let isDamaged = false;
  council.fault = (method, _path, body) => {
    if (method === "PATCH" && !isDamaged) {
      new Uint8Array(body as ArrayBuffer)[40]! ^= 1;
      isDamaged = true;
    }
    return null;
  };
  await drainer.cycle.run();
  expect(council.uploads.get(photo)).toMatchObject({ is_unopened: true });
  for (let tries = 0; tries < 2; tries += 1) await drainer.cycle.runNow();
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
});

test("an unlocked officer reads of it, and can still look at the photo", async () => {
  const photo = await addPhoto(drainer.store, 1_000);
  council.fault = (method, path) =>
    path.endsWith(photo) && method === "PATCH"
      ? new Response(null, {
          status: 204,
          headers: { "Upload-Offset": "1028", "Doorstep-Unopened": "The council cannot open this yet." },
        })
      : null;
  await drainer.cycle.run();
  const { refused_photos } = await listAttention(drainer.store);
  expect(refused_photos).toMatchObject([{ attachment_id: photo, unopened_because: expect.any(String) }]);
  expect((await readPhotoBytes(drainer.store, photo)).byteLength).toBe(1_000);
});

test("an operation sent as a file that cannot be opened stays as well", async () => {
  const large = visitOperation({ payload: { text: "x".repeat(400_000) } });
  await saveWork(drainer.store, { operations: [large] }, NOON);
  drainer.store.lock();
  await loseKeys();
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ not_sent: 1 });
  expect(Object.values(drainer.report.state.operations)).toEqual(["attention"]);
  council.seals = withKey;
  await drainer.cycle.runNow();
  expect(council.operations.get(large.op_id)?.payload).toEqual(large.payload);
  expect(drainer.report.state).toMatchObject({ not_sent: 0 });
});

test("a new key is for new work; what was sealed before is neither touched nor lost", async () => {
  await addNote(drainer.store, ENTITY, "under the first key", NOON);
  council.fault = (_method, path) => (path.endsWith("/push") ? new Response(null, { status: 500 }) : null);
  const next = await makeCouncilKey();
  const both = new CouncilSeals(next);
  both.add({ sealing_key: COUNCIL_KEY, private_key: withKey.current.private_key });
  council.seals = both;
  const before = await operations();
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "sealing_key")).toEqual(next.sealing_key);
  expect(await operations()).toEqual(before);
  await addNote(drainer.store, ENTITY, "under the second", NOON);
  const keys = (await operations()).map(({ seals }) => seals?.server?.key_id).sort();
  expect(keys).toEqual([COUNCIL_KEY.key_id, next.sealing_key.key_id].sort());
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(council.operations.size).toBe(2);
  const named = (council.list("/api/v1/sync/push") as PushRequest[]).at(-1)?.sealing_key_id;
  expect(named).toBe(next.sealing_key.key_id);
});

test("a key that is not what its id says is not taken for the council's", async () => {
  const { sealing_key, private_key } = await makeCouncilKey();
  council.seals = new CouncilSeals({ sealing_key: { ...sealing_key, key_id: "0".repeat(16) }, private_key });
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "sealing_key")).toEqual(COUNCIL_KEY);
});
