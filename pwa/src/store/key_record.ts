// How the data key lies on the phone: wrapped, never as it is. One record, so that a wrap and the count of wrong PINs
// change together; nothing here touches WebCrypto.
import type { DropReason } from "../domain/lock";
import type { PhoneStore, Transaction } from "./door";

export interface KeyWrap {
  iv: Uint8Array<ArrayBuffer>;
  wrapped: ArrayBuffer;
}

/** Argon2id's cost, kept with the wrap so that later versions may ask for more. */
export interface PinCost {
  memory_kib: number;
  passes: number;
  lanes: number;
}

export interface PinWrap extends KeyWrap {
  salt: Uint8Array<ArrayBuffer>;
  cost: PinCost;
}

export interface PasskeyWrap extends KeyWrap {
  credential_id: ArrayBuffer;
  /** What the passkey's PRF is asked with. */
  salt: Uint8Array<ArrayBuffer>;
}

/** The data key sealed to the council's server: what brings it back when a PIN is forgotten. */
export interface ServerCopy {
  sealing_key_id: string;
  wrapped_key: string;
}

export interface KeyRecord {
  key_id: string;
  /** Of versions without a PIN: gone as soon as one is chosen. */
  raw?: ArrayBuffer;
  pin?: PinWrap | null;
  passkey?: PasskeyWrap | null;
  server?: ServerCopy | null;
  /** Tries since the last right PIN, counted before each is tried. */
  wrong_pins?: number;
  wait_until?: string | null;
  /** Why no way to the key opens this phone. One that is still here is held for work alone (held_key.ts). */
  dropped?: DropReason | null;
}

/** The same key behind the same PIN, taken from its officer for the same reason or for none. */
export function isSameLock(one: KeyRecord | null, other: KeyRecord | null): boolean {
  const describe = (kept: KeyRecord | null) => [
    kept?.key_id,
    kept?.pin?.iv.toString(),
    kept?.dropped ?? null,
  ];
  return describe(one).join() === describe(other).join();
}

export async function readKeyRecord(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
): Promise<KeyRecord | null> {
  return (await tx.objectStore("keys").getAll())[0] ?? null;
}

export function findKeyRecord(store: PhoneStore): Promise<KeyRecord | null> {
  return store.read(["keys"], readKeyRecord);
}
