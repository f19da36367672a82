// A visit that was given to somebody else: nothing of it stays on this phone outside the sealed copies, and nothing that
// its officer did or must yet hear of is lost with it.
import { afterEach, beforeEach, expect, test } from "vitest";
import { listAttention } from "../../../pwa/src/store/attention_list";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { sweepKept } from "../../../pwa/src/store/kept";
import { listNotices, markSeen } from "../../../pwa/src/store/notices";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listVisitPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { findVisit } from "../../../pwa/src/store/visit_page";
import {
  begunCheck,
  dump,
  finishedCheck,
  NOON,
  residentRow,
  VISIT_ID,
  visitOperation,
  visitRow,
} from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(() => leaveCouncil(drainer));

/** Every record outside the copies that names the visit. */
async function findTraces(): Promise<string[]> {
  const traces: string[] = [];
  for (const name of ["rows", "operations", "receipts", "alerts", "drafts", "attachments", "seen"] as const) {
    for (const record of (await dump(drainer.store, name)) as Record<string, unknown>[]) {
      const names = [record.id, record.entity_id, record.visit_id, record.piece_id];
      if (names.includes(VISIT_ID) && record.place !== "kept") traces.push(name);
    }
  }
  return traces;
}

test("what was received of it becomes sealed copies that no screen reads", async () => {
  const alerts = [
    { alert_id: "0190cccc-0000-5000-8000-000000000001", kind: "deceased" as const, node: "/o" },
  ];
  const [submission, submit] = finishedCheck("uuid:done");
  if (!submission || !submit) throw new Error("no check");
  await saveWork(drainer.store, { operations: [{ ...submission, alerts }, submit] }, NOON);
  const photo = await addPhoto(drainer.store, 500_000);
  await drainer.cycle.run();
  expect(await findTraces()).not.toEqual([]);
  council.evict(visitRow(), "reassigned");
  await drainer.cycle.run();
  expect(await findTraces()).toEqual([]);
  expect(await dump(drainer.store, "kept")).toHaveLength(3);
  expect(await findVisit(drainer.store, VISIT_ID)).toBeNull();
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toEqual([]);
  await expect(readPhotoBytes(drainer.store, photo)).rejects.toMatchObject({ code: "not_found" });
  expect(drainer.report.state).toMatchObject({ photos: {}, visits: {} });
});

test("a report that comes too late is sent, and its officer hears of it although the visit has left", async () => {
  await drainer.cycle.run();
  await saveWork(drainer.store, { operations: finishedCheck("uuid:late") }, NOON);
  council.evict(visitRow(), "reassigned");
  council.judge = () => ({ verdict: "review", reason: "late_report", detail: { visit_id: VISIT_ID } });
  await drainer.cycle.run();
  expect(await findTraces()).toEqual([]);
  const { receipts } = await listAttention(drainer.store);
  expect(receipts).toMatchObject([
    { reason: "late_report", detail: null, entity_id: "", about: { entity_id: "", values: {} } },
    { reason: "late_report" },
  ]);
  // The submission and its command are one thing to look at.
  expect(drainer.report.state.needs_attention).toBe(1);
});

test("once the office has settled it, it asks for nobody any more and is told as news, once", async () => {
  const [operation] = finishedCheck("uuid:late");
  if (!operation) throw new Error("no check");
  await saveWork(drainer.store, { operations: [operation] }, NOON);
  council.evict(visitRow(), "reassigned");
  council.judge = () => ({ verdict: "review", reason: "late_report" });
  await drainer.cycle.run();
  const settled = {
    decision: "accepted",
    who: "Test Supervisor",
    at: "2026-11-23T13:00:00Z",
    note: "thanks",
  };
  council.verdicts = [{ op_id: operation.op_id, verdict: "applied", reason: null, detail: { settled } }];
  await drainer.cycle.run();
  expect(drainer.report.state.needs_attention).toBe(0);
  const notices = await listNotices(drainer.store);
  expect(notices).toMatchObject([{ kind: "settled", is_seen: false, at: settled.at }]);
  await markSeen(
    drainer.store,
    notices.map(({ notice_id }) => notice_id),
  );
  expect(await listNotices(drainer.store)).toMatchObject([{ is_seen: true }]);
});

test("what was settled after a sign-out, of work this phone no longer knows, is news all the same", async () => {
  const settled = {
    decision: "accepted",
    who: "Test Supervisor",
    at: "2026-11-23T13:00:00Z",
    note: "thanks",
  };
  const before = { op_id: "0190cccc-0000-7000-8000-0000000000ff", verdict: "applied", reason: null } as const;
  council.verdicts = [
    { ...before, detail: { settled } },
    { ...before, op_id: "0190cccc-0000-7000-8000-0000000000fe", detail: null },
  ];
  await drainer.cycle.run();
  expect(await listNotices(drainer.store)).toMatchObject([
    { kind: "settled", at: settled.at, visit_id: null },
  ]);
  expect(await listReceipts(drainer.store)).toHaveLength(1);
  expect(drainer.report.state.needs_attention).toBe(0);
});

test("a report kept as a note stays in review for the record, but is settled", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const settled = {
    decision: "kept_as_note",
    who: "Test Supervisor",
    at: "2026-11-23T13:00:00Z",
    note: null,
  };
  council.judge = () => ({ verdict: "review", reason: "late_report", detail: { settled } });
  await drainer.cycle.run();
  expect(drainer.report.state.needs_attention).toBe(0);
  expect(await listNotices(drainer.store)).toMatchObject([{ kind: "settled" }]);
});

test("unsent work and drafts of it stay until they are sent or thrown away", async () => {
  await drainer.cycle.run();
  await saveDraft(drainer.store, begunCheck("uuid:draft"));
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const photo = await addPhoto(drainer.store, 1000);
  council.evict(visitRow(), "reassigned");
  council.fault = (_method, path) => (path.endsWith("/pull") ? null : new Response(null, { status: 400 }));
  await drainer.cycle.run();
  expect(await findVisit(drainer.store, VISIT_ID)).toBeNull();
  expect(await listUnsentOperations(drainer.store)).toHaveLength(2);
  expect((await readPhotoBytes(drainer.store, photo)).byteLength).toBe(1000);
  expect(await findDraft(drainer.store, "uuid:draft")).not.toBeNull();
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(await findTraces()).toEqual(["drafts"]);
});

test("thirty days after its receipt a copy goes, by the council's clock and not by the phone's", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const photo = await addPhoto(drainer.store, 1000);
  await drainer.cycle.run();
  drainer.clock.now = new Date("2036-01-01T00:00:00Z");
  await drainer.cycle.run();
  expect(await dump(drainer.store, "kept")).toHaveLength(2);
  expect(await dump(drainer.store, "pieces")).toHaveLength(1);
  await sweepKept(drainer.store, "2026-12-23T10:59:00.000Z");
  expect(await dump(drainer.store, "kept")).toHaveLength(2);
  await sweepKept(drainer.store, "2026-12-23T12:00:01.000Z");
  expect(await dump(drainer.store, "kept")).toEqual([]);
  expect(await dump(drainer.store, "pieces")).toEqual([]);
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toMatchObject([
    { attachment_id: photo, place: "received" },
  ]);
});

test("an order to wipe takes the copies too", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await addPhoto(drainer.store, 1000);
  await drainer.cycle.run();
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.fault = (_method, path) => {
    if (path.endsWith("/pull")) return Response.json({ code: 403, orders: ["wipe"] }, { status: 403 });
    return new Response(null, { status: 400 });
  };
  await drainer.cycle.run();
  for (const name of ["kept", "pieces", "rows", "receipts"] as const)
    expect(await dump(drainer.store, name), name).toEqual([]);
  expect(await countUnsent(drainer.store)).toMatchObject({ operations: 1, total: 1 });
  expect(drainer.store.is_locked).toBe(true);
});
