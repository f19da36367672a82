// The order of sending and the size of a push, as rules without any machinery.
import { expect, test } from "vitest";
import { cutBatch, orderForSending, toWire } from "../../../pwa/src/domain/batches";
import type { PendingOperation } from "../../../pwa/src/domain/shown";

function pending(device_seq: number, parts: Partial<PendingOperation> = {}): PendingOperation {
  return {
    op_id: `op-${device_seq}`,
    device_id: "device",
    device_seq,
    schema: 1,
    kind: "note.add",
    entity: { type: "visit", id: "visit" },
    fields: {},
    after: [],
    view: 0,
    alerts: [],
    payload: {},
    device_time: "2026-11-23T12:00:00.000Z",
    utc_offset_minutes: 0,
    shown: {},
    saved_at: "2026-11-23T12:00:00.000Z",
    received_at: null,
    ...parts,
  };
}

const ALERT = [{ alert_id: "a", kind: "deceased" as const, node: "/data/outcome" }];
const order = (operations: PendingOperation[]) =>
  orderForSending(operations).map(({ device_seq }) => device_seq);

test("operations go in the order they were made", () => {
  expect(order([pending(3), pending(1), pending(2)])).toEqual([1, 2, 3]);
});

test("an alert goes first, but never before what it stands on", () => {
  const operations = [pending(1), pending(2), pending(3, { alerts: ALERT, after: ["op-2"] })];
  expect(order(operations)).toEqual([2, 3, 1]);
});

test("operations that name each other as basis still go, each once", () => {
  const operations = [pending(1, { after: ["op-2"], alerts: ALERT }), pending(2, { after: ["op-1"] })];
  expect(order(operations).sort()).toEqual([1, 2]);
});

test("one operation that is too large alone is still a batch, so that it is seen to be too large", () => {
  const large = pending(1, { payload: { text: "x".repeat(300_000) } });
  expect(cutBatch([large, pending(2)])).toEqual([large]);
});

test("letters outside ASCII are counted in bytes", () => {
  const welsh = (seq: number) => pending(seq, { payload: { text: "ŵ".repeat(60_000) } });
  const batch = cutBatch([welsh(1), welsh(2), welsh(3)]);
  expect(batch).toHaveLength(2);
  expect(new TextEncoder().encode(JSON.stringify(batch.map(toWire))).byteLength).toBeLessThanOrEqual(262_144);
});
