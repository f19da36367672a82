// The ways to the key go: by order, by the lapse, by wrong PINs. Unless work would be lost with them (held_key.ts).
import type { DropReason } from "../domain/lock";
import type { PhoneStore, Transaction } from "./door";
import { HELD_STORES, isHeld, listHeldIn, lockUnlessHeld } from "./held_key";
import { readKeyRecord } from "./key_record";

/**
 * From now on only an online sign-in gives the key back. The copy for the server stays: alone it opens nothing here. A phone
 * that was wiped is told as such until then, whatever is ordered after it. False: the ways to the key are held, since work
 * or a draft would be lost with them. The transaction covers HELD_STORES.
 */
export async function dropWrapsIn(
  tx: Transaction<"readwrite">,
  reason: DropReason,
  damaged?: ReadonlySet<string>,
): Promise<boolean> {
  const kept = await readKeyRecord(tx);
  if (!kept) return true;
  const { key_id, server, dropped } = kept;
  const held = { ...kept, dropped: dropped === "wiped" ? dropped : reason };
  if (isHeld(held) && (await listHeldIn(tx, kept, damaged)).length > 0) {
    await tx.objectStore("keys").put(held);
    return false;
  }
  await tx.objectStore("keys").put({
    key_id,
    server: server ?? null,
    pin: null,
    passkey: null,
    wrong_pins: 0,
    wait_until: null,
    dropped: held.dropped,
  });
  return true;
}

/**
 * For every tab: `write` takes the ways to the key, when what is half done here is on disk and can hold them; and what each tab
 * has of the key in memory goes with them, even where the phone could not write it. `write` says "locked" to all.
 */
export async function lockWith<Result>(store: PhoneStore, write: () => Promise<Result>): Promise<Result> {
  await store.saveBeforeLock();
  try {
    return await write();
  } catch (error) {
    store.tellAllLocked();
    throw error;
  } finally {
    await lockUnlessHeld(store);
  }
}

export async function dropWraps(store: PhoneStore, reason: DropReason): Promise<void> {
  await lockWith(store, () => store.write(HELD_STORES, "strict", "locked", (tx) => dropWrapsIn(tx, reason)));
}
