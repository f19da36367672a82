// "We had N, now 0": a phone whose browser has wiped its store says so, and only then.
import { deleteDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isProblem } from "../../../pwa/src/domain/problems";
import { findCurrentAccount, listAccounts, saveSignedIn } from "../../../pwa/src/store/accounts";
import { nameDatabase, PhoneStore } from "../../../pwa/src/store/door";
import { saveWork } from "../../../pwa/src/store/outbox";
import { readStanding } from "../../../pwa/src/store/standing";
import {
  acknowledgeLostWork,
  findLostWork,
  keepSecondCount,
  markLostReported,
  noteLostWork,
} from "../../../pwa/src/store/unsent";
import { signOutHere } from "../../../pwa/src/sync/sign_out";
import { DEVICE_ID, NOON, openFreshPhone, visitOperation } from "./phone_fixture";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a store that was wiped is noticed by the count that was kept elsewhere", async () => {
  const store = await openFreshPhone();
  await saveWork(store, { operations: [visitOperation(), visitOperation()] }, NOON);
  await keepSecondCount(store);
  expect(await findLostWork(store)).toBeNull();
  await store.close();
  await deleteDB(nameDatabase(store.user_id));
  const again = await PhoneStore.open(store.user_id);
  expect(await findLostWork(again)).toEqual({ had: 2, now: 0 });
  await noteLostWork(again);
  expect(await findLostWork(again)).toBeNull();
  expect((await readStanding(again)).lost).toEqual({ had: 2, now: 0 });
  await acknowledgeLostWork(again);
  expect(await readStanding(again)).toMatchObject({ lost: null, lost_unreported: 2 });
  await markLostReported(again, 2);
  expect(await readStanding(again)).toMatchObject({ lost: null, lost_unreported: 0 });
});

test("operations that vanish from a store that is still there are noticed too", async () => {
  const store = await openFreshPhone();
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await store.write(["operations"], "relaxed", "work", (tx) => tx.objectStore("operations").clear());
  expect(await findLostWork(store)).toEqual({ had: 1, now: 0 });
});

test("signing out is refused in words while only this phone can open what is unsent, and wipes everything, even offline, once it is not", async () => {
  const store = await openFreshPhone();
  const account = { user_id: store.user_id, device_id: DEVICE_ID, upload_ticket: "t", used_at: "2099-01-01" };
  await saveSignedIn(account);
  await store.write(["meta"], "strict", "sync", (tx) => tx.objectStore("meta").delete("sealing_key"));
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  const refused = await signOutHere(store).catch((error: unknown) => error);
  expect(isProblem(refused, "unsent_work") && refused.count).toBe(1);
  await store.write(["operations"], "strict", "work", (tx) => tx.objectStore("operations").clear());
  await signOutHere(store);
  expect(await findCurrentAccount()).toBeNull();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(nameDatabase(store.user_id));
  const kept = (await listAccounts()).find(({ user_id }) => user_id === store.user_id);
  // The ticket is left to tell the council of it, and nothing else.
  expect(kept).toMatchObject({ device_id: DEVICE_ID, signed_in: false, sign_out: { has_work: false } });
});
