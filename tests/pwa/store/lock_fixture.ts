// A phone with a PIN, for tests: the real lock at a small cost of Argon2id, in this process instead of a worker.
import type { HashPin } from "../../../pwa/src/store/data_key";
import { makeLooseKey } from "../../../pwa/src/store/data_key";
import { PhoneStore } from "../../../pwa/src/store/door";
import { saveMeta } from "../../../pwa/src/store/meta";
import { keepUnderPin } from "../../../pwa/src/store/pin_lock";
import { hashPinHere } from "../../../pwa/src/store/pin_worker";
import { DEVICE_ID } from "./phone_fixture";

export const PIN = "274916";
export const OTHER_PIN = "830275";
export const SMALL_COST = { memory_kib: 64, passes: 1, lanes: 1 };

/** What the app asks for is worked out at the small cost: the wraps keep the one that they were made with. */
export const hash: HashPin = (pin, salt) => hashPinHere({ pin, salt, cost: SMALL_COST });

export async function openLockedPhone(pin = PIN): Promise<PhoneStore> {
  const store = await PhoneStore.open(crypto.randomUUID());
  await saveMeta(store, { device_id: DEVICE_ID });
  const loose = await makeLooseKey(crypto.randomUUID());
  await keepUnderPin(store, loose, pin, { hash, cost: SMALL_COST, server: null });
  return store;
}
