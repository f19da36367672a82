// Puts the data key under a PIN and takes it out again. A try is counted on disk before it is made, so that a killed tab
// gains none; the fifth wrong one drops every wrap.
import { cleanPin, findPinFault, findWaitEnd, MOST_WRONG_PINS, mustWait } from "../domain/pin";
import { isProblem, Problem } from "../domain/problems";
import {
  bindTo,
  fixKey,
  type HashPin,
  importWrappingKey,
  type LooseKey,
  PIN_COST,
  unwrapKey,
  wrapKey,
} from "./data_key";
import type { PhoneStore } from "./door";
import { dropWrapsIn } from "./drop_wraps";
import { HELD_STORES, isHeld } from "./held_key";
import {
  findKeyRecord,
  type KeyRecord,
  type PinCost,
  type PinWrap,
  readKeyRecord,
  type ServerCopy,
} from "./key_record";
import type { DataKey } from "./sealing";

export interface PinParts {
  hash: HashPin;
  cost?: PinCost;
}

async function wrapUnderPin(
  store: PhoneStore,
  loose: LooseKey,
  typed: string,
  { hash, cost = PIN_COST }: PinParts,
): Promise<PinWrap> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const secret = new Uint8Array(await hash(cleanPin(typed), salt, cost));
  const under = await importWrappingKey(secret);
  secret.fill(0);
  const wrap = await wrapKey(loose.key, under, bindTo(store.user_id, loose.key_id, "pin"));
  return { ...wrap, salt, cost };
}

/**
 * The chosen PIN becomes the lock, and the bare key of an older version goes, in one strict transaction. Refused
 * (`already_saved`) when another tab was quicker: its PIN stands.
 */
export async function keepUnderPin(
  store: PhoneStore,
  loose: LooseKey,
  typed: string,
  parts: PinParts & { server: ServerCopy | null; dropped?: KeyRecord["dropped"] },
): Promise<DataKey> {
  const fault = findPinFault(typed);
  if (fault) throw new Problem(fault);
  const before = await findKeyRecord(store);
  const pin = await wrapUnderPin(store, loose, typed, parts);
  const fixed = await fixKey(loose);
  await store.write(["keys"], "strict", "session", async (tx) => {
    const kept = await readKeyRecord(tx);
    // An order or the lapse that came meanwhile stands: no PIN brings back what it took.
    const isDropped = kept && (kept.dropped ?? null) !== (parts.dropped ?? null);
    if (kept && (kept.key_id !== loose.key_id || hasMoved(before, kept) || isDropped))
      throw new Problem("already_saved");
    await tx.objectStore("keys").put({
      key_id: loose.key_id,
      pin,
      passkey: kept?.passkey ?? null,
      server: parts.server ?? kept?.server ?? null,
      wrong_pins: 0,
      wait_until: null,
      dropped: null,
    });
  });
  store.unlockWith(fixed);
  return fixed;
}

function hasMoved(before: KeyRecord | null, now: KeyRecord): boolean {
  return Boolean(now.pin) && now.pin?.iv.toString() !== before?.pin?.iv.toString();
}

/** Throws `pin_wait`, `pin_gone`, `wrong_pin` (with the tries that are left) or `pins_used_up`. */
export async function openWithPin(
  store: PhoneStore,
  typed: string,
  parts: Pick<PinParts, "hash"> & { now: Date; extractable: boolean },
): Promise<LooseKey> {
  const { wrap, key_id, wrong_pins } = await beginTry(store, parts.now);
  const secret = new Uint8Array(await parts.hash(cleanPin(typed), wrap.salt, wrap.cost));
  const under = await importWrappingKey(secret);
  secret.fill(0);
  const key = await unwrapKey(wrap, under, bindTo(store.user_id, key_id, "pin"), parts.extractable);
  if (key) {
    await endTries(store);
    return { key_id, key };
  }
  if (wrong_pins < MOST_WRONG_PINS) throw new Problem("wrong_pin", { count: MOST_WRONG_PINS - wrong_pins });
  await store.write(HELD_STORES, "strict", "locked", (tx) => dropWrapsIn(tx, "wrong_pins"));
  throw new Problem("pins_used_up");
}

interface Try {
  wrap: PinWrap;
  key_id: string;
  wrong_pins: number;
}

/** Tries on a phone too full to count them on disk: counted here, so that it is not locked out by its own photos. */
const triesInMemory = new Map<string, number>();

async function beginTry(store: PhoneStore, now: Date): Promise<Try> {
  return beginTryOnDisk(store, now).catch(async (error: unknown) => {
    if (!isProblem(error, "no_room")) throw error;
    const kept = await findKeyRecord(store);
    if (!kept?.pin || isHeld(kept)) throw new Problem("pin_gone");
    const wrong_pins = (triesInMemory.get(store.user_id) ?? kept.wrong_pins ?? 0) + 1;
    if (wrong_pins > MOST_WRONG_PINS) throw new Problem("pin_wait");
    triesInMemory.set(store.user_id, wrong_pins);
    return { wrap: kept.pin, key_id: kept.key_id, wrong_pins };
  });
}

async function beginTryOnDisk(store: PhoneStore, now: Date): Promise<Try> {
  const begun = await store.write(HELD_STORES, "strict", "session", async (tx): Promise<Try | "used_up"> => {
    const kept = await readKeyRecord(tx);
    if (!kept?.pin || isHeld(kept)) throw new Problem("pin_gone");
    const before = kept.wrong_pins ?? 0;
    if (before >= MOST_WRONG_PINS) {
      await dropWrapsIn(tx, "wrong_pins");
      return "used_up";
    }
    if (mustWait(kept.wait_until ?? null, now)) throw new Problem("pin_wait");
    const wrong_pins = before + 1;
    await tx.objectStore("keys").put({ ...kept, wrong_pins, wait_until: findWaitEnd(wrong_pins, now) });
    return { wrap: kept.pin, key_id: kept.key_id, wrong_pins };
  });
  if (begun === "used_up") throw new Problem("pins_used_up");
  return begun;
}

/**
 * For every way that opened the phone: what was wrong before is forgiven, also on a phone too full to note it. An order or the
 * lapse that came meanwhile stands: then even the right PIN or passkey opens nothing (`pin_gone`).
 */
export async function endTries(store: PhoneStore): Promise<void> {
  triesInMemory.delete(store.user_id);
  await store
    .write(["keys"], "strict", "session", async (tx) => {
      const kept = await readKeyRecord(tx);
      if (!kept?.pin || isHeld(kept)) throw new Problem("pin_gone");
      await tx.objectStore("keys").put({ ...kept, wrong_pins: 0, wait_until: null });
    })
    .catch((error: unknown) => {
      if (!isProblem(error, "no_room")) throw error;
    });
}

export async function saveServerCopy(store: PhoneStore, keyId: string, server: ServerCopy): Promise<void> {
  await store.write(["keys"], "strict", "session", async (tx) => {
    const kept = await readKeyRecord(tx);
    if (kept?.key_id === keyId) await tx.objectStore("keys").put({ ...kept, server });
  });
}
