// The second way in: the data key under what a passkey's PRF gives for this phone. Only ever beside a PIN, never instead.
import { Problem } from "../domain/problems";
import {
  bindTo,
  expandSecret,
  importWrappingKey,
  KEY_BYTES,
  type LooseKey,
  unwrapKey,
  wrapKey,
} from "./data_key";
import type { PhoneStore } from "./door";
import { isHeld } from "./held_key";
import { findKeyRecord, readKeyRecord } from "./key_record";
import { endTries } from "./pin_lock";

/** What the browser's part (passkey.ts) brings: the credential, and the PRF's 32 bytes for `salt`. */
export interface PasskeySecret {
  credential_id: ArrayBuffer;
  salt: Uint8Array<ArrayBuffer>;
  secret: ArrayBuffer;
}

export async function findPasskeyKey(
  secret: BufferSource,
  salt: BufferSource,
  binding: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  return importWrappingKey(await expandSecret(secret, salt, binding, KEY_BYTES));
}

export async function keepUnderPasskey(
  store: PhoneStore,
  loose: LooseKey,
  { credential_id, salt, secret }: PasskeySecret,
): Promise<void> {
  const binding = bindTo(store.user_id, loose.key_id, "passkey");
  const wrap = await wrapKey(loose.key, await findPasskeyKey(secret, salt, binding), binding);
  await store.write(["keys"], "strict", "session", async (tx) => {
    const kept = await readKeyRecord(tx);
    if (!kept?.pin || isHeld(kept) || kept.key_id !== loose.key_id) throw new Problem("pin_gone");
    await tx.objectStore("keys").put({ ...kept, passkey: { ...wrap, credential_id, salt } });
  });
}

export async function dropPasskey(store: PhoneStore): Promise<void> {
  await store.write(["keys"], "strict", "session", async (tx) => {
    const kept = await readKeyRecord(tx);
    if (kept) await tx.objectStore("keys").put({ ...kept, passkey: null });
  });
}

/** Throws `passkey_failed` when it is another passkey, or none is kept; `pin_gone` when nothing opens this phone any more. */
export async function openWithPasskey(
  store: PhoneStore,
  secret: ArrayBuffer,
  extractable: boolean,
): Promise<LooseKey> {
  const kept = await findKeyRecord(store);
  if (!kept?.pin || isHeld(kept)) throw new Problem("pin_gone");
  const { key_id, passkey } = kept;
  if (!passkey) throw new Problem("passkey_failed");
  const binding = bindTo(store.user_id, key_id, "passkey");
  const under = await findPasskeyKey(secret, passkey.salt, binding);
  const key = await unwrapKey(passkey, under, binding, extractable);
  if (!key) throw new Problem("passkey_failed");
  await endTries(store);
  return { key_id, key };
}
