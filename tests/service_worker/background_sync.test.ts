// The worker sends what waits when no page is open, for everybody and with no key, and asks the browser to call again while
// anything is left.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PushRequest } from "../../pwa/src/domain/wire";
import { findAccount, listAccounts, saveSignedIn } from "../../pwa/src/store/accounts";
import { nameDatabase, PhoneStore } from "../../pwa/src/store/door";
import { saveWork } from "../../pwa/src/store/outbox";
import { countUnsent } from "../../pwa/src/store/unsent";
import { sendInBackground } from "../../service_worker/background_sync";
import { NOON, visitOperation } from "../pwa/store/phone_fixture";
import { CouncilFixture } from "../pwa/sync/council_fixture";
import { addPhoto, type Drainer, leaveCouncil, signInDrainer } from "../pwa/sync/drainer_fixture";

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  await deleteDB("doorstep-phone");
  council = new CouncilFixture();
  drainer = await signInDrainer();
  const { user_id } = drainer.store;
  const used_at = new Date("2099-01-01").toISOString();
  await saveSignedIn({ user_id, device_id: "d", upload_ticket: "ticket", used_at });
  vi.stubGlobal("__BUILD_VERSION__", "test");
  vi.stubGlobal("self", { location: new URL("https://council.example/app/service_worker.js") });
});

afterEach(async () => {
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
  vi.unstubAllGlobals();
});

test("everything is sent, and the event is over", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await sendInBackground();
  expect(council.operations.size).toBe(1);
  expect((await countUnsent(drainer.store)).total).toBe(0);
});

test("while work is left the event fails, so that the browser calls again; nothing is lost", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.fault = () => "lost";
  await expect(sendInBackground()).rejects.toThrow("1 not sent");
  expect((await countUnsent(drainer.store)).total).toBe(1);
  council.fault = () => null;
  drainer.clock.now = new Date(Date.now() + 120_000);
  await sendInBackground();
  expect(council.operations.size).toBe(1);
});

test("a restored server gets back what the phone had although no page is open", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await sendInBackground();
  council.restore();
  await sendInBackground();
  expect(council.operations.size).toBe(1);
});

test("with nobody signed in there is nothing to do", async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  await sendInBackground();
  expect(council.requests).toEqual([]);
});

/** As a phone that has a PIN: its data key is there, but wrapped, and nobody has typed the PIN. */
async function takeKeyAway({ store }: Drainer): Promise<void> {
  const database = await openDB(nameDatabase(store.user_id));
  const [key] = (await database.getAll("keys")) as { key_id: string }[];
  await database.put("keys", { key_id: key?.key_id, wraps: [] });
  database.close();
}

test("with no key in memory sealed work is sent, photos too", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const photo = await addPhoto(drainer.store, 300_000);
  await takeKeyAway(drainer);
  const opening = vi.spyOn(PhoneStore.prototype, "unsealBytes");
  await sendInBackground();
  expect(opening).not.toHaveBeenCalled();
  expect(council.operations.size).toBe(2);
  expect(council.uploads.get(photo)?.bytes.byteLength).toBe(300_000);
  vi.restoreAllMocks();
});

test("everybody's work is sent, one account after the other, signed in or not", async () => {
  const others = [await signInDrainer(), await signInDrainer()];
  for (const one of [drainer, ...others]) {
    await saveWork(one.store, { operations: [visitOperation()] }, NOON);
    await takeKeyAway(one);
  }
  expect((await listAccounts()).filter(({ signed_in }) => signed_in)).toHaveLength(1);
  await sendInBackground();
  // Each says at the end of its round how it is, before the next begins.
  const sizes = (council.list("/api/v1/sync/push") as PushRequest[]).map(
    ({ operations }) => operations.length,
  );
  expect(sizes).toEqual([1, 0, 1, 0, 1, 0]);
  expect(council.operations.size).toBe(3);
  for (const one of others) await leaveCouncil(one);
});

test("one account that cannot send keeps no other from it, and the browser is asked to call again", async () => {
  const other = await signInDrainer();
  await saveSignedIn({
    user_id: other.store.user_id,
    device_id: "d",
    upload_ticket: "ended",
    used_at: new Date("2100-01-01").toISOString(),
  });
  for (const one of [drainer, other]) await saveWork(one.store, { operations: [visitOperation()] }, NOON);
  council.refusedTicket = "ended";
  await expect(sendInBackground()).rejects.toThrow("1 not sent");
  expect(council.operations.size).toBe(1);
  await leaveCouncil(other);
});

test("a store that cannot be opened keeps no other account from sending", async () => {
  const other = await signInDrainer();
  for (const one of [drainer, other]) await saveWork(one.store, { operations: [visitOperation()] }, NOON);
  vi.spyOn(PhoneStore, "open").mockRejectedValueOnce(new DOMException("gone", "UnknownError"));
  await expect(sendInBackground()).rejects.toThrow("1 not sent");
  expect(council.operations.size).toBe(1);
  vi.restoreAllMocks();
  await leaveCouncil(other);
});

test("an account without a ticket is left alone", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  const account = await findAccount(drainer.store.user_id);
  await saveSignedIn({ ...account!, upload_ticket: null });
  await sendInBackground();
  expect(council.requests).toEqual([]);
});
