// Reading ends by itself, and by order: whatever the phone's clock says, and without costing any work.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../../../pwa/src/domain/problems";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { noteContact } from "../../../pwa/src/store/lapse";
import { checkWhileLocked } from "../../../pwa/src/store/locked_work";
import { saveMeta, saveVault } from "../../../pwa/src/store/meta";
import { Gate } from "../../../pwa/src/sync/gate";
import { hash, openLockedPhone, PIN } from "../store/lock_fixture";
import { DEVICE_ID, NOON } from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { COUNCIL_KEY } from "./council_seals";
import { type Drainer, startDrainer } from "./drainer_fixture";

const HOUR = 3_600_000;
let council: CouncilFixture;
let store: PhoneStore;
let gate: Gate;
let drainer: Drainer;
let clock: Date;
let ran: number;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  council = new CouncilFixture();
  store = await openLockedPhone();
  await saveVault(store, "device_token", "token");
  const user = { id: store.user_id, name: "Test Officer", role: "officer", team: null };
  const session = { user, council: { name: "C", telephone: "1" }, device_id: DEVICE_ID, demo: false };
  await saveVault(store, "session", { ...session, signed_in_at: NOON.toISOString() });
  const account = { user_id: store.user_id, device_id: DEVICE_ID, upload_ticket: "ticket" };
  await saveSignedIn({ ...account, used_at: NOON.toISOString() });
  await store.close();
  clock = NOON;
  ran = 0;
  gate = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: null,
    tell: () => undefined,
    now: () => clock,
    ran: () => ran,
  });
  await gate.start();
  await gate.unlock(PIN);
  store = gate.shown.store as PhoneStore;
  await noteContact(store, NOON, NOON.toISOString());
  drainer = startDrainer(store);
  drainer.clock.now = NOON;
});

afterEach(async () => {
  await drainer.cycle.stop();
  drainer.report.close();
  await store.close();
  vi.unstubAllGlobals();
});

const after = (hours: number) => new Date(NOON.getTime() + hours * HOUR);

async function lookAt(now: Date): Promise<void> {
  clock = now;
  await gate.look();
}

test("reading ends 72 hours after the last contact, is told 12 hours before, and no wrap is left", async () => {
  await lookAt(after(59.9));
  expect(gate.shown.lapse?.told_at).toBeNull();
  await lookAt(after(61));
  expect(gate.shown.lapse?.told_at).toBe(after(72).toISOString());
  expect(gate.shown.session).not.toBeNull();
  await lookAt(after(72.1));
  await expect.poll(() => gate.shown.lock).toMatchObject({ is: "locked", dropped: "lapsed", has_pin: false });
  expect(store.is_locked).toBe(true);
  await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "pin_gone" });
});

test("a contact renews it", async () => {
  await lookAt(after(71));
  drainer.clock.now = after(71);
  council.time = after(71).toISOString();
  await drainer.cycle.run();
  await lookAt(after(120));
  expect(gate.shown.session).not.toBeNull();
  await lookAt(after(144));
  await expect.poll(() => gate.shown.lock).toMatchObject({ dropped: "lapsed" });
});

test("a clock that is set back extends nothing: it is refused, and opens again when it is right", async () => {
  await lookAt(after(50));
  await lookAt(after(10));
  expect(gate.shown.lock).toMatchObject({ is: "locked", is_clock_wrong: true, has_pin: true });
  await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "clock_wrong" });
  clock = after(51);
  await gate.unlock(PIN);
  expect(gate.shown.session).not.toBeNull();
  await lookAt(after(73));
  await expect.poll(() => gate.shown.lock).toMatchObject({ dropped: "lapsed" });
});

test("a clock that is set back while the app is closed extends nothing either", async () => {
  await lookAt(after(50));
  clock = after(10);
  const next = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: null,
    tell: () => undefined,
    now: () => clock,
    ran: () => 0,
  });
  await next.start();
  await expect(next.unlock(PIN)).rejects.toMatchObject({ code: "clock_wrong" });
  clock = after(51);
  await next.unlock(PIN);
  expect(next.shown.session).not.toBeNull();
  await next.shown.store?.close();
});

test("a clock that stands still while the app runs does not stop the time", async () => {
  await gate.look();
  ran = 73 * HOUR;
  await gate.look();
  await expect.poll(() => gate.shown.lock).toMatchObject({ dropped: "lapsed" });
});

test("a phone whose clock is days from the council's is read like any other", async () => {
  clock = after(-100);
  drainer.clock.now = clock;
  council.time = NOON.toISOString();
  await drainer.cycle.run();
  await lookAt(after(-100 + 50));
  expect(gate.shown.session).not.toBeNull();
  await lookAt(after(-100 + 61));
  expect(gate.shown.lapse?.told_at).toBe(after(-100 + 72).toISOString());
});

test("on a lapsed phone recording goes on, and is sent", async () => {
  await saveMeta(store, { sealing_key: COUNCIL_KEY });
  await lookAt(after(73));
  await expect.poll(() => store.is_locked).toBe(true);
  await checkWhileLocked(store, { address_text: "3 Invented Row", why: "Seen, no needs. All well." });
  await drainer.cycle.run();
  expect([...council.operations.values()]).toMatchObject([
    {
      kind: "visit.propose",
      payload: { basis: "typed_address", address_text: "3 Invented Row", why: "Seen, no needs. All well." },
    },
  ]);
});

test("a phone too full to keep the time lapses all the same", async () => {
  vi.spyOn(store, "write").mockRejectedValue(new Problem("no_room"));
  clock = after(73);
  await gate.look();
  expect(gate.shown).toMatchObject({ session: null, lock: { is: "locked" } });
  expect(store.is_locked).toBe(true);
  await expect(gate.unlock(PIN)).rejects.toMatchObject({ code: "pin_gone" });
});
