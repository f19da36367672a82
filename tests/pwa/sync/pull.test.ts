// After a quiet sync the phone holds what its officer may see, and no pull can take work away.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PullRequest } from "../../../pwa/src/domain/wire";
import { findMeta } from "../../../pwa/src/store/meta";
import { listPendingOperations, listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listWaitingPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { findVisit } from "../../../pwa/src/store/visit_page";
import { listVisits, readDayFrame } from "../../../pwa/src/store/visits";
import { startVisit } from "../../../pwa/src/store/work";
import {
  bringRows,
  finishedCheck,
  NOON,
  residentRow,
  VISIT_ID,
  visitOperation,
  visitRow,
} from "../store/phone_fixture";
import { type CouncilFixture, EPOCH } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const PULL = "/api/v1/sync/pull";
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(() => leaveCouncil(drainer));

const pulls = () => council.list(PULL) as PullRequest[];

test("the first pull brings the list, the day and the view", async () => {
  await drainer.cycle.run();
  expect(await listVisits(drainer.store)).toMatchObject([
    { visit: { id: VISIT_ID }, resident: { fields: { last_name: "Falsename" } }, not_sent: 0 },
  ]);
  expect(await readDayFrame(drainer.store)).toMatchObject({
    today_on: "2026-11-23",
    window_end_on: "2026-11-25",
  });
  expect(await findMeta(drainer.store, "server_epoch")).toBe(EPOCH);
  await drainer.cycle.run();
  expect(pulls().map(({ view }) => view)).toEqual([0, council.view]);
});

test("markers are as of the last complete pull: a push alone brings no rows and moves no such time", async () => {
  council.fault = (_method, path) => (path === PULL ? "lost" : null);
  await startVisit(drainer.store, VISIT_ID, new Date());
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "last_contact_at")).toBeDefined();
  expect((await readDayFrame(drainer.store)).rows_as_of).toBeNull();
  council.fault = () => null;
  await drainer.cycle.run();
  expect((await readDayFrame(drainer.store)).rows_as_of).not.toBeNull();
});

test("pages are applied as they come, and the new view is presented only after the last", async () => {
  council.pageSize = 1;
  council.fault = (_method, path, body) =>
    path === PULL && (body as PullRequest).page === "1" ? "lost" : null;
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "view")).toBeUndefined();
  council.fault = () => null;
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "view")).toBe(council.view);
  expect(await listVisits(drainer.store)).toHaveLength(1);
});

test("a digest that does not agree is put right by one full pull, which drops rows that are not named", async () => {
  await bringRows(drainer.store, [visitRow({}, "0190aaaa-0000-7000-8000-00000000dead")]);
  await drainer.cycle.run();
  expect(pulls().map(({ full }) => full)).toEqual([false, true]);
  expect((await listVisits(drainer.store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID]);
});

test("a server whose digest is always wrong is asked for everything once a round, not for ever", async () => {
  council.wrongDigests = 10;
  await drainer.cycle.run();
  expect(pulls()).toHaveLength(2);
});

test("a visit taken away goes with its rows, but its unsent work stays and is sent", async () => {
  await drainer.cycle.run();
  await saveWork(drainer.store, { operations: finishedCheck("uuid:late") }, NOON);
  const photo = await addPhoto(drainer.store, 900_000);
  council.fault = (_method, path) => (path === PULL ? null : new Response(null, { status: 503 }));
  const { pullAll } = await import("../../../pwa/src/sync/pull");
  council.evict(visitRow(), "reassigned");
  await runPullOnly(pullAll);
  expect(await findVisit(drainer.store, VISIT_ID)).toBeNull();
  expect(await listUnsentOperations(drainer.store)).toHaveLength(3);
  expect((await readPhotoBytes(drainer.store, photo)).byteLength).toBe(900_000);
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(council.operations.size).toBe(3);
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(900_000);
  expect(await listWaitingPhotos(drainer.store)).toEqual([]);
});

test("a visit shows what was done on the phone until the pull after the receipt brings it", async () => {
  await drainer.cycle.run();
  await startVisit(drainer.store, VISIT_ID, NOON);
  expect((await findVisit(drainer.store, VISIT_ID))?.visit.fields.status).toBe("started");
  await startVisit(drainer.store, VISIT_ID, NOON);
  expect(await listUnsentOperations(drainer.store)).toHaveLength(1);
  council.fault = (_method, path) => (path === PULL ? "lost" : null);
  await drainer.cycle.run();
  expect(await listUnsentOperations(drainer.store)).toEqual([]);
  expect((await findVisit(drainer.store, VISIT_ID))?.visit.fields.status).toBe("started");
  council.fault = () => null;
  council.setRow(visitRow({ status: "started" }, VISIT_ID, 2));
  await drainer.cycle.run();
  expect(await listPendingOperations(drainer.store)).toEqual([]);
  expect((await findVisit(drainer.store, VISIT_ID))?.visit).toMatchObject({
    version: 2,
    fields: { status: "started" },
  });
});

test("a later verdict of the server replaces the earlier one", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.judge = () => ({ verdict: "waiting", reason: "missing_after" });
  await drainer.cycle.run();
  const [receipt] = await listReceipts(drainer.store);
  council.verdicts = [
    { op_id: receipt?.op_id ?? "", verdict: "conflict", reason: null, detail: { fields: ["mobile"] } },
  ];
  await drainer.cycle.run();
  expect(await listReceipts(drainer.store)).toMatchObject([
    { verdict: "conflict", detail: { fields: ["mobile"] } },
  ]);
  expect(drainer.report.state.needs_attention).toBe(1);
});

test("the server hears how much is unsent and since when", async () => {
  await saveWork(drainer.store, { operations: [visitOperation({ payload: { text: "poison" } })] }, NOON);
  council.fault = (_method, path) =>
    path === "/api/v1/sync/push" ? new Response(null, { status: 400 }) : null;
  await drainer.cycle.run();
  expect(pulls()[0]?.state).toMatchObject({ unsent_count: 1, oldest_unsent_at: NOON.toISOString() });
});

test("an order to wipe takes what can be read and leaves what is not sent", async () => {
  await drainer.cycle.run();
  await addPhoto(drainer.store, 1000);
  council.fault = (_method, path) => {
    if (path === PULL) return Response.json({ code: 403, orders: ["wipe"] }, { status: 403 });
    return path === "/files" ? new Response(null, { status: 503 }) : null;
  };
  await drainer.cycle.run();
  expect(await listVisits(drainer.store)).toEqual([]);
  expect(await countUnsent(drainer.store)).toMatchObject({ photos: 1, total: 1 });
  expect(drainer.report.state).toMatchObject({ trouble: "revoked", photos_not_sent: 1 });
  expect(drainer.store.is_locked).toBe(true);
});

async function runPullOnly(pullAll: typeof import("../../../pwa/src/sync/pull").pullAll): Promise<void> {
  const { takeLease } = await import("../../../pwa/src/store/lease");
  const { SetAside } = await import("../../../pwa/src/sync/context");
  const lease = await takeLease(drainer.store, "pull only", new Date(Date.now() + 120_000));
  if (!lease) throw new Error("no lease");
  await pullAll(
    {
      store: drainer.store,
      device_id: "",
      upload_ticket: "",
      device_token: "token",
      app_version: "",
      origin: "",
      lease,
      now: () => new Date(),
      setAside: new SetAside(),
      progress: drainer.report,
      state_is_said: false,
      obeyed: new Set<string>(),
      epoch_is_settled: false,
      goOn: async () => undefined,
    },
    "token",
  );
  const { endLease } = await import("../../../pwa/src/store/lease");
  await endLease(drainer.store, lease);
}
