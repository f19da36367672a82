// A server that lies, repeats itself or mixes phones up costs this phone no work and no endless asking.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PullReply, PullRequest } from "../../../pwa/src/domain/wire";
import { findMeta, saveMeta } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { listVisits } from "../../../pwa/src/store/visits";
import {
  bringRows,
  dump,
  NOON,
  residentRow,
  VISIT_ID,
  visitOperation,
  visitRow,
} from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const [PUSH, PULL] = ["/api/v1/sync/push", "/api/v1/sync/pull"];
const GHOST = "0190aaaa-0000-7000-8000-00000000dead";
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(() => leaveCouncil(drainer));

const pulls = () => council.list(PULL) as PullRequest[];
const wait = (minutes: number) => {
  drainer.clock.now = new Date(drainer.clock.now.getTime() + minutes * 60_000);
};

test("a digest that lies twice is said, and the phone goes on with what it has", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.wrongDigests = 99;
  await drainer.cycle.run();
  expect(pulls().map(({ full }) => full)).toEqual([false, true]);
  expect(drainer.report.state).toMatchObject({ list_uncertain: true, not_sent: 0, trouble: null });
  expect(await listVisits(drainer.store)).toHaveLength(1);
  await drainer.cycle.run();
  expect(pulls().map(({ full, view }) => [full, view])).toEqual([
    [false, 0],
    [true, 0],
    [false, council.view],
  ]);
});

test("everything is asked for again only after a quarter of an hour, and a digest that is right ends it", async () => {
  council.wrongDigests = 99;
  await drainer.cycle.run();
  wait(16);
  await drainer.cycle.run();
  expect(pulls().map(({ full }) => full)).toEqual([false, true, false, true]);
  council.wrongDigests = 0;
  await drainer.cycle.run();
  expect(drainer.report.state.list_uncertain).toBe(false);
});

test("a clock that was set back does not put off the next full pull for years", async () => {
  await saveMeta(drainer.store, { full_pull_after: "2099-01-01T00:00:00.000Z" });
  council.wrongDigests = 1;
  await drainer.cycle.run();
  expect(pulls().map(({ full }) => full)).toEqual([false, true]);
});

test("a server that does not know the view sends everything unasked, and the phone drops the rest", async () => {
  await bringRows(drainer.store, [visitRow({}, GHOST)]);
  await saveMeta(drainer.store, { view: 4711 });
  council.sendsAll = true;
  await drainer.cycle.run();
  expect((await listVisits(drainer.store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID]);
  expect(pulls()).toHaveLength(1);
  expect(await findMeta(drainer.store, "view")).toBe(council.view);
});

test("a page that comes for ever ends the round as the server's trouble, and the old view stands", async () => {
  const fake = (): PullReply => ({
    server_epoch: council.epoch,
    server_time: council.time,
    today_on: "2026-11-23",
    window_end_on: "2026-11-25",
    rows: [visitRow()],
    evicted: [],
    verdicts: [],
    next_page: "d7",
    view: null,
    digest: null,
    orders: [],
  });
  council.fault = (_method, path) => (path === PULL ? Response.json(fake()) : null);
  await drainer.cycle.run();
  expect(pulls()).toHaveLength(2);
  expect(drainer.report.state.trouble).toBe("server_error");
  expect(await findMeta(drainer.store, "view")).toBeUndefined();
});

test("receipts for another phone's operations end none of this one's", async () => {
  await saveWork(drainer.store, { operations: [visitOperation(), visitOperation()] }, NOON);
  const [first, second] = await listUnsentOperations(drainer.store);
  council.judge = ({ op_id }) => (op_id === first?.op_id ? { op_id: GHOST } : {});
  council.verdicts = [{ op_id: GHOST, verdict: "review", reason: null, detail: null }];
  await drainer.cycle.run();
  expect((await listUnsentOperations(drainer.store)).map(({ op_id }) => op_id)).toEqual([first?.op_id]);
  expect((await listReceipts(drainer.store)).map(({ op_id }) => op_id)).toEqual([second?.op_id]);
  expect(drainer.report.state.needs_attention).toBe(0);
});

test("a verdict that comes with a pull ends an operation whose push was answered by nothing", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const [operation] = await listUnsentOperations(drainer.store);
  council.fault = (_method, path) => (path === PUSH ? new Response(null, { status: 400 }) : null);
  council.verdicts = [{ op_id: operation?.op_id ?? "", verdict: "applied", reason: null, detail: null }];
  await drainer.cycle.run();
  // A verdict is only ever given to what is stored there.
  expect(await listUnsentOperations(drainer.store)).toEqual([]);
});

test("what waits is settled by a later pull, and what was in review asks for nobody once it is applied", async () => {
  await saveWork(drainer.store, { operations: [visitOperation(), visitOperation()] }, NOON);
  const [first, second] = await listUnsentOperations(drainer.store);
  council.judge = ({ op_id }) =>
    op_id === first?.op_id
      ? { verdict: "waiting", reason: "missing_after" }
      : { verdict: "review", reason: "not_yours" };
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 1 });
  const applied = { verdict: "applied", reason: null, detail: null } as const;
  council.verdicts = [
    { op_id: first?.op_id ?? "", ...applied },
    { op_id: second?.op_id ?? "", ...applied },
  ];
  await drainer.cycle.run();
  expect(drainer.report.state.needs_attention).toBe(0);
  expect(new Set((await listReceipts(drainer.store)).map(({ verdict }) => verdict))).toEqual(
    new Set(["applied"]),
  );
});

test("a pull that fails holds back no large photo", async () => {
  const photo = await addPhoto(drainer.store, 900_000);
  council.fault = (_method, path) => (path === PULL ? new Response(null, { status: 500 }) : null);
  await drainer.cycle.run();
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(900_000);
  expect(drainer.report.state).toMatchObject({ photos_not_sent: 0, trouble: "server_error" });
});

test("an app that is too old to read still sends, and says that it is too old", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const photo = await addPhoto(drainer.store, 900_000);
  council.fault = (_method, path) =>
    path === PULL ? Response.json({ code: 403, orders: ["update"] }, { status: 403 }) : null;
  await drainer.cycle.run();
  expect(council.operations.size).toBe(2);
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(900_000);
  expect(drainer.report.state).toMatchObject({ trouble: "too_old", not_sent: 0 });
});

test("a ticket that was ended wipes what can be read and keeps what is unsent", async () => {
  await drainer.cycle.run();
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.fault = () => Response.json({ code: 403, orders: ["wipe"] }, { status: 403 });
  await drainer.cycle.run();
  expect(await dump(drainer.store, "rows")).toEqual([]);
  expect(drainer.store.is_locked).toBe(true);
  expect(drainer.report.state).toMatchObject({ not_sent: 1, trouble: "revoked" });
});
