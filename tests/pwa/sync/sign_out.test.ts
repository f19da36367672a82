// Signing out: what can be read goes at once, also offline; the council hears of it at once or at the next contact, and what
// was not sent still goes.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findAccount, saveSignedIn, saveSignedOut } from "../../../pwa/src/store/accounts";
import { nameDatabase, PhoneStore } from "../../../pwa/src/store/door";
import { saveDraft } from "../../../pwa/src/store/drafts";
import { saveWork } from "../../../pwa/src/store/outbox";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { drainAccounts } from "../../../pwa/src/sync/drain_accounts";
import { signOutHere } from "../../../pwa/src/sync/sign_out";
import { OLD_DRAFT } from "../store/layout_1";
import { DEVICE_ID, dump, NOON, residentRow, visitOperation, visitRow } from "../store/phone_fixture";
import { type CouncilFixture, ORIGIN } from "./council_fixture";
import { type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const SESSION = "/api/v1/session";
let council: CouncilFixture;
let drainer: Drainer;
let store: PhoneStore;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
  store = drainer.store;
  await drainer.cycle.run();
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").put({ key_id: "k", pin: null, passkey: null, server: null, dropped: null });
  });
  council.requests.length = 0;
});

afterEach(() => leaveCouncil(drainer));

const drain = () => drainAccounts({ origin: ORIGIN, app_version: "1" });
const listTold = () =>
  council.requests.filter(({ path }) => path === SESSION).map(({ method, token }) => `${method} ${token}`);
const account = () => findAccount(store.user_id);
const listDatabases = async () => (await indexedDB.databases()).map(({ name }) => name);

test("signing out with nothing unsent ends both tokens, and nothing is left", async () => {
  await signOutHere(store);
  expect(listTold()).toEqual(["DELETE token"]);
  expect(await account()).toMatchObject({ device_id: DEVICE_ID, upload_ticket: null, signed_in: false });
  expect(await listDatabases()).not.toContain(nameDatabase(store.user_id));
  expect(await drain()).toBe(0);
  expect(listTold()).toEqual(["DELETE token"]);
});

test("signing out offline wipes all the same, and the council is told at the next contact with the ticket alone", async () => {
  council.fault = () => "lost";
  await signOutHere(store);
  expect(await listDatabases()).not.toContain(nameDatabase(store.user_id));
  expect(await drain()).toBe(1);
  expect(await account()).toMatchObject({ upload_ticket: "ticket", sign_out: { is_told: false } });
  council.fault = () => null;
  council.requests.length = 0;
  expect(await drain()).toBe(0);
  expect(listTold()).toEqual(["DELETE ticket"]);
  expect(await account()).toMatchObject({ device_id: DEVICE_ID, upload_ticket: null });
  expect(await account()).not.toHaveProperty("sign_out");
  expect(await listDatabases()).not.toContain(nameDatabase(store.user_id));
});

test("signing out over sealed work wipes all else and leaves no key; the council is told, the work is sent, and then nothing is left", async () => {
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await signOutHere(store);
  expect(listTold()).toEqual([]); // the device token would have ended the ticket as well
  const left = await PhoneStore.open(store.user_id);
  for (const name of ["keys", "vault", "rows", "drafts", "receipts", "alerts"] as const)
    expect(await dump(left, name), name).toEqual([]);
  expect(await countUnsent(left)).toMatchObject({ operations: 1 });
  await left.close();
  expect(await account()).toMatchObject({ signed_in: false, upload_ticket: "ticket" });
  expect(await drain()).toBe(0);
  expect(listTold()).toEqual(["DELETE ticket"]);
  expect(council.operations.size).toBe(1);
  expect(await account()).toMatchObject({ upload_ticket: null });
  expect(await listDatabases()).not.toContain(nameDatabase(store.user_id));
});

test("what another tab saves while this one signs out is not wiped with the rest", async () => {
  const other = await PhoneStore.open(store.user_id);
  const tell = store.tellSignedOut.bind(store);
  let saving: Promise<void> = Promise.resolve();
  vi.spyOn(store, "tellSignedOut").mockImplementation(() => {
    saving = saveWork(other, { operations: [visitOperation()] }, NOON);
    tell();
  });
  const wipe = store.write.bind(store);
  vi.spyOn(store, "write").mockImplementation(async (...parts) => {
    await saving;
    return wipe(...parts);
  });
  await signOutHere(store);
  await other.close();
  expect(await drain()).toBe(0);
  expect(council.operations.size).toBe(1);
});

test("work that is sent ends no account of which the council has not heard that it signed out", async () => {
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await signOutHere(store);
  council.fault = (_method, path) => (path === SESSION ? new Response(null, { status: 503 }) : null);
  expect(await drain()).toBe(1);
  expect(council.operations.size).toBe(1);
  council.fault = () => null;
  expect(await drain()).toBe(0);
  expect(await account()).toMatchObject({ upload_ticket: null });
});

test("a sign-out is told once while its work waits", async () => {
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await signOutHere(store);
  council.fault = (_method, path) => (path.endsWith("/push") ? new Response(null, { status: 503 }) : null);
  for (const _time of [1, 2]) expect(await drain()).toBe(1);
  expect(listTold()).toEqual(["DELETE ticket"]);
});

test("a tab that is killed while it signs out leaves the rest to whoever comes next", async () => {
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await saveSignedOut(store.user_id, true);
  await store.close();
  council.fault = (_method, path) => (path.endsWith("/push") ? "lost" : null);
  expect(await drain()).toBe(1);
  const left = await PhoneStore.open(store.user_id);
  for (const name of ["keys", "vault", "rows"] as const) expect(await dump(left, name), name).toEqual([]);
  await left.close();
  council.fault = () => null;
  expect(await drain()).toBe(0);
  expect(council.operations.size).toBe(1);
});

test("who signs in again before the council heard of it is signed out no more", async () => {
  council.fault = () => "lost";
  await signOutHere(store);
  council.fault = () => null;
  council.requests.length = 0;
  await saveSignedIn({ user_id: store.user_id, device_id: DEVICE_ID, upload_ticket: "new", used_at: "2099" });
  expect(await account()).not.toHaveProperty("sign_out");
  await drain();
  expect(listTold()).toEqual([]);
  expect(await account()).toMatchObject({ upload_ticket: "new", signed_in: true });
});

test.each([401, 403])(
  "a ticket that nobody listens to any more (%d) keeps nothing of the account",
  async (status) => {
    council.fault = () => "lost";
    await signOutHere(store);
    council.fault = (_method, path) => (path === SESSION ? new Response(null, { status }) : null);
    expect(await drain()).toBe(0);
    expect(await account()).toMatchObject({ upload_ticket: null });
  },
);

test("signing out is refused over work that nobody could open afterwards, and over a draft", async () => {
  await store.write(["meta"], "strict", "sync", (tx) => tx.objectStore("meta").delete("sealing_key"));
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  await saveDraft(store, OLD_DRAFT);
  await expect(signOutHere(store)).rejects.toMatchObject({ code: "unsent_work", count: 2 });
  expect(await account()).toMatchObject({ signed_in: true });
});
