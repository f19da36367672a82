// Every way in and out of a phone: signing in, choosing a PIN, forgetting it, two tabs, and another officer's phone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { dropWraps } from "../../../pwa/src/store/drop_wraps";
import { findKeyRecord } from "../../../pwa/src/store/key_record";
import { findMeta, findVault, saveMeta } from "../../../pwa/src/store/meta";
import { keepForTheLock } from "../../../pwa/src/store/open_facts";
import { saveWork } from "../../../pwa/src/store/outbox";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { listVisits } from "../../../pwa/src/store/visits";
import { Gate } from "../../../pwa/src/sync/gate";
import { makeLayout1, OLD_DRAFT } from "../store/layout_1";
import { hash, OTHER_PIN, PIN } from "../store/lock_fixture";
import { bringRows, DEVICE_ID, NOON, residentRow, visitOperation, visitRow } from "../store/phone_fixture";
import { SessionFixture } from "./session_fixture";

let council: SessionFixture;
let clock: Date;
const gates: Gate[] = [];

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  council = new SessionFixture();
  clock = NOON;
});

afterEach(async () => {
  for (const gate of gates.splice(0)) {
    await gate.shown.store?.close();
    gate.leave();
  }
  vi.unstubAllGlobals();
});

function openTab(changes: Partial<ConstructorParameters<typeof Gate>[0]> = {}): Gate {
  const gate = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: council.seal,
    tell: () => undefined,
    now: () => clock,
    ran: () => 0,
    ...changes,
  });
  gates.push(gate);
  return gate;
}

async function signInWithPin(pin = PIN): Promise<Gate> {
  const gate = openTab();
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(pin);
  return gate;
}

const theStore = (gate: Gate): PhoneStore => gate.shown.store as PhoneStore;

test("a new sign-in ends at choosing a PIN, and only then is the phone open, its tokens sealed", async () => {
  const gate = openTab();
  await gate.start();
  expect(gate.shown).toMatchObject({ session: null, lock: null });
  await gate.signIn("officer@example.org", "password");
  expect(gate.shown).toMatchObject({ session: null, lock: { is: "choosing", why: "first" } });
  await expect(gate.choosePin("111111")).rejects.toMatchObject({ code: "pin_too_easy" });
  await gate.choosePin(PIN);
  expect(gate.shown).toMatchObject({ session: { user: { id: council.userId } }, lock: null });
  expect(await findVault(theStore(gate), "device_token")).toBe("device token 1");
});

test("a cold start asks for the PIN and shows nothing of its officer", async () => {
  await signInWithPin();
  const tab = openTab();
  await tab.start();
  expect(tab.shown).toMatchObject({
    session: null,
    lock: { is: "locked", has_pin: true, facts: { demo: true } },
  });
  expect(JSON.stringify(tab.shown.lock)).not.toMatch(/Test Officer|officer@|@example/);
  await expect(tab.unlock(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin", count: 4 });
  expect(tab.shown.lock).toMatchObject({ is: "locked", wrong_pins: 1 });
  await tab.unlock(PIN);
  expect(tab.shown.session?.user.name).toBe("Test Officer");
});

test("a phone of the first release asks for a PIN, then holds all it had, and its key lies bare no more", async () => {
  await makeLayout1(council.userId);
  await saveSignedIn({ user_id: council.userId, device_id: DEVICE_ID, upload_ticket: "t", used_at: "2026" });
  const first = await PhoneStore.open(council.userId);
  const { saveVault } = await import("../../../pwa/src/store/meta");
  const user = { id: council.userId, name: "Test Officer", role: "officer", team: null };
  const session = { user, council: council.council, device_id: DEVICE_ID, demo: true, signed_in_at: "2026" };
  await saveVault(first, "session", session);
  await first.close();
  const gate = openTab();
  await gate.start();
  expect(gate.shown).toMatchObject({ session: null, lock: { is: "choosing", why: "upgrade" } });
  await gate.choosePin(PIN);
  expect(gate.shown.session?.user.name).toBe("Test Officer");
  expect(await findKeyRecord(theStore(gate))).not.toHaveProperty("raw");
  expect(await listVisits(theStore(gate))).toHaveLength(1);
  expect(await findDraft(theStore(gate), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  expect(await countUnsent(theStore(gate))).toMatchObject({ operations: 2, photos: 1 });
});

test("a forgotten PIN: an online sign-in gives the old key back, with drafts and unsent work, and a new PIN is chosen", async () => {
  const before = await signInWithPin();
  await saveDraft(theStore(before), OLD_DRAFT);
  await saveWork(theStore(before), { operations: [visitOperation()] }, NOON);
  await before.lock();
  expect(before.shown.session).toBeNull();
  await before.signIn("officer@example.org", "password", true);
  expect(council.asked.at(-1)?.device).toMatchObject({
    device_id: DEVICE_ID,
    data_key: { sealing_key_id: council.sealingKey.key_id },
  });
  expect(before.shown.lock).toMatchObject({ is: "choosing", why: "forgotten" });
  await before.choosePin(OTHER_PIN);
  expect(await findDraft(theStore(before), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  expect(await countUnsent(theStore(before))).toMatchObject({ operations: 1 });
  await before.lock();
  await expect(before.unlock(PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await before.unlock(OTHER_PIN);
  expect(before.shown.session).not.toBeNull();
});

test("a server that cannot give the key back costs the drafts, which is told, and nothing that was saved", async () => {
  const gate = await signInWithPin();
  await bringRows(theStore(gate), [visitRow(), residentRow()]);
  await saveDraft(theStore(gate), OLD_DRAFT);
  await saveWork(theStore(gate), { operations: [visitOperation()] }, NOON);
  await gate.lock();
  council.givesKeys = false;
  await gate.signIn("officer@example.org", "password", true);
  expect(gate.shown.lock).toMatchObject({ is: "choosing", why: "lost", lost_drafts: 1 });
  await gate.choosePin(OTHER_PIN);
  expect(gate.shown.session).not.toBeNull();
  expect(await countUnsent(theStore(gate))).toMatchObject({ operations: 1 });
  expect(await findDraft(theStore(gate), OLD_DRAFT.instance_id)).toBeNull();
  expect(await listVisits(theStore(gate)).catch(() => "unreadable")).toEqual([]);
  expect(await findMeta(theStore(gate), "view")).toBe(0);
});

test("after five wrong PINs a sign-in brings the key back, and the phone begins with a new PIN", async () => {
  const gate = await signInWithPin();
  await gate.lock();
  for (let tries = 0; tries < 5; tries += 1) {
    await gate.unlock(OTHER_PIN).catch(() => undefined);
    clock = new Date(clock.getTime() + 60_000);
  }
  expect(gate.shown.lock).toMatchObject({ has_pin: false, dropped: "wrong_pins" });
  await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "pin_gone" });
  await gate.signIn("officer@example.org", "password");
  expect(gate.shown.lock).toMatchObject({ is: "choosing", why: "forgotten" });
});

test("all tabs lock together, each keeps what was typed first, and two that lock at once are fine", async () => {
  const kept: string[] = [];
  const one = await signInWithPin();
  const two = openTab({
    beforeLock: async (store) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kept.push(store.is_locked ? "too late" : "in time");
    },
  });
  await two.start();
  await two.unlock(PIN);
  await one.lock();
  await expect.poll(() => two.shown.lock?.is).toBe("locked");
  expect(kept).toEqual(["in time"]);
  await one.unlock(PIN);
  await two.unlock(PIN);
  await Promise.all([one.lock(), two.lock()]);
  for (const tab of [one, two]) {
    await expect.poll(() => tab.shown.lock?.is).toBe("locked");
    expect(theStore(tab).is_locked).toBe(true);
    await tab.unlock(PIN);
    expect(tab.shown.session).not.toBeNull();
  }
});

test("a save that hangs does not keep the phone open", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const gate = openTab({ beforeLock: () => new Promise(() => undefined) });
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(PIN);
  const locking = gate.lock();
  await vi.advanceTimersByTimeAsync(2500);
  vi.useRealTimers();
  await locking;
  expect(theStore(gate).is_locked).toBe(true);
});

test("on a shared phone another officer signs in over a locked one, each with a PIN and rows of their own", async () => {
  const gate = await signInWithPin();
  const [first, firstStore] = [council.userId, theStore(gate)];
  await saveWork(firstStore, { operations: [visitOperation()] }, NOON);
  await keepForTheLock(firstStore);
  expect(await findMeta(firstStore, "open_facts")).toHaveProperty("own_shifts");
  await gate.lock();
  council.userId = crypto.randomUUID();
  await gate.signIn("other@example.org", "password");
  expect(council.asked.at(-1)?.device).toMatchObject({ user_id: first });
  expect(gate.shown.lock).toMatchObject({ is: "choosing", why: "first" });
  await gate.choosePin(OTHER_PIN);
  expect(theStore(gate).user_id).toBe(council.userId);
  const other = await PhoneStore.open(first);
  expect(await countUnsent(other)).toMatchObject({ operations: 1 });
  expect(other.is_locked).toBe(true);
  expect(await findMeta(other, "open_facts")).not.toHaveProperty("own_shifts");
  await other.close();
});

test("nobody takes the place of an officer whose phone is open", async () => {
  const gate = await signInWithPin();
  council.userId = crypto.randomUUID();
  await expect(gate.signIn("other@example.org", "password")).rejects.toMatchObject({
    code: "another_officer",
  });
  expect(gate.shown.session).not.toBeNull();
});

test("a new PIN needs the old one, and the key stays the same", async () => {
  const gate = await signInWithPin();
  const keyId = (await findKeyRecord(theStore(gate)))?.key_id;
  await expect(gate.changePin(OTHER_PIN, OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await gate.changePin(PIN, OTHER_PIN);
  await gate.lock();
  await gate.unlock(OTHER_PIN);
  expect((await findKeyRecord(theStore(gate)))?.key_id).toBe(keyId);
});

test("a passkey opens the phone beside the PIN, and another passkey does not", async () => {
  const gate = await signInWithPin();
  const secret = crypto.getRandomValues(new Uint8Array(32)).buffer;
  const salt = crypto.getRandomValues(new Uint8Array(32));
  await gate.addPasskey(PIN, async () => ({ credential_id: new ArrayBuffer(4), salt, secret }));
  await gate.lock();
  const other = crypto.getRandomValues(new Uint8Array(32)).buffer;
  await expect(gate.unlockWithPasskey(other)).rejects.toMatchObject({ code: "passkey_failed" });
  await gate.unlockWithPasskey(secret);
  expect(gate.shown.session).not.toBeNull();
});

test("a phone that chose its PIN before it knew the council's key seals its own key at the next unlocking", async () => {
  council.hasKey = false;
  const gate = await signInWithPin();
  expect((await findKeyRecord(theStore(gate)))?.server).toBeNull();
  await saveMeta(theStore(gate), { sealing_key: council.sealingKey });
  await gate.lock();
  await gate.unlock(PIN);
  expect((await findKeyRecord(theStore(gate)))?.server).toMatchObject({
    sealing_key_id: council.sealingKey.key_id,
  });
});

test.each(["pin", "passkey"] as const)(
  "an order that comes just before the key is in memory is obeyed (%s)",
  async (way) => {
    council.hasKey = false;
    const before = await signInWithPin();
    const secret = new ArrayBuffer(32);
    const salt = new Uint8Array(32);
    await before.addPasskey(PIN, async () => ({ credential_id: new ArrayBuffer(4), salt, secret }));
    await before.lock();
    // The missing copy for the council is made after the wrap has been opened, and before the key is in memory.
    await saveMeta(theStore(before), { sealing_key: council.sealingKey });
    const gate = openTab({
      sealForServer: async (...parts) => {
        await dropWraps(theStore(gate), "ordered");
        return council.seal(...parts);
      },
    });
    await gate.start();
    await (way === "pin" ? gate.unlock(PIN) : gate.unlockWithPasskey(secret));
    expect(gate.shown).toMatchObject({ session: null, lock: { is: "locked", dropped: "ordered" } });
    expect(theStore(gate).is_locked).toBe(true);
  },
);

test("an order that comes while a PIN is being chosen stands: the chosen PIN opens nothing", async () => {
  const before = await signInWithPin();
  await before.lock();
  const gate = openTab();
  await gate.start();
  await gate.signIn("officer@example.org", "password", true);
  expect(gate.shown.lock).toMatchObject({ is: "choosing", why: "forgotten" });
  await dropWraps(theStore(gate), "ordered");
  await gate.choosePin(OTHER_PIN);
  expect(gate.shown).toMatchObject({
    session: null,
    lock: { is: "locked", dropped: "ordered", has_pin: false },
  });
  await expect(gate.unlock(OTHER_PIN)).rejects.toMatchObject({ code: "pin_gone" });
});

test("an officer who signs in where a colleague is has her own key and drafts back, not a new start", async () => {
  const hers = await signInWithPin();
  await saveDraft(theStore(hers), OLD_DRAFT);
  await hers.lock();
  await dropWraps(theStore(hers), "wrong_pins");
  const her_id = council.userId;
  council.userId = crypto.randomUUID();
  await hers.signIn("colleague@example.org", "password");
  await hers.choosePin(OTHER_PIN);
  await hers.lock();
  council.userId = her_id;
  await hers.signIn("officer@example.org", "password");
  expect(council.asked.at(-1)?.device).toMatchObject({ user_id: her_id });
  expect(hers.shown.lock).toMatchObject({ is: "choosing", why: "forgotten" });
  await hers.choosePin(PIN);
  expect(await findDraft(theStore(hers), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
});

test("a sealing key whose id is not its own hash is not taken from a sign-in", async () => {
  council.sealingKey = { ...council.sealingKey, key_id: "0011223344556677" };
  const gate = await signInWithPin();
  expect(await findMeta(theStore(gate), "sealing_key")).toBeUndefined();
});

test("a phone whose store the browser cleared while it was locked says nothing of a lock and begins anew", async () => {
  const gate = await signInWithPin();
  const store = gate.shown.store as PhoneStore;
  await gate.lock();
  await store.write(["keys"], "strict", "work", (tx) => tx.objectStore("keys").clear());
  await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "not_found" });
  expect(gate.shown).toMatchObject({ store: null, session: null, lock: null });
});
