// Seals what is written and opens what is read: AES-256-GCM, a fresh iv each time, bound to the place it is kept at.
// Nothing here touches IndexedDB: a transaction does not survive waiting for WebCrypto.
import { Problem } from "../domain/problems";
import type { Ciphertext, Sealed } from "./layout";

export interface DataKey {
  key_id: string;
  key: CryptoKey;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export async function importDataKey(key_id: string, raw: ArrayBuffer): Promise<DataKey> {
  return { key_id, key: await importKey(raw) };
}

export function importKey(raw: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** `place` (store and id) is authenticated, so that a record moved to another place does not open. */
export async function encrypt(key: CryptoKey, place: string, plain: BufferSource): Promise<Ciphertext> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const parameters = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
  return { iv, ciphertext: await crypto.subtle.encrypt(parameters, key, plain) };
}

/** Whatever is wrong with the record, cut short or tampered with, it is "unreadable_record". */
export async function decrypt(key: CryptoKey, place: string, sealed: Ciphertext): Promise<ArrayBuffer> {
  try {
    const parameters = { name: "AES-GCM", iv: sealed.iv, additionalData: encoder.encode(place) };
    return await crypto.subtle.decrypt(parameters, key, sealed.ciphertext);
  } catch (cause) {
    throw new Problem("unreadable_record", { cause });
  }
}

export async function sealBytes(dataKey: DataKey, place: string, plain: BufferSource): Promise<Sealed> {
  return { key_id: dataKey.key_id, ...(await encrypt(dataKey.key, place, plain)) };
}

export function openBytes(dataKey: DataKey, place: string, sealed: Ciphertext): Promise<ArrayBuffer> {
  return decrypt(dataKey.key, place, sealed);
}

export async function sealValue(dataKey: DataKey, place: string, value: unknown): Promise<Sealed> {
  return sealBytes(dataKey, place, encodeValue(value));
}

export async function openValue<Value>(dataKey: DataKey, place: string, sealed: Ciphertext): Promise<Value> {
  return decodeValue<Value>(await openBytes(dataKey, place, sealed));
}

export function encodeValue(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value));
}

export function decodeValue<Value>(bytes: ArrayBuffer): Value {
  try {
    return JSON.parse(decoder.decode(bytes)) as Value;
  } catch (cause) {
    throw new Problem("unreadable_record", { cause });
  }
}
