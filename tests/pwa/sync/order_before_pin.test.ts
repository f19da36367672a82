// Orders to a phone whose work only its own key opens: of an older version, whose key lies bare until a PIN is chosen, or of
// one that saved before it knew the council's key. Reading ends; nothing of the work is lost, and the key goes with the last.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { dropWraps } from "../../../pwa/src/store/drop_wraps";
import { findKeyRecord } from "../../../pwa/src/store/key_record";
import { saveMeta, saveVault } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { openWithPin } from "../../../pwa/src/store/pin_lock";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { listVisits } from "../../../pwa/src/store/visits";
import { Gate } from "../../../pwa/src/sync/gate";
import { makeLayout1, OLD_DRAFT } from "../store/layout_1";
import { hash, OTHER_PIN, openLockedPhone, PIN } from "../store/lock_fixture";
import { bringRows, DEVICE_ID, NOON, residentRow, visitOperation, visitRow } from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { type Drainer, startDrainer } from "./drainer_fixture";
import { SessionFixture } from "./session_fixture";

const ORDERS = ["lock", "wipe"] as const;
let userId: string;
let old: Awaited<ReturnType<typeof makeLayout1>>;
let drainer: Drainer;
let clock: Date;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  userId = crypto.randomUUID();
  old = await makeLayout1(userId);
  await saveSignedIn({ user_id: userId, device_id: DEVICE_ID, upload_ticket: "t", used_at: "2026" });
  const store = await PhoneStore.open(userId);
  await saveVault(store, "device_token", "token");
  const user = { id: userId, name: "Test Officer", role: "officer", team: null };
  const council = { name: "Test Council", telephone: "020 7946 0100" };
  const session = { user, council, device_id: DEVICE_ID, demo: true, signed_in_at: "2026" };
  await saveVault(store, "session", session);
  clock = NOON;
  drainer = startDrainer(store);
});

afterEach(async () => {
  await closePhone();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function closePhone(): Promise<void> {
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
}

/** The app is killed and started again: only what is on disk is left. */
async function startAgain(): Promise<void> {
  await closePhone();
  drainer = startDrainer(await PhoneStore.open(userId));
}

function openGate(session: SessionFixture | null): Gate {
  if (session) session.userId = userId;
  return new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: session?.seal ?? null,
    tell: () => undefined,
    now: () => clock,
    ran: () => 0,
  });
}

function expectAllAtCouncil(council: CouncilFixture): void {
  expect([...council.operations.keys()].sort()).toEqual(old.operations.map(({ op_id }) => op_id).sort());
  const photo = council.uploads.get(old.waiting.facts.attachment_id);
  expect(photo?.bytes.equals(Buffer.from(old.waiting.bytes))).toBe(true);
}

test.each(ORDERS)(
  "an order to %s that comes before the first PIN seals what is unsent, lets the bare key go and sends all",
  async (order) => {
    const council = new CouncilFixture();
    council.orders = [order];
    // Nothing gets through while the order comes: neither the work nor the photo.
    council.fault = (_method, path, body) =>
      path.endsWith("/push") && (body as { operations: unknown[] }).operations.length > 0
        ? Response.json({ code: 403, orders: [order] }, { status: 403 })
        : null;
    await saveMeta(drainer.store, { sealing_key: council.seals?.current.sealing_key as never });
    await drainer.cycle.run();
    expect(council.operations.size).toBe(0);
    expect(council.confirmed).toEqual([order]);
    expect(await findKeyRecord(drainer.store)).toMatchObject({
      dropped: order === "wipe" ? "wiped" : "ordered",
      server: { sealing_key_id: expect.any(String) },
    });
    expect(await findKeyRecord(drainer.store)).not.toHaveProperty("raw");
    await startAgain();
    expect(drainer.store.is_locked).toBe(true);
    council.fault = () => null;
    await drainer.cycle.runNow();
    expectAllAtCouncil(council);
    expect(await countUnsent(drainer.store)).toMatchObject({ total: 0 });
  },
);

test.each(ORDERS)(
  "an order to %s ends reading and takes the bare key only once the council has all, where nothing can be sealed",
  async (order) => {
    const council = new CouncilFixture();
    council.seals = null;
    council.orders = [order];
    council.fault = (_method, path) => (path.startsWith("/files") ? "lost" : null);
    await drainer.cycle.run();
    expect(council.confirmed).toEqual([]);
    expect(await findKeyRecord(drainer.store)).toHaveProperty("raw");
    if (order === "wipe") expect(await listVisits(drainer.store)).toEqual([]);

    await startAgain();
    const gate = openGate(null);
    await gate.start();
    expect(gate.shown).toMatchObject({ session: null, lock: { is: "locked", has_pin: false } });
    await gate.shown.store?.close();
    gate.leave();

    await drainer.store.write(["drafts"], "strict", "drafts", (tx) => tx.objectStore("drafts").clear());
    council.fault = () => null;
    await drainer.cycle.runNow();
    expectAllAtCouncil(council);
    await drainer.cycle.runNow();
    expect(council.confirmed).toEqual([order]);
    expect(await findKeyRecord(drainer.store)).not.toHaveProperty("raw");
    expect(drainer.store.is_locked).toBe(true);
    expect(council.requests.filter(({ path }) => path.endsWith("/pull"))).toEqual([]);
  },
);

test("a draft of an older version whose phone was locked is there again after a sign-in", async () => {
  const council = new CouncilFixture();
  council.orders = ["lock"];
  council.seals = null;
  await drainer.cycle.run();
  // The draft holds the key: nobody but this phone can open it.
  expect(await findKeyRecord(drainer.store)).toMatchObject({ dropped: "ordered", raw: expect.anything() });
  await closePhone();
  const gate = openGate(new SessionFixture());
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  expect(gate.shown.lock).toMatchObject({ is: "choosing", why: "upgrade" });
  await gate.choosePin(PIN);
  const store = gate.shown.store as PhoneStore;
  expect(await findDraft(store, OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  expect(await findKeyRecord(store)).toMatchObject({ dropped: null });
  await store.close();
  gate.leave();
});

test("a damaged piece of work, which no key opens, holds no order back", async () => {
  const council = new CouncilFixture();
  council.orders = ["lock"];
  const [damaged] = old.operations;
  await drainer.store.write(["operations"], "strict", "work", async (tx) => {
    const record = await tx.objectStore("operations").get(damaged?.op_id ?? "");
    if (record) await tx.objectStore("operations").put({ ...record, ciphertext: new ArrayBuffer(3) });
  });
  await drainer.cycle.run();
  expect(council.confirmed).toEqual(["lock"]);
  expect(await findKeyRecord(drainer.store)).not.toHaveProperty("raw");
});

test.each(["ordered", "lapsed", "wrong_pins"] as const)(
  "work of a phone that does not know the council's key yet outlives its lock (%s): no PIN opens it before a sign-in",
  async (reason) => {
    await closePhone();
    const session = new SessionFixture();
    session.hasKey = false;
    const gate = openGate(session);
    await gate.start();
    await gate.choosePin(PIN);
    const store = gate.shown.store as PhoneStore;
    await saveWork(store, { operations: [visitOperation()] }, NOON);
    await saveDraft(store, { ...OLD_DRAFT, instance_id: "uuid:another" });
    if (reason === "wrong_pins") for (let tries = 0; tries < 6; tries += 1) await tryWrong(gate);
    else await dropWraps(store, reason);
    await expect.poll(() => gate.shown.lock).toMatchObject({ is: "locked", has_pin: false, dropped: reason });
    await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "pin_gone" });
    await gate.signIn("officer@example.org", "password");
    expect(gate.shown.lock).toMatchObject({ is: "locked", has_pin: true, dropped: null });
    await gate.unlock(PIN);
    expect(await findDraft(store, "uuid:another")).not.toBeNull();
    expect(await countUnsent(store)).toMatchObject({ operations: 3 });
    expect(await listUnsentOperations(store)).toHaveLength(3);
    await gate.lock();
    gate.leave();
    drainer = startDrainer(store);
  },
);

test.each(ORDERS)(
  "a phone that is locked over work that only its own key opens ends reading at an order to %s, and keeps the work",
  async (order) => {
    await closePhone();
    const store = await openLockedPhone();
    await saveSignedIn({ user_id: store.user_id, device_id: DEVICE_ID, upload_ticket: "t", used_at: "2026" });
    await bringRows(store, [visitRow(), residentRow()]);
    await saveWork(store, { operations: [visitOperation()] }, NOON);
    await store.lock();
    const council = new CouncilFixture();
    council.orders = [order];
    drainer = startDrainer(store);
    await drainer.cycle.run();
    await expect(openWithPin(store, PIN, { hash, now: NOON, extractable: false })).rejects.toMatchObject({
      code: "pin_gone",
    });
    const rows = await store.read(["rows"], (tx) => tx.objectStore("rows").count());
    expect(rows).toBe(order === "wipe" ? 0 : 2);
    expect(await countUnsent(store)).toMatchObject({ operations: 1 });
    expect(council.confirmed).toEqual([]);
  },
);

async function tryWrong(gate: Gate): Promise<void> {
  await gate.lock();
  await gate.unlock(OTHER_PIN).catch(() => undefined);
  clock = new Date(clock.getTime() + 60_000);
}
