// The data key sealed to the council's server, against a forgotten PIN: made whenever the bare key is at hand anyway.
import { fixKey, type LooseKey, withRawKey } from "../store/data_key";
import type { PhoneStore } from "../store/door";
import { findKeyRecord, type ServerCopy } from "../store/key_record";
import { findMeta } from "../store/meta";
import { saveServerCopy } from "../store/pin_lock";
import type { SealForServer } from "../store/server_seal";

/** What the copy is and whose: the server opens it for that officer alone, and no other sealed key as if it were one. */
export function nameCopy(userId: string, keyId: string): string {
  return `data_key:${userId}:${keyId}`;
}

/** Null while the council's key is not known here, or cannot be used. */
export async function sealCopy(
  store: PhoneStore,
  { key_id, key }: LooseKey,
  seal: SealForServer | null,
): Promise<ServerCopy | null> {
  const [serverKey, deviceId] = await Promise.all([
    findMeta(store, "sealing_key"),
    findMeta(store, "device_id"),
  ]);
  if (!seal || !serverKey || !deviceId) return null;
  try {
    const sealed = await withRawKey(key, (raw) =>
      seal(serverKey, deviceId, nameCopy(store.user_id, key_id), raw),
    );
    return { sealing_key_id: sealed.key_id, wrapped_key: sealed.wrapped_key };
  } catch {
    return null;
  }
}

/** A phone that chose its PIN before it knew the council's key: the next unlocking must have the bare key. */
export async function lacksCopy(store: PhoneStore, seal: SealForServer | null): Promise<boolean> {
  if (!seal) return false;
  const [kept, sealingKey] = await Promise.all([findKeyRecord(store), findMeta(store, "sealing_key")]);
  return Boolean(sealingKey) && !kept?.server;
}

/** Into memory, for good: before that the copy is made where it was missing. */
export async function takeKey(store: PhoneStore, loose: LooseKey, seal: SealForServer | null): Promise<void> {
  if (!loose.key.extractable) return store.unlockWith(loose);
  const server = await sealCopy(store, loose, seal);
  if (server) await saveServerCopy(store, loose.key_id, server);
  store.unlockWith(await fixKey(loose));
}
