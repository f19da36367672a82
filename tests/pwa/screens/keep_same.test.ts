// What is read again keeps its identity where it says the same.
import { expect, test } from "vitest";
import { keepSame } from "../../../pwa/src/screens/keep_same";

test("what says the same altogether is the very thing read before", () => {
  const old = { visits: [{ id: "a", fields: { name: "Ada" } }], count: 1 };
  expect(keepSame(old, structuredClone(old))).toBe(old);
});

test("an item that changed is new, its neighbours are the ones read before", () => {
  const old = [
    { id: "a", n: 1 },
    { id: "b", n: 1 },
    { id: "c", n: 1 },
  ];
  const kept = keepSame(old, [
    { id: "a", n: 1 },
    { id: "b", n: 2 },
    { id: "c", n: 1 },
  ]);
  expect(kept).not.toBe(old);
  expect(kept[0]).toBe(old[0]);
  expect(kept[1]).toEqual({ id: "b", n: 2 });
  expect(kept[2]).toBe(old[2]);
});

test("items are found again after one came before them and one went", () => {
  const old = [{ id: "a" }, { id: "b" }, { id: "c" }];
  const kept = keepSame(old, [{ id: "new" }, { id: "a" }, { id: "c" }]);
  expect(kept).toEqual([{ id: "new" }, { id: "a" }, { id: "c" }]);
  expect(kept[1]).toBe(old[0]);
  expect(kept[2]).toBe(old[2]);
});

test("two items that say the same stay two", () => {
  const old = [{ n: 1 }];
  const kept = keepSame(old, [{ n: 1 }, { n: 1 }]);
  expect(kept[0]).toBe(old[0]);
  expect(kept[1]).not.toBe(old[0]);
});

test("a name that went or came makes another thing", () => {
  const old: Record<string, unknown> = { a: 1, b: undefined };
  expect(keepSame(old, { a: 1 })).toEqual({ a: 1 });
  expect(keepSame<Record<string, unknown>>({ a: 1 }, { a: 1, b: undefined })).toHaveProperty("b");
});

test("bytes, maps and dates are the same only if they are the very ones", () => {
  const bytes = new Uint8Array([1]);
  const old = { bytes, names: new Map([["a", "Ada"]]) };
  const fresh = { bytes, names: new Map([["a", "Ada"]]) };
  const kept = keepSame(old, fresh);
  expect(kept.bytes).toBe(bytes);
  expect(kept.names).toBe(fresh.names);
});

test("what was read before is left as it was", () => {
  const old = [{ id: "a", list: [1, 2] }];
  const before = structuredClone(old);
  keepSame(old, [{ id: "a", list: [1, 2, 3] }]);
  expect(old).toEqual(before);
});
