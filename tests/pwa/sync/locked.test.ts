// A phone that nobody unlocks sends all that is sealed on it, obeys, and gives a restored server its copies; nothing that it
// hears meanwhile is lost, and nothing of it can be read.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PushRequest, Receipt } from "../../../pwa/src/domain/wire";
import { listWaiting } from "../../../pwa/src/screens/stored_lists";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { listOpenAlerts } from "../../../pwa/src/store/alerts";
import { PhoneStore } from "../../../pwa/src/store/door";
import { freeKeptPhotos } from "../../../pwa/src/store/kept";
import { listNotices } from "../../../pwa/src/store/notices";
import { listPendingOperations, listUnsentThings } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listVisitPhotos } from "../../../pwa/src/store/photos";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { listVisits } from "../../../pwa/src/store/visits";
import { addNote, saveSubmission } from "../../../pwa/src/store/work";
import { dump, NOON, residentRow, VISIT_ID, visitOperation, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

const PUSH = "/api/v1/sync/push";
const ALERT = {
  alert_id: "0190cccc-0000-5000-8000-000000000001",
  kind: "deceased" as const,
  node: "/data/o",
};
const ENTITY = { type: "visit" as const, id: VISIT_ID };
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await leaveCouncil(drainer);
});

async function unlock(): Promise<void> {
  const { user_id } = drainer.store;
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
  drainer = startDrainer(await PhoneStore.open(user_id));
}

test("operations and photos are sent with no key in memory, alerts first, and no content key is opened for it", async () => {
  const { store } = drainer;
  await addNote(store, ENTITY, "before the alert", NOON);
  const large = visitOperation({ payload: { text: "x".repeat(400_000) } });
  await saveWork(store, { operations: [large] }, NOON);
  const [small, big] = [await addPhoto(store, 1_000), await addPhoto(store, 600_000)];
  await raiseAlert(store, VISIT_ID, "uuid:x", ALERT, "", NOON);
  store.lock();
  const opened = vi.spyOn(store, "unsealBytes");
  await drainer.cycle.run();
  expect(opened).not.toHaveBeenCalled();
  expect(council.operations.size).toBe(5);
  const [first] = council.list(PUSH) as PushRequest[];
  expect(council.operations.get(first?.operations[0]?.op_id ?? "")?.kind).toBe("alert.raise");
  expect([small, big].map((id) => council.uploads.get(id)?.bytes.byteLength)).toEqual([1_000, 600_000]);
  expect(council.list("/api/v1/sync/pull")).toEqual([]);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, trouble: null, needs_attention: 0 });
});

test("an operation goes as it lies on the phone: what is pushed is what is stored", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  const [record] = (await dump(drainer.store, "operations")) as { ciphertext: ArrayBuffer }[];
  drainer.store.lock();
  await drainer.cycle.run();
  const [sent] = (council.list(PUSH) as PushRequest[])[0]?.operations ?? [];
  expect(sent && "sealed" in sent && sent.sealed.ciphertext).toBe(
    Buffer.from(record?.ciphertext ?? new ArrayBuffer(0)).toString("base64"),
  );
});

test("what is saved while locked arrives, and this phone can never read it", async () => {
  drainer.store.lock();
  await addNote(drainer.store, ENTITY, "written while locked", NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  await raiseAlert(drainer.store, VISIT_ID, "uuid:x", ALERT, "", NOON);
  const form = {
    entity: ENTITY,
    instance_id: "uuid:locked",
    form_id: "welfare_check",
    form_version_id: "v1",
    xml: "<data/>",
    bases: {},
    alerts: [],
    outcome: null,
    closes_visit: false,
  };
  await saveSubmission(drainer.store, form, [], NOON);
  await unlock();
  expect(await listPendingOperations(drainer.store)).toEqual([]);
  expect((await listUnsentThings(drainer.store)).map(({ kind }) => kind)).toEqual([null, null, null, null]);
  expect((await listWaiting(drainer.store)).map(({ what, kind }) => [what, kind]).sort()).toEqual([
    ["operation", "operation"],
    ["operation", "operation"],
    ["operation", "operation"],
    ["photo", "photo"],
  ]);
  expect(await listOpenAlerts(drainer.store)).toMatchObject([
    { alert_id: ALERT.alert_id, kind: "unreadable" },
  ]);
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toMatchObject([
    { attachment_id: photo, size: 300_000 },
  ]);
  await drainer.cycle.run();
  expect([...council.operations.values()].map(({ kind }) => kind).sort()).toEqual([
    "alert.raise",
    "attachment.add",
    "note.add",
    "submission.create",
  ]);
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  expect(await listOpenAlerts(drainer.store)).toEqual([]);
  expect(await listVisits(drainer.store)).toHaveLength(1);
});

test("without a key of the council a locked phone says that it is locked, and keeps nothing nobody could open", async () => {
  await drainer.store.write(["meta"], "strict", "sync", (tx) => tx.objectStore("meta").delete("sealing_key"));
  drainer.store.lock();
  await expect(addNote(drainer.store, ENTITY, "lost?", NOON)).rejects.toMatchObject({ code: "locked" });
  expect(await dump(drainer.store, "operations")).toEqual([]);
});

test("a locked phone gives a restored server everything back, and takes its new epoch", async () => {
  for (const text of ["one", "two"]) await addNote(drainer.store, ENTITY, text, NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  await raiseAlert(drainer.store, VISIT_ID, "uuid:x", ALERT, "", NOON);
  await drainer.cycle.run();
  const before = [...council.operations.values()];
  council.restore();
  drainer.store.lock();
  await drainer.cycle.run();
  const inOrder = (all: typeof before) => all.sort((one, two) => one.device_seq - two.device_seq);
  expect(inOrder([...council.operations.values()])).toEqual(inOrder(before));
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, trouble: null });
  await drainer.cycle.run();
  expect(council.list("/api/v1/sync/offer")).toHaveLength(1);
});

test("a copy can be read by the council alone: its key for this phone goes when it is settled", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  const areReadable = async (name: "operations" | "kept" | "attachments") =>
    ((await dump(drainer.store, name)) as { seals: { reading: unknown } }[]).map(
      ({ seals }) => seals.reading !== null,
    );
  expect(await areReadable("operations")).toEqual([true, true]);
  council.fault = (_method, path) => (path.endsWith("/pull") ? new Response(null, { status: 500 }) : null);
  await drainer.cycle.run();
  // Received, and still folded over the rows until a pull has brought its effect.
  expect(await areReadable("operations")).toEqual([true, true]);
  expect(await areReadable("attachments")).toEqual([false]);
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(await areReadable("kept")).toEqual([false, false]);
  council.evict(visitRow(), "reassigned");
  await drainer.cycle.run();
  const [left] = await dump(drainer.store, "attachments");
  expect(left).toMatchObject({ attachment_id: photo, place: "kept" });
  expect(left).not.toHaveProperty("ciphertext");
});

test("what is answered while locked stands in ids and words alone, and is sealed with what it is about when unlocked", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  const secret = { shown: { mobile: "07700 900001" }, settled: { note: "Falsename", decision: "accepted" } };
  const conflict_ids = ["0190cccc-0000-7000-8000-0000000000c1"];
  council.judge = () => ({
    verdict: "conflict",
    reason: "two_answers",
    detail: { conflict_ids, fields: ["mobile"], ...secret },
  });
  drainer.store.lock();
  await drainer.cycle.run();
  const [open] = (await dump(drainer.store, "receipts")) as { told: Receipt }[];
  expect(open).toMatchObject({ conflict_ids, told: { verdict: "conflict", reason: "two_answers" } });
  expect(JSON.stringify(open)).not.toMatch(/07700|Falsename/);
  await unlock();
  expect(await listReceipts(drainer.store)).toMatchObject([{ verdict: "conflict", about: null }]);
  await drainer.cycle.run();
  const [sealed] = await dump(drainer.store, "receipts");
  expect(sealed).not.toHaveProperty("told");
  expect(await listReceipts(drainer.store)).toMatchObject([
    { verdict: "conflict", reason: "two_answers", about: { kind: "note.add", entity_id: VISIT_ID } },
  ]);
  expect(await listNotices(drainer.store)).toEqual([]);
});

test("locked in the middle of a pull, it goes on with what it may, and asks again when unlocked", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  council.fault = (_method, path) => {
    if (path.endsWith("/pull")) drainer.store.lock();
    return null;
  };
  const large = await addPhoto(drainer.store, 600_000);
  await drainer.cycle.run();
  expect(council.uploads.get(large)?.bytes.byteLength).toBe(600_000);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, trouble: null });
  council.fault = () => null;
  await unlock();
  await drainer.cycle.run();
  expect(await listVisits(drainer.store)).toHaveLength(1);
});

test("locked, it obeys an order to wipe, and sends what is sealed all the same", async () => {
  await drainer.cycle.run();
  await addNote(drainer.store, ENTITY, "not sent yet", NOON);
  drainer.store.lock();
  council.fault = (_method, path) =>
    path === PUSH ? Response.json({ code: 403, orders: ["wipe"] }, { status: 403 }) : null;
  await drainer.cycle.run();
  expect(await dump(drainer.store, "rows")).toEqual([]);
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(council.operations.size).toBe(1);
});

test("copies make room and grow old on a phone that stays locked", async () => {
  await addPhoto(drainer.store, 1_000);
  await addPhoto(drainer.store, 1_000);
  await drainer.cycle.run();
  drainer.store.lock();
  expect(await freeKeptPhotos(drainer.store, 1)).toBe(1_000);
  expect(await dump(drainer.store, "pieces")).toHaveLength(1);
  council.time = "2026-12-23T12:00:01.000Z";
  await drainer.cycle.run();
  await drainer.cycle.run();
  expect(await dump(drainer.store, "kept")).toEqual([]);
  expect(await dump(drainer.store, "pieces")).toEqual([]);
});
