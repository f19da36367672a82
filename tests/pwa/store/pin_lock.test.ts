// The data key under a PIN: never bare on disk, tries counted before they are made, five wrong ones and it is gone.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fixKey, importLooseKey, makeLooseKey, withRawKey } from "../../../pwa/src/store/data_key";
import { PhoneStore } from "../../../pwa/src/store/door";
import { dropWraps } from "../../../pwa/src/store/drop_wraps";
import { findKeyRecord, type KeyRecord } from "../../../pwa/src/store/key_record";
import { findVault, saveVault } from "../../../pwa/src/store/meta";
import { keepUnderPasskey, openWithPasskey } from "../../../pwa/src/store/passkey_lock";
import { keepUnderPin, openWithPin } from "../../../pwa/src/store/pin_lock";
import type { DataKey } from "../../../pwa/src/store/sealing";
import { FaultyPhone } from "./fault_fixture";
import { hash, OTHER_PIN, openLockedPhone, PIN, SMALL_COST } from "./lock_fixture";
import { dump, leaveBareKey, NOON } from "./phone_fixture";

let store: PhoneStore;
const open = (pin: string, now = NOON) => openWithPin(store, pin, { hash, now, extractable: false });
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

beforeEach(async () => {
  store = await openLockedPhone();
});

afterEach(() => vi.restoreAllMocks());

async function reopen(): Promise<PhoneStore> {
  await store.close();
  return PhoneStore.open(store.user_id);
}

test("what was sealed is read with the PIN and not without it, and the key lies nowhere", async () => {
  await saveVault(store, "device_token", "a token");
  store = await reopen();
  expect(store.is_locked).toBe(true);
  await expect(findVault(store, "device_token")).rejects.toMatchObject({ code: "locked" });
  await expect(saveVault(store, "device_token", "another")).rejects.toMatchObject({ code: "locked" });
  const loose = await open(PIN);
  await expect(crypto.subtle.exportKey("raw", loose.key)).rejects.toThrow();
  store.unlockWith(loose);
  expect(await findVault(store, "device_token")).toBe("a token");
  const [record] = (await dump(store, "keys")) as KeyRecord[];
  expect(record).not.toHaveProperty("raw");
});

test("the key in memory cannot be taken out again", async () => {
  const fixed: DataKey = await fixKey(await makeLooseKey("k"));
  await expect(crypto.subtle.exportKey("raw", fixed.key)).rejects.toThrow();
});

test("spaces in a PIN are no part of it", async () => {
  expect((await open("274 916")).key_id).toBeTruthy();
});

test("wrong PINs are counted, the fifth drops the wrap, and then the right one opens nothing", async () => {
  for (const [left, seconds] of [
    [4, 0],
    [3, 10],
    [2, 30],
    [1, 60],
  ] as const)
    await expect(open(OTHER_PIN, later(seconds))).rejects.toMatchObject({ code: "wrong_pin", count: left });
  await expect(open(OTHER_PIN, later(120))).rejects.toMatchObject({ code: "pins_used_up" });
  expect(await findKeyRecord(store)).toMatchObject({ pin: null, passkey: null, dropped: "wrong_pins" });
  await expect(open(PIN, later(300))).rejects.toMatchObject({ code: "pin_gone" });
});

test("a tab that is killed while it guesses has used the try up", async () => {
  const killed = () => new Promise<never>(() => undefined);
  for (const [place, seconds] of [0, 10, 30, 60, 120].entries()) {
    void openWithPin(store, PIN, { hash: killed, now: later(seconds), extractable: false });
    await expect.poll(async () => (await findKeyRecord(store))?.wrong_pins).toBe(place + 1);
  }
  await expect(open(PIN, later(300))).rejects.toMatchObject({ code: "pins_used_up" });
  expect((await findKeyRecord(store))?.pin).toBeNull();
});

/** The order is obeyed at the last moment before the key is taken out of its wrap. */
function orderMeanwhile(): void {
  const unwrap = crypto.subtle.unwrapKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "unwrapKey").mockImplementationOnce(async (...parts) => {
    await dropWraps(store, "ordered");
    return unwrap(...parts);
  });
}

test("an order that comes while the right PIN is tried is obeyed: it opens nothing", async () => {
  orderMeanwhile();
  await expect(open(PIN)).rejects.toMatchObject({ code: "pin_gone" });
});

describe("a passkey", () => {
  const secret = crypto.getRandomValues(new Uint8Array(32)).buffer;
  const openWithFinger = () => openWithPasskey(store, secret, false);

  beforeEach(async () => {
    const loose = await openWithPin(store, PIN, { hash, now: NOON, extractable: true });
    const salt = crypto.getRandomValues(new Uint8Array(32));
    await keepUnderPasskey(store, loose, { credential_id: new ArrayBuffer(4), salt, secret });
  });

  test("opens nothing when an order comes while it is tried", async () => {
    orderMeanwhile();
    await expect(openWithFinger()).rejects.toMatchObject({ code: "pin_gone" });
  });

  test("opens nothing, and says that no PIN does, when an order came while the phone asked for it", async () => {
    await dropWraps(store, "ordered");
    await expect(openWithFinger()).rejects.toMatchObject({ code: "pin_gone" });
  });

  test("forgives wrong PINs, and opens a phone too full to note that", async () => {
    await expect(open(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin" });
    const phone = new FaultyPhone();
    phone.arm("no_room", 1);
    expect(await openWithFinger().finally(() => phone.remove())).toBeTruthy();
    expect((await findKeyRecord(store))?.wrong_pins).toBe(1);
    await openWithFinger();
    expect((await findKeyRecord(store))?.wrong_pins).toBe(0);
  });
});

test("the right PIN forgives what was wrong before", async () => {
  await expect(open(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await open(PIN);
  expect(await findKeyRecord(store)).toMatchObject({ wrong_pins: 0, wait_until: null });
});

test("after the second wrong PIN even the right one waits; a clock that is set back waits no longer", async () => {
  await expect(open(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await expect(open(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await expect(open(PIN, later(4))).rejects.toMatchObject({ code: "pin_wait" });
  expect((await findKeyRecord(store))?.wrong_pins).toBe(2);
  expect(await open(PIN, new Date("2020-01-01"))).toBeTruthy();
});

test("a phone too full to count a try opens with the PIN, and counts wrong ones as long as it runs", async () => {
  const phone = new FaultyPhone();
  const begin = phone.arm.bind(phone, "no_room", 1);
  try {
    for (const count of [4, 3, 2, 1]) {
      begin();
      await expect(open(OTHER_PIN)).rejects.toMatchObject({ code: "wrong_pin", count });
    }
    expect((await findKeyRecord(store))?.wrong_pins).toBe(0);
    begin();
    expect(await open(PIN)).toBeTruthy();
  } finally {
    phone.remove();
  }
});

test("a wrap of another user's phone does not open here, whatever the PIN", async () => {
  const [record] = (await dump(await openLockedPhone(), "keys")) as KeyRecord[];
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").clear();
    if (record) await tx.objectStore("keys").put(record);
  });
  await expect(open(PIN)).rejects.toMatchObject({ code: "wrong_pin" });
});

test("an order or a lapse drops every wrap, locks the memory and keeps the copy for the server", async () => {
  const server = { sealing_key_id: "0123456789abcdef", wrapped_key: "AAAA" };
  const kept = await findKeyRecord(store);
  await store.write(["keys"], "strict", "session", async (tx) => {
    if (kept) await tx.objectStore("keys").put({ ...kept, server });
  });
  await dropWraps(store, "ordered");
  expect(store.is_locked).toBe(true);
  expect(await findKeyRecord(store)).toEqual({
    key_id: kept?.key_id,
    server,
    pin: null,
    passkey: null,
    wrong_pins: 0,
    wait_until: null,
    dropped: "ordered",
  });
});

test("of two tabs that choose a first PIN at once, the first one's stands", async () => {
  const userId = crypto.randomUUID();
  await leaveBareKey(userId);
  const [one, two] = [await PhoneStore.open(userId), await PhoneStore.open(userId)];
  const record = await findKeyRecord(one);
  const loose = await importLooseKey(record?.key_id ?? "", record?.raw ?? new ArrayBuffer(0));
  const parts = { hash, cost: SMALL_COST, server: null };
  const ends = await Promise.allSettled([
    keepUnderPin(one, loose, PIN, parts),
    keepUnderPin(two, loose, OTHER_PIN, parts),
  ]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const stands = ends[0]?.status === "fulfilled" ? PIN : OTHER_PIN;
  expect(await openWithPin(one, stands, { hash, now: NOON, extractable: false })).toBeTruthy();
});

test.each([
  ["27491", "pin_too_short"],
  ["2749160000000", "pin_too_long"],
  ["27491a", "pin_not_digits"],
  ["111111", "pin_too_easy"],
  ["123456", "pin_too_easy"],
  ["987654", "pin_too_easy"],
  ["274274", "pin_too_easy"],
])("%s is refused as a PIN: %s", async (pin, code) => {
  const loose = await makeLooseKey("k");
  await expect(keepUnderPin(store, loose, pin, { hash, server: null })).rejects.toMatchObject({ code });
});

test("bare bytes are overwritten once they were used", async () => {
  const { key } = await makeLooseKey("k");
  let seen: Uint8Array = new Uint8Array();
  await withRawKey(key, async (raw) => {
    seen = raw;
    expect(raw.some((byte) => byte !== 0)).toBe(true);
  });
  expect(seen).toEqual(new Uint8Array(32));
});

test("a store that was cleared under an open app takes nothing that nobody could ever read", async () => {
  await store.write(["keys"], "strict", "session", (tx) => tx.objectStore("keys").clear());
  await store.close();
  const again = await PhoneStore.open(store.user_id);
  await expect(saveVault(again, "device_token", "x")).rejects.toMatchObject({ code: "locked" });
});
