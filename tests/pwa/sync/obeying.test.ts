// Orders of the council: carried out at once, whole or not at all, and told at once on every road by which they come; what
// could not be told goes with the next request, or with the sign-in that ends the order.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { findAccount } from "../../../pwa/src/store/accounts";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { saveDraft } from "../../../pwa/src/store/drafts";
import { findKeyRecord } from "../../../pwa/src/store/key_record";
import { findMeta } from "../../../pwa/src/store/meta";
import { carryOut } from "../../../pwa/src/store/obeyed";
import { readLocked } from "../../../pwa/src/store/open_facts";
import { addNote } from "../../../pwa/src/store/work";
import { drainAccounts } from "../../../pwa/src/sync/drain_accounts";
import { Gate } from "../../../pwa/src/sync/gate";
import { signOutHere } from "../../../pwa/src/sync/sign_out";
import { OLD_DRAFT } from "../store/layout_1";
import { hash, PIN } from "../store/lock_fixture";
import { DEVICE_ID, dump, NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import { type CouncilFixture, ORIGIN } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";
import { SessionFixture } from "./session_fixture";

const PUSH = "/api/v1/sync/push";
const ENTITY = { type: "visit" as const, id: VISIT_ID };
const ORDERS = ["lock", "wipe"] as const;
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow()));
  await drainer.cycle.run();
  council.requests.length = 0;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await leaveCouncil(drainer);
});

const listPaths = () => council.requests.map(({ path }) => path.split("/").at(-1));
const listSaid = () => (council.list(PUSH) as PushRequest[]).map(({ state }) => state?.obeyed ?? []);

test.each(ORDERS)("an order to %s in the reply to a push is confirmed by the next request", async (order) => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  await addPhoto(drainer.store, 600_000);
  council.orders = [order];
  await drainer.cycle.run();
  expect(listSaid().slice(0, 2)).toEqual([[], [order]]);
  expect(listPaths().slice(0, 2)).toEqual(["push", "push"]);
  expect(council.confirmed).toEqual([order]);
  expect(await findMeta(drainer.store, "obeyed")).toEqual([]);
});

test.each(ORDERS)(
  "an order to %s with which a pull is refused is confirmed by the next request",
  async (order) => {
    council.orders = [order];
    await addPhoto(drainer.store, 600_000);
    council.requests.length = 0;
    council.fault = (_method, path) => {
      // Only the pull tells of it: the push of the photo's description went before.
      if (path === PUSH && council.confirmed.length === 0 && !listPaths().includes("pull"))
        return Response.json({
          server_epoch: council.epoch,
          server_time: council.time,
          receipts: [],
          orders: [],
        });
      return null;
    };
    await drainer.cycle.run();
    const at = listPaths().indexOf("pull");
    expect(listPaths()[at + 1]).toBe("push");
    expect(council.confirmed).toEqual([order]);
    expect(drainer.store.is_locked).toBe(true);
  },
);

test.each(ORDERS)("an order to %s in the answer to an offer is carried out and confirmed", async (order) => {
  council.restore();
  council.fault = (_method, path) => {
    if (path !== "/api/v1/sync/offer" || council.confirmed.length > 0) return null;
    council.orders = [order];
    const frame = { server_epoch: council.epoch, server_time: council.time };
    return Response.json({ ...frame, wanted_op_ids: [], wanted_attachment_ids: [], orders: [order] });
  };
  await drainer.cycle.run();
  const at = listPaths().indexOf("offer");
  expect(listPaths()[at + 1]).toBe("push");
  expect(council.confirmed).toEqual([order]);
});

test.each(ORDERS)("a locked phone confirms an order to %s in the same round", async (order) => {
  drainer.store.lock();
  council.orders = [order];
  await drainer.cycle.run();
  expect(council.confirmed).toEqual([order]);
});

test("a phone that has signed out over unsent work confirms an order before the last of it goes", async () => {
  await addNote(drainer.store, ENTITY, "a note", NOON);
  await signOutHere(drainer.store);
  council.orders = ["wipe"];
  expect(await drainAccounts({ origin: ORIGIN, app_version: "1" })).toBe(0);
  expect(council.operations.size).toBe(1);
  expect(council.confirmed).toEqual(["wipe"]);
  expect(await findAccount(drainer.store.user_id)).toMatchObject({ upload_ticket: null });
});

test("a revoked phone, which every reply tells to wipe, confirms it once in a round and asks no more than that", async () => {
  const frame = () => ({ server_epoch: council.epoch, server_time: council.time, receipts: [] });
  council.fault = (_method, path) =>
    path === PUSH
      ? Response.json({ ...frame(), orders: ["wipe"] })
      : Response.json({ code: 403, orders: ["wipe"] }, { status: 403 });
  for (const _round of [1, 2]) {
    council.requests.length = 0;
    await drainer.cycle.runNow();
    expect(listSaid().flat()).toEqual(["wipe"]);
    expect(council.requests.length).toBeLessThanOrEqual(3);
  }
});

test("a confirmation that is lost goes with the first request of the next round, however often the tab is killed", async () => {
  council.orders = ["wipe"];
  council.fault = (_method, path, body) =>
    path === PUSH && (body as PushRequest).state?.obeyed ? "lost" : null;
  await drainer.cycle.run();
  expect(await findMeta(drainer.store, "obeyed")).toEqual(["wipe"]);
  expect(council.confirmed).toEqual([]);
  council.fault = () => null;
  council.requests.length = 0;
  await drainer.cycle.runNow();
  expect(listSaid()[0]).toEqual(["wipe"]);
  expect(await findMeta(drainer.store, "obeyed")).toEqual([]);
});

test("an order is carried out whole or not at all: what a kill interrupts is not done and not said", async () => {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...parts) {
    if ((parts[0] as { name?: string }).name === "obeyed") throw new Error("killed");
    return put.apply(this, parts);
  });
  await expect(carryOut(drainer.store, ["wipe"])).rejects.toThrow("killed");
  vi.restoreAllMocks();
  expect(await dump(drainer.store, "rows")).not.toEqual([]);
  expect(await findMeta(drainer.store, "obeyed")).toBeUndefined();
});

test("a wiped phone counts what was not sent when the order came, once, and the drafts that are still there", async () => {
  const { store } = drainer;
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").put({ key_id: "k", pin: null, passkey: null, server: null, dropped: null });
  });
  await addNote(store, ENTITY, "a note", NOON);
  await addPhoto(store, 1_000);
  await saveDraft(store, OLD_DRAFT);
  await carryOut(store, ["wipe"]);
  expect((await readLocked(store, false)).wiped).toEqual({ unsent: 2, drafts: 1 });
  await drainer.cycle.run();
  // Told again, or locked besides: it stays a wiped phone, with the count of the first time.
  await carryOut(store, ["lock"]);
  await carryOut(store, ["wipe"]);
  expect(await readLocked(store, false)).toMatchObject({ dropped: "wiped", wiped: { unsent: 2, drafts: 1 } });
});

async function signIn(): Promise<{ gate: Gate; store: PhoneStore; session: SessionFixture }> {
  const session = new SessionFixture();
  const gate = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: session.seal,
    tell: () => undefined,
    now: () => NOON,
    ran: () => 0,
  });
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(PIN);
  return { gate, store: gate.shown.store as PhoneStore, session };
}

test.each(ORDERS)(
  "a sign-in says that an order to %s was obeyed before anything else could",
  async (order) => {
    const { gate, store, session } = await signIn();
    await carryOut(store, [order]);
    const dropped = order === "wipe" ? "wiped" : "ordered";
    await expect.poll(() => gate.shown.lock).toMatchObject({ is: "locked", has_pin: false, dropped });
    session.isDown = true;
    await expect(gate.signIn("officer@example.org", "password")).rejects.toMatchObject({
      code: "no_network",
    });
    expect(await findMeta(store, "obeyed")).toEqual([order]);
    session.isDown = false;
    await gate.signIn("officer@example.org", "password");
    expect(session.asked.at(-1)?.device).toMatchObject({ device_id: DEVICE_ID, obeyed: [order] });
    expect(await findMeta(store, "obeyed")).toEqual([]);
    expect(gate.shown.lock).toMatchObject({ why: order === "wipe" ? "wiped" : "forgotten" });
    await gate.choosePin(PIN);
    expect(await findKeyRecord(store)).toMatchObject({ dropped: null });
    await gate.lock();
    await gate.signIn("officer@example.org", "password");
    expect(session.asked.at(-1)?.device).not.toHaveProperty("obeyed");
    await store.close();
  },
);

test("a colleague's sign-in leaves what this phone has obeyed to the ticket of whose phone it was", async () => {
  const { gate, store, session } = await signIn();
  await carryOut(store, ["wipe"]);
  await expect.poll(() => gate.shown.lock?.is).toBe("locked");
  session.userId = crypto.randomUUID();
  await gate.signIn("colleague@example.org", "password");
  const { PhoneStore: Phones } = await import("../../../pwa/src/store/door");
  const first = await Phones.open(store.user_id);
  expect(await findMeta(first, "obeyed")).toEqual(["wipe"]);
  expect(await findAccount(store.user_id)).toMatchObject({ upload_ticket: "upload ticket 1" });
  await first.close();
  await gate.shown.store?.close();
});
