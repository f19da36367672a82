// An order, or another tab, that lets the phone's key go in the middle of something: a sign-in, a save, the locking itself.
// Nothing that is not sent is ever left under a key that nobody can bring back.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { importLooseKey } from "../../../pwa/src/store/data_key";
import { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { dropWraps } from "../../../pwa/src/store/drop_wraps";
import { findKeyRecord } from "../../../pwa/src/store/key_record";
import { findVault, saveMeta } from "../../../pwa/src/store/meta";
import { carryOut } from "../../../pwa/src/store/obeyed";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { addDraftPhoto } from "../../../pwa/src/store/photos";
import { saveServerCopy } from "../../../pwa/src/store/pin_lock";
import { sealBeforeOrder } from "../../../pwa/src/sync/before_order";
import { Gate } from "../../../pwa/src/sync/gate";
import { sealCopy } from "../../../pwa/src/sync/server_copy";
import { makeLayout1, OLD_DRAFT } from "../store/layout_1";
import { hash, OTHER_PIN, PIN } from "../store/lock_fixture";
import { DEVICE_ID, dump, makePhoto, NOON, VISIT_ID, visitOperation } from "../store/phone_fixture";
import { SessionFixture } from "./session_fixture";

const EMAIL = "officer@example.org";
const ORDERS = ["lock", "wipe"] as const;
let council: SessionFixture;
const gates: Gate[] = [];

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  council = new SessionFixture();
});

afterEach(async () => {
  for (const gate of gates.splice(0)) {
    await gate.shown.store?.close();
    gate.leave();
  }
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function openTab(changes: Partial<ConstructorParameters<typeof Gate>[0]> = {}): Gate {
  const gate = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: council.seal,
    tell: () => undefined,
    now: () => NOON,
    ran: () => 0,
    ...changes,
  });
  gates.push(gate);
  return gate;
}

async function signInWithPin(gate = openTab()): Promise<Gate> {
  await gate.start();
  await gate.signIn(EMAIL, "password");
  await gate.choosePin(PIN);
  return gate;
}

const theStore = (gate: Gate): PhoneStore => gate.shown.store as PhoneStore;

/** As the worker does it, which has a door of its own. */
async function obeyElsewhere(order: (typeof ORDERS)[number]): Promise<void> {
  const worker = await PhoneStore.open(council.userId);
  const kept = await findKeyRecord(worker);
  if (kept?.raw) {
    const copy = await sealCopy(worker, await importLooseKey(kept.key_id, kept.raw), council.seal);
    if (copy) await saveServerCopy(worker, kept.key_id, copy);
    await sealBeforeOrder(worker, async () => undefined);
  }
  await carryOut(worker, [order]);
  await worker.close();
}

/** Puts `first` between the sealing of what is saved and the transaction that writes it. */
function runBeforeWrite(store: PhoneStore, first: () => Promise<unknown>): void {
  const write = store.write.bind(store);
  vi.spyOn(store, "write").mockImplementationOnce(async (...parts) => {
    await first();
    return write(...parts) as Promise<never>;
  });
}

test.each(ORDERS)(
  "an order to %s that seals and drops a bare key while its officer signs in costs no draft",
  async (order) => {
    await makeLayout1(council.userId);
    const account = { user_id: council.userId, device_id: DEVICE_ID, upload_ticket: "t", used_at: "2026" };
    await saveSignedIn(account);
    const gate = openTab();
    await gate.start();
    // The request leaves while the council has no copy of the key; then the key comes, and the order with it.
    council.meanwhile = async () => {
      await saveMeta(theStore(gate), { sealing_key: council.sealingKey });
      await obeyElsewhere(order);
    };
    await gate.signIn(EMAIL, "password");
    expect(gate.shown.lock).toMatchObject({ is: "choosing", why: order === "wipe" ? "wiped" : "forgotten" });
    await gate.choosePin(PIN);
    expect(await findDraft(theStore(gate), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
    expect(await listUnsentOperations(theStore(gate))).toHaveLength(2);
    expect(await findVault(theStore(gate), "session")).toMatchObject({ device_id: DEVICE_ID });
  },
);

test.each(ORDERS)(
  "an order to %s that is carried out while an officer whose phone is open signs in again asks for a PIN",
  async (order) => {
    const gate = await signInWithPin();
    await saveDraft(theStore(gate), OLD_DRAFT);
    council.meanwhile = () => carryOut(theStore(gate), [order]).then(() => undefined);
    await gate.signIn(EMAIL, "password");
    expect(gate.shown).toMatchObject({ session: null, lock: { is: "choosing" } });
    await gate.choosePin(OTHER_PIN);
    expect(gate.shown.session).not.toBeNull();
    expect(await findDraft(theStore(gate), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  },
);

test("an order that locks between the key's coming back and its use leaves a locked phone, not an error", async () => {
  const before = await signInWithPin();
  await before.lock();
  const gate = openTab();
  await gate.start();
  const unlockWith = theStore(gate).unlockWith.bind(theStore(gate));
  vi.spyOn(theStore(gate), "unlockWith").mockImplementation((key) => {
    unlockWith(key);
    void theStore(gate).lock();
  });
  await gate.signIn(EMAIL, "password");
  expect(gate.shown).toMatchObject({ session: null, lock: { is: "locked" } });
});

test.each(ORDERS)(
  "what is half done when an order to %s comes holds the key where the council has no copy of it",
  async (order) => {
    council.hasKey = false;
    const gate = await signInWithPin(openTab({ beforeLock: (store) => saveDraft(store, OLD_DRAFT) }));
    expect(await carryOut(theStore(gate), [order])).toBe(false);
    await expect.poll(() => gate.shown.lock).toMatchObject({ is: "locked", has_pin: false });
    await gate.signIn(EMAIL, "password");
    await gate.unlock(PIN);
    expect(await findDraft(theStore(gate), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  },
);

test("a lapse, too, waits for what is half done", async () => {
  council.hasKey = false;
  const gate = await signInWithPin(openTab({ beforeLock: (store) => saveDraft(store, OLD_DRAFT) }));
  await dropWraps(theStore(gate), "lapsed");
  expect(await findKeyRecord(theStore(gate))).toMatchObject({ dropped: "lapsed", pin: expect.anything() });
});

test("an order that cannot be carried out leaves no open screen over a locked phone", async () => {
  const gate = await signInWithPin();
  runBeforeWrite(theStore(gate), () => Promise.reject(new Error("full")));
  await expect(carryOut(theStore(gate), ["lock"])).rejects.toThrow("full");
  await expect.poll(() => gate.shown).toMatchObject({ session: null, lock: { is: "locked", has_pin: true } });
});

test("a draft or photo that was sealed just before its key went is refused, never written for nobody", async () => {
  council.hasKey = false;
  const gate = await signInWithPin();
  const store = theStore(gate);
  runBeforeWrite(store, () => obeyElsewhere("lock"));
  await expect(saveDraft(store, OLD_DRAFT)).rejects.toMatchObject({ code: "locked" });
  const photo = { ...(await makePhoto(1_000)), visit_id: VISIT_ID, instance_id: OLD_DRAFT.instance_id };
  const later = await signInWithPin();
  runBeforeWrite(theStore(later), () => obeyElsewhere("lock"));
  await expect(addDraftPhoto(theStore(later), photo, NOON)).rejects.toMatchObject({ code: "locked" });
  expect(await dump(store, "drafts")).toEqual([]);
  expect(await dump(store, "attachments")).toEqual([]);
});

test("work that was sealed just before its key went is sealed again, to the council alone", async () => {
  council.hasKey = false;
  const gate = await signInWithPin();
  const store = theStore(gate);
  runBeforeWrite(store, async () => {
    await obeyElsewhere("lock");
    await saveMeta(store, { sealing_key: council.sealingKey });
  });
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  expect(await dump(store, "operations")).toMatchObject([
    { seals: { reading: null, server: expect.anything() } },
  ]);
});

test("work that nobody could open is refused as long as the council's key is not known", async () => {
  council.hasKey = false;
  const gate = await signInWithPin();
  runBeforeWrite(theStore(gate), () => obeyElsewhere("lock"));
  await expect(saveWork(theStore(gate), { operations: [visitOperation()] }, NOON)).rejects.toMatchObject({
    code: "locked",
  });
  expect(await dump(theStore(gate), "operations")).toEqual([]);
});

test("a tab that was to begin anew does not forget the key that another tab brought back meanwhile", async () => {
  const first = await signInWithPin();
  await first.lock();
  council.givesKeys = false;
  const late = openTab();
  await late.start();
  await late.signIn(EMAIL, "password", true);
  expect(late.shown.lock).toMatchObject({ is: "choosing", why: "lost" });
  council.givesKeys = true;
  await first.signIn(EMAIL, "password", true);
  await first.choosePin(OTHER_PIN);
  await saveDraft(theStore(first), OLD_DRAFT);
  await late.choosePin(PIN);
  expect(late.shown).toMatchObject({ session: null, lock: { is: "locked", has_pin: true } });
  await late.unlock(OTHER_PIN);
  expect(await findDraft(theStore(late), OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
});
