// The one place that knows HPKE (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode, one-shot. What
// is sealed here this phone can never open again.
import type { CipherSuite } from "@hpke/core";
import { fromBase64, toBase64 } from "../domain/base64";
import type { SealingKey } from "../domain/wire";

/** A key as only the server can open it. */
export interface ServerSeal {
  /** The server's key that opens it. */
  key_id: string;
  /** Base64 of `enc || ct`. */
  wrapped_key: string;
}

/** What `sealForServer` is, for those who are handed it: `subject` names what the key opens (op_id, attachment id, data key id). */
export type SealForServer = (
  serverKey: SealingKey,
  deviceId: string,
  subject: string,
  contentKey: Uint8Array,
) => Promise<ServerSeal>;

const KEY_ID_LETTERS = 16;
const PUBLIC_KEY_BYTES = 65;
const UNCOMPRESSED_POINT = 4;

let loading: Promise<CipherSuite> | null = null;

/** Fetches the code now, so that it is there when something must be saved. The worker of the app keeps it offline. */
export function loadSuite(): Promise<CipherSuite> {
  loading ??= makeSuite().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function makeSuite(): Promise<CipherSuite> {
  const { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = await import("@hpke/core");
  return new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

export const sealForServer: SealForServer = async (serverKey, deviceId, subject, contentKey) => {
  const suite = await loadSuite();
  const { key_id } = serverKey;
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromBase64(serverKey.public_key).buffer);
  const info = new TextEncoder().encode(`doorstep/1/${key_id}/${deviceId}/${subject}`).buffer;
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, contentKey.slice().buffer);
  const wrapped = new Uint8Array(enc.byteLength + ct.byteLength);
  wrapped.set(new Uint8Array(enc));
  wrapped.set(new Uint8Array(ct), enc.byteLength);
  return { key_id, wrapped_key: toBase64(wrapped) };
};

/** Whether the id is that of the key, and the key as long as one: with any other, nobody could open what is sealed. */
export async function isSealingKey(key: SealingKey): Promise<boolean> {
  try {
    const bytes = fromBase64(key.public_key);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const isPoint = bytes.length === PUBLIC_KEY_BYTES && bytes[0] === UNCOMPRESSED_POINT;
    return isPoint && hex.slice(0, KEY_ID_LETTERS) === key.key_id;
  } catch {
    return false;
  }
}
