// A server that was restored gets back what the phone still has: every operation once, unchanged, and every photo.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OfferRequest, PullRequest } from "../../../pwa/src/domain/wire";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { listOpenAlerts } from "../../../pwa/src/store/alerts";
import { freeKeptPhotos } from "../../../pwa/src/store/kept";
import { findMeta, saveVault } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { acknowledgeLostWork } from "../../../pwa/src/store/unsent";
import { listVisits } from "../../../pwa/src/store/visits";
import { signInHere } from "../../../pwa/src/sync/sign_in";
import { DEVICE_ID, NOON, residentRow, VISIT_ID, visitOperation, visitRow } from "../store/phone_fixture";
import { type CouncilFixture, EPOCH } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

const OFFER = "/api/v1/sync/offer";
const OTHER = "0190eeee-0000-4000-8000-000000000002";
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(() => leaveCouncil(drainer));

const offers = () => council.list(OFFER) as OfferRequest[];
const notes = (count: number) => Array.from({ length: count }, () => visitOperation());

test("the first epoch that a phone meets is kept, and nothing is offered", async () => {
  await saveWork(drainer.store, { operations: notes(2) }, NOON);
  await drainer.cycle.run();
  expect(offers()).toEqual([]);
  expect(await findMeta(drainer.store, "server_epoch")).toBe(EPOCH);
});

test("a restored server gets back every operation and photo that it had received, unchanged and once", async () => {
  await saveWork(drainer.store, { operations: notes(3) }, NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  await drainer.cycle.run();
  const before = [...council.operations.values()];
  const bytes = council.uploads.get(photo)?.bytes ?? Buffer.alloc(0);
  expect(before).toHaveLength(4);
  council.restore();
  await drainer.cycle.run();
  expect([...council.operations.values()]).toEqual(before);
  expect(council.uploads.get(photo)?.bytes.equals(bytes)).toBe(true);
  expect(offers()).toHaveLength(1);
  expect(offers()[0]).toMatchObject({ server_epoch: EPOCH });
  expect(await findMeta(drainer.store, "server_epoch")).toBe(OTHER);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, not_kept: 0, trouble: null });
  await drainer.cycle.run();
  expect(offers()).toHaveLength(1);
});

test("what is wanted again counts as unsent until its new receipt", async () => {
  await saveWork(drainer.store, { operations: notes(3) }, NOON);
  await drainer.cycle.run();
  council.restore();
  council.fault = (_method, path) => (path.endsWith("/push") && offers().length > 0 ? "lost" : null);
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ not_sent: 3, trouble: "offline" });
  council.fault = () => null;
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ not_sent: 0 });
});

test("a phone that is cut off in the middle of an offer begins it again, and nothing comes twice", async () => {
  await saveWork(drainer.store, { operations: notes(5) }, NOON);
  await drainer.cycle.run();
  const known = (await findMeta(drainer.store, "view")) ?? 0;
  council.restore();
  council.fault = (_method, path) => (path === OFFER ? "lost_reply" : null);
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "server_epoch")).toBe(EPOCH);
  council.fault = () => null;
  const restarted = startDrainer(drainer.store);
  await restarted.cycle.run();
  expect(council.operations.size).toBe(5);
  expect(await findMeta(drainer.store, "server_epoch")).toBe(OTHER);
  expect((council.list("/api/v1/sync/pull") as PullRequest[]).at(-1)?.view).toBe(0);
  expect(known).toBeGreaterThan(0);
  await restarted.cycle.stop();
  restarted.report.close();
});

test("more than a thousand operations are offered page by page", async () => {
  await saveWork(drainer.store, { operations: notes(1) }, NOON);
  await drainer.cycle.run();
  await drainer.store.write(["kept"], "relaxed", "sync", async (tx) => {
    const [kept] = await tx.objectStore("kept").getAll();
    for (let place = 0; kept && place < 1100; place += 1) {
      await tx.objectStore("kept").put({ ...kept, op_id: crypto.randomUUID(), device_seq: place + 2 });
    }
  });
  const [first] = council.operations.keys();
  council.restore();
  council.offersWant = (id) => id === first;
  await drainer.cycle.run();
  expect(offers().map(({ operations }) => operations.length)).toEqual([1000, 101]);
  expect([...council.operations.keys()]).toEqual([first]);
});

test("a phone that may send but not read offers as well", async () => {
  await saveWork(drainer.store, { operations: notes(2) }, NOON);
  await drainer.cycle.run();
  await saveVault(drainer.store, "device_token", null);
  council.restore();
  await drainer.cycle.run();
  expect(council.operations.size).toBe(2);
  expect(await listUnsentOperations(drainer.store)).toEqual([]);
});

test("an alert that the restored server does not know stands open on the phone until it does", async () => {
  const alert = {
    alert_id: "0190cccc-0000-5000-8000-000000000001",
    kind: "no_reply_concern" as const,
    node: "/data/outcome",
  };
  await raiseAlert(drainer.store, VISIT_ID, "uuid:x", alert, "", NOON);
  await drainer.cycle.run();
  council.restore();
  council.fault = (_method, path) => (path.endsWith("/push") && offers().length > 0 ? "lost" : null);
  await drainer.cycle.run();
  expect(await listOpenAlerts(drainer.store)).toHaveLength(1);
  council.fault = () => null;
  await drainer.cycle.run();
  expect(await listOpenAlerts(drainer.store)).toEqual([]);
});

test("a photo that had to make room and is wanted is said to be missing, until the officer has read it", async () => {
  const photo = await addPhoto(drainer.store, 300_000);
  await drainer.cycle.run();
  expect(await freeKeptPhotos(drainer.store, 1)).toBe(300_000);
  council.restore();
  await drainer.cycle.run();
  expect(offers()[0]?.attachments.map(({ attachment_id }) => attachment_id)).toEqual([photo]);
  expect(drainer.report.state).toMatchObject({ not_kept: 1, not_sent: 0 });
  await acknowledgeLostWork(drainer.store);
  await drainer.report.refresh();
  expect(drainer.report.state.not_kept).toBe(0);
});

test("a server that cannot answer an offer stops nothing else, and is offered it again", async () => {
  await drainer.cycle.run();
  council.restore();
  council.setRow(visitRow({ position: 9 }, VISIT_ID, 2));
  council.fault = (_method, path) => (path === OFFER ? new Response(null, { status: 500 }) : null);
  await saveWork(drainer.store, { operations: notes(1) }, NOON);
  await drainer.cycle.run();
  expect(council.operations.size).toBe(1);
  expect(await listVisits(drainer.store)).toMatchObject([{ visit: { version: 2 } }]);
  expect(await findMeta(drainer.store, "server_epoch")).toBe(EPOCH);
  council.fault = () => null;
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "server_epoch")).toBe(OTHER);
});

test("signing in again at a restored server does not skip the offer", async () => {
  await saveWork(drainer.store, { operations: notes(2) }, NOON);
  await drainer.cycle.run();
  council.restore();
  council.fault = (_method, path) =>
    path.endsWith("/session")
      ? Response.json({
          device_id: DEVICE_ID,
          device_token: "new token",
          upload_ticket: "new ticket",
          user: { id: drainer.store.user_id, name: "Test Officer", role: "officer", team: null },
          server_epoch: council.epoch,
          server_time: council.time,
          council: { name: "Test Council", telephone: "020 7946 0100" },
          demo: true,
        })
      : null;
  const signedIn = { email: "officer@example.org", password: "password", app_version: "0.1.0" };
  const { store } = await signInHere({ ...signedIn, here: null, now: new Date() });
  expect(await findMeta(store, "server_epoch")).toBe(EPOCH);
  await store.close();
  await drainer.cycle.run();
  expect(council.operations.size).toBe(2);
  expect(await findMeta(drainer.store, "server_epoch")).toBe(OTHER);
});

test("two servers that answer in turn do not keep the phone offering for ever", async () => {
  await saveWork(drainer.store, { operations: notes(1) }, NOON);
  await drainer.cycle.run();
  council.fault = () => {
    council.epoch = crypto.randomUUID();
    return null;
  };
  await drainer.cycle.run();
  expect(council.requests.length).toBeLessThan(20);
  expect(drainer.report.state.trouble).toBe("server_error");
});
