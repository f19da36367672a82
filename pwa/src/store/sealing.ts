// Seals what is written and opens what is read: AES-256-GCM, a fresh iv each time, bound to the place it is kept at.
// Nothing here touches IndexedDB: a transaction does not survive waiting for WebCrypto.
import { Problem } from "../domain/problems";
import type { Sealed } from "./layout";

export interface DataKey {
  key_id: string;
  key: CryptoKey;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export async function importDataKey(key_id: string, raw: ArrayBuffer): Promise<DataKey> {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key_id, key };
}

/** `place` (store and id) is authenticated, so that a record moved to another place does not open. */
export async function sealBytes(dataKey: DataKey, place: string, plain: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const parameters = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
  const ciphertext = await crypto.subtle.encrypt(parameters, dataKey.key, plain);
  return { key_id: dataKey.key_id, iv, ciphertext };
}

export async function openBytes(dataKey: DataKey, place: string, sealed: Sealed): Promise<ArrayBuffer> {
  const parameters = { name: "AES-GCM", iv: sealed.iv, additionalData: encoder.encode(place) };
  try {
    return await crypto.subtle.decrypt(parameters, dataKey.key, sealed.ciphertext);
  } catch (cause) {
    throw new Problem("unreadable_record", { cause });
  }
}

export async function sealValue(dataKey: DataKey, place: string, value: unknown): Promise<Sealed> {
  return sealBytes(dataKey, place, encoder.encode(JSON.stringify(value)));
}

export async function openValue<Value>(dataKey: DataKey, place: string, sealed: Sealed): Promise<Value> {
  return JSON.parse(decoder.decode(await openBytes(dataKey, place, sealed))) as Value;
}
