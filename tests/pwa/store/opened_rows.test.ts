// A list is read anew after each change on the phone; only what changed is opened anew, and nothing stale is shown.
import { afterEach, expect, test, vi } from "vitest";
import { listRows } from "../../../pwa/src/store/rows";
import { bringRows, openFreshPhone, residentRow, visitRow } from "./phone_fixture";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a row that was opened once is not opened again", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow()]);
  const first = await listRows(store, "visit");
  const decrypt = vi.spyOn(crypto.subtle, "decrypt");
  expect(await listRows(store, "visit")).toEqual(first);
  expect(decrypt).not.toHaveBeenCalled();
  await store.close();
});

test("a row that came again is opened again, even under the version it had", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow({ window_from: "09:00" })]);
  await listRows(store, "visit");
  await bringRows(store, [visitRow({ window_from: "13:00" })]);
  const [visit] = await listRows(store, "visit");
  expect(visit?.fields.window_from).toBe("13:00");
  await store.close();
});

test("a row that could not be opened is tried again by the next list", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow()]);
  vi.spyOn(crypto.subtle, "decrypt").mockRejectedValueOnce(new Error("the key is busy"));
  expect(await listRows(store, "visit")).toEqual([]);
  expect(await listRows(store, "visit")).toHaveLength(1);
  await store.close();
});
