// Operations leave the phone in the right order and only on a receipt, whatever becomes of a request.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { listOpenAlerts } from "../../../pwa/src/store/alerts";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { NOON, RESIDENT_ID, VISIT_ID, visitOperation, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

const PUSH = "/api/v1/sync/push";
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow()));
});

afterEach(() => leaveCouncil(drainer));

function saveNotes(count: number, text = "note"): Promise<void> {
  const operations = Array.from({ length: count }, (_one, at) =>
    visitOperation({ payload: { text: `${text} ${at}` } }),
  );
  return saveWork(drainer.store, { operations }, NOON);
}

describe("push", () => {
  test("an operation is received once the server's receipt is on the phone", async () => {
    await saveNotes(1);
    await drainer.cycle.run();
    expect(council.operations.size).toBe(1);
    expect(await listUnsentOperations(drainer.store)).toEqual([]);
    expect(await listReceipts(drainer.store)).toMatchObject([{ verdict: "applied" }]);
    expect(drainer.report.state).toMatchObject({
      not_sent: 0,
      received: 1,
      needs_attention: 0,
      trouble: null,
    });
  });

  test("what only this phone's screens need is not sent", async () => {
    await saveWork(
      drainer.store,
      { operations: [visitOperation({ shown: { outcome: "seen_needs" } })] },
      NOON,
    );
    await drainer.cycle.run();
    const [sent] = (council.list(PUSH)[0] as PushRequest).operations;
    expect(Object.keys(sent ?? {}).sort()).toEqual(["device_seq", "op_id", "sealed", "view"]);
    const [opened] = council.operations.values();
    expect(Object.keys(opened ?? {}).sort()).toEqual([
      "after",
      "alerts",
      "device_id",
      "device_seq",
      "device_time",
      "entity",
      "fields",
      "kind",
      "op_id",
      "payload",
      "schema",
      "utc_offset_minutes",
      "view",
    ]);
  });

  test("a reply that is lost leaves the operation, and the same operation is sent again", async () => {
    await saveNotes(1);
    council.fault = (_method, path) => (path === PUSH ? "lost_reply" : null);
    await drainer.cycle.run();
    expect(drainer.report.state).toMatchObject({
      not_sent: 1,
      offline: true,
      trouble: "offline",
      sending: false,
    });
    council.fault = () => null;
    await drainer.cycle.run();
    const [first, second] = council.list(PUSH) as PushRequest[];
    expect(second).toEqual(first);
    expect(drainer.report.state).toMatchObject({ not_sent: 0, offline: false });
  });

  test("an operation whose receipt is missing from the reply stays", async () => {
    await saveNotes(2);
    const known = (await listUnsentOperations(drainer.store)).map(({ op_id }) => op_id);
    council.judge = ({ op_id }) =>
      op_id === known[0] ? { op_id: "0190ffff-0000-7000-8000-000000000000" } : {};
    await drainer.cycle.run();
    expect((await listUnsentOperations(drainer.store)).map(({ op_id }) => op_id)).toEqual([known[0]]);
  });

  test("an alert goes before everything that was saved earlier, and is no longer unknown after its receipt", async () => {
    await saveNotes(3);
    const alert = {
      alert_id: "0190cccc-0000-5000-8000-000000000001",
      kind: "no_reply_concern" as const,
      node: "/data/outcome",
    };
    await raiseAlert(drainer.store, VISIT_ID, "uuid:x", alert, "no answer for a week", NOON);
    await raiseAlert(drainer.store, VISIT_ID, "uuid:x", alert, "no answer for a week", NOON);
    expect(await listOpenAlerts(drainer.store)).toHaveLength(1);
    await drainer.cycle.run();
    const [request] = council.list(PUSH) as PushRequest[];
    expect(request?.operations.map(({ op_id }) => council.operations.get(op_id)?.kind)).toEqual([
      "alert.raise",
      "note.add",
      "note.add",
      "note.add",
    ]);
    expect(await listOpenAlerts(drainer.store)).toEqual([]);
  });

  test("a hundred operations and 256 KB are the most in one push", async () => {
    await saveNotes(150);
    await saveWork(
      drainer.store,
      { operations: [1, 2, 3].map(() => visitOperation({ payload: { text: "x".repeat(100_000) } })) },
      NOON,
    );
    await drainer.cycle.run();
    const sizes = (council.list(PUSH) as PushRequest[]).map(({ operations }) => operations.length);
    expect(sizes).toEqual([100, 51, 1, 1]);
    for (const request of council.list(PUSH))
      expect(JSON.stringify(request).length).toBeLessThanOrEqual(262_144);
  });

  test("the server says too large: halves are sent until it is content", async () => {
    await saveNotes(10);
    council.fault = (_method, path, body) =>
      path === PUSH && (body as PushRequest).operations.length > 3
        ? new Response(null, { status: 413 })
        : null;
    await drainer.cycle.run();
    expect(council.operations.size).toBe(10);
    expect(drainer.report.state.not_sent).toBe(0);
  });

  test("one operation on which the server fails holds up none of the others", async () => {
    await saveNotes(9);
    const poison = visitOperation({ payload: { text: "poison" } });
    await saveWork(drainer.store, { operations: [poison] }, NOON);
    await saveNotes(9);
    council.fault = (_method, path, body) =>
      path === PUSH && JSON.stringify(body).includes(poison.op_id)
        ? new Response(null, { status: 500 })
        : null;
    await drainer.cycle.run();
    expect(council.operations.size).toBe(18);
    expect(drainer.report.state).toMatchObject({ not_sent: 1, needs_attention: 1 });
    expect(Object.values(drainer.report.state.operations)).toContain("attention");
    const before = council.list(PUSH).length;
    await drainer.cycle.run();
    expect(council.list(PUSH)).toHaveLength(before);
    council.fault = () => null;
    await drainer.cycle.runNow();
    expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
  });

  test("a server that is down is asked a few times and then left alone for a while", async () => {
    await saveNotes(40);
    council.fault = () => new Response(null, { status: 500 });
    await drainer.cycle.run();
    expect(council.requests.length).toBeLessThan(12);
    expect(drainer.report.state).toMatchObject({ not_sent: 40, trouble: "server_error" });
    expect(drainer.report.state.retry_at).not.toBeNull();
  });

  test("a busy server's wish to wait is kept", async () => {
    await saveNotes(1);
    council.fault = () => new Response(null, { status: 503, headers: { "Retry-After": "120" } });
    await drainer.cycle.run();
    const { trouble, retry_at } = drainer.report.state;
    expect(trouble).toBe("busy");
    expect(new Date(retry_at ?? 0).getTime() - drainer.clock.now.getTime()).toBeGreaterThanOrEqual(120_000);
  });

  test("a conflict and a review need attention, and are received all the same", async () => {
    const entity = { type: "resident" as const, id: RESIDENT_ID };
    await saveWork(drainer.store, { operations: [visitOperation(), visitOperation({ entity })] }, NOON);
    let turn = 0;
    council.judge = () => {
      turn += 1;
      return { verdict: turn === 1 ? "conflict" : "review", reason: "late" };
    };
    await drainer.cycle.run();
    expect(drainer.report.state).toMatchObject({ not_sent: 0, received: 2, needs_attention: 2 });
  });

  test("two tabs that send at once send each operation in one push", async () => {
    await saveNotes(30);
    const other = startDrainer(drainer.store);
    await Promise.all([drainer.cycle.run(), other.cycle.run()]);
    const sent = (council.list(PUSH) as PushRequest[]).flatMap(({ operations }) =>
      operations.map(({ op_id }) => op_id),
    );
    expect(sent).toHaveLength(30);
    expect(new Set(sent).size).toBe(30);
    await other.cycle.stop();
    other.report.close();
  });

  test("a tab that was taken over writes nothing more", async () => {
    await saveNotes(1);
    council.fault = (_method, path) => {
      if (path === PUSH) drainer.clock.now = new Date(drainer.clock.now.getTime() + 1);
      return null;
    };
    const { takeLease } = await import("../../../pwa/src/store/lease");
    const stolen = await takeLease(drainer.store, "other tab", drainer.clock.now);
    await drainer.cycle.run();
    expect(stolen).not.toBeNull();
    expect(council.requests).toEqual([]);
    expect(await listUnsentOperations(drainer.store)).toHaveLength(1);
  });
});
