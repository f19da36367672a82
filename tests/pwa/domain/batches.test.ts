// The order of sending and the size of a push, as rules without any machinery.
import { expect, test } from "vitest";
import {
  cutBatch,
  isTooLarge,
  measureOperation,
  measureSealed,
  type Outgoing,
  orderForSending,
} from "../../../pwa/src/domain/batches";
import type { Operation } from "../../../pwa/src/domain/wire";

function outgoing(device_seq: number, parts: Partial<Outgoing> = {}): Outgoing {
  return { op_id: `op-${device_seq}`, device_seq, after: [], goes_first: false, bytes: 400, ...parts };
}

const order = (operations: Outgoing[]) => orderForSending(operations).map(({ device_seq }) => device_seq);

test("operations go in the order they were made", () => {
  expect(order([outgoing(3), outgoing(1), outgoing(2)])).toEqual([1, 2, 3]);
});

test("an alert goes first, but never before what it stands on", () => {
  const operations = [outgoing(1), outgoing(2), outgoing(3, { goes_first: true, after: ["op-2"] })];
  expect(order(operations)).toEqual([2, 3, 1]);
});

test("operations that name each other as basis still go, each once", () => {
  const operations = [outgoing(1, { after: ["op-2"], goes_first: true }), outgoing(2, { after: ["op-1"] })];
  expect(order(operations).sort()).toEqual([1, 2]);
});

test("one operation that is too large alone is still a batch, so that it is seen to be too large", () => {
  const large = outgoing(1, { bytes: 300_000 });
  expect(cutBatch([large, outgoing(2)])).toEqual([large]);
  expect(isTooLarge(large)).toBe(true);
});

test("a push holds what fits, with room for what is said beside the operations", () => {
  const half = (seq: number) => outgoing(seq, { bytes: 120_000 });
  expect(cutBatch([half(1), half(2), half(3)])).toHaveLength(2);
  expect(cutBatch([outgoing(1, { bytes: 131_000 }), outgoing(2, { bytes: 131_000 })])).toHaveLength(1);
});

test("a sealed operation is measured by what it is in a push, not by less", () => {
  const [id, longest] = ["0190aaaa-0000-7000-8000-000000000001", 4_294_967_295];
  for (const plain of [0, 1, 2, 3, 190_000]) {
    const sealed = { key_id: "0".repeat(16), wrapped_key: "x".repeat(152), iv: "y".repeat(16) };
    const ciphertext = Buffer.alloc(plain + 16).toString("base64");
    const sent = { op_id: id, device_seq: longest, view: longest, sealed: { ...sealed, ciphertext } };
    expect(measureSealed(plain)).toBeGreaterThanOrEqual(JSON.stringify(sent).length);
  }
});

test("letters outside ASCII are counted in bytes", () => {
  const payload = { text: "ŵ".repeat(60_000) };
  expect(measureOperation({ payload } as unknown as Operation)).toBeGreaterThan(120_000);
});
