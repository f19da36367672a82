// The data key and what wraps it: AES-256-GCM under a key from a PIN (Argon2id) or from a passkey's PRF (HKDF), bound to
// the user, the key and the purpose. Bare bytes live only inside these functions.
import { Problem } from "../domain/problems";
import type { KeyWrap, PinCost } from "./key_record";
import type { DataKey } from "./sealing";

/** 64 MiB, three passes: about 0.3 s on a desk, 1.8 s on a phone six times as slow. */
export const PIN_COST: PinCost = { memory_kib: 65_536, passes: 3, lanes: 1 };
export const KEY_BYTES = 32;

/** Argon2id in a worker; 32 bytes. */
export type HashPin = (pin: string, salt: Uint8Array<ArrayBuffer>, cost: PinCost) => Promise<Uint8Array>;

/** Just made, or just given back: it may be wrapped again. Never kept longer than that takes. */
export interface LooseKey {
  key_id: string;
  key: CryptoKey;
}

export type Purpose = "pin" | "passkey";

const encoder = new TextEncoder();
const AES = { name: "AES-GCM", length: 256 };

export async function makeLooseKey(key_id: string): Promise<LooseKey> {
  return { key_id, key: await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]) };
}

export async function importLooseKey(key_id: string, raw: BufferSource): Promise<LooseKey> {
  if (raw.byteLength !== KEY_BYTES) throw new Problem("unreadable_record");
  return { key_id, key: await crypto.subtle.importKey("raw", raw, AES, true, ["encrypt", "decrypt"]) };
}

/** As it stays in memory: no script can take its bytes out again. */
export async function fixKey({ key_id, key }: LooseKey): Promise<DataKey> {
  return withRawKey(key, async (raw) => ({
    key_id,
    key: await crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]),
  }));
}

/** Hands the bare bytes to `work` and overwrites them after it. */
export async function withRawKey<Result>(
  key: CryptoKey,
  work: (raw: Uint8Array<ArrayBuffer>) => Promise<Result>,
): Promise<Result> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
  try {
    return await work(raw);
  } finally {
    raw.fill(0);
  }
}

/** What a wrap is bound to: under another user, key or purpose it does not open. */
export function bindTo(userId: string, keyId: string, purpose: Purpose): Uint8Array<ArrayBuffer> {
  return encoder.encode(`doorstep/1/data-key/${purpose}/${userId}/${keyId}`);
}

export function importWrappingKey(raw: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["wrapKey", "unwrapKey"]);
}

export async function wrapKey(
  key: CryptoKey,
  under: CryptoKey,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<KeyWrap> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey("raw", key, under, { name: "AES-GCM", iv, additionalData });
  return { iv, wrapped };
}

/** Null when the wrapping key is not the one: a wrong PIN, another user, a changed byte. */
export async function unwrapKey(
  { iv, wrapped }: KeyWrap,
  under: CryptoKey,
  additionalData: Uint8Array<ArrayBuffer>,
  extractable: boolean,
): Promise<CryptoKey | null> {
  const bound = { name: "AES-GCM", iv, additionalData };
  return crypto.subtle
    .unwrapKey("raw", wrapped, under, bound, AES, extractable, ["encrypt", "decrypt"])
    .catch(() => null);
}

/** RFC 5869 with SHA-256. */
export async function expandSecret(
  secret: BufferSource,
  salt: BufferSource,
  info: BufferSource,
  bytes: number,
): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, bytes * 8);
}
