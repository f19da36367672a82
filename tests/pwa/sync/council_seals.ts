// The council's side of sealing, for tests: opens what the phone has sealed with a key that the phone never has. AES-GCM
// here is Node's own, so that a mistake of the phone's code cannot hide behind itself.
import { createDecipheriv } from "node:crypto";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Operation, SealedOperation, SealingKey } from "../../../pwa/src/domain/wire";
import golden from "../../contract/sealing/from_the_phone.json";

export const SUITE = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** A key that opens nothing but tests. */
export const COUNCIL_KEY: SealingKey = golden.sealing_key;

export interface CouncilKey {
  sealing_key: SealingKey;
  /** Base64 of the scalar. */
  private_key: string;
}

export async function makeCouncilKey(): Promise<CouncilKey> {
  const pair = await SUITE.kem.generateKeyPair();
  const point = Buffer.from(await SUITE.kem.serializePublicKey(pair.publicKey));
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", point)).toString("hex");
  const scalar = Buffer.from(await SUITE.kem.serializePrivateKey(pair.privateKey));
  const sealing_key = { key_id: digest.slice(0, 16), public_key: point.toString("base64") };
  return { sealing_key, private_key: scalar.toString("base64") };
}

export class CouncilSeals {
  readonly #keys = new Map<string, Promise<CryptoKeyPair>>();

  constructor(readonly current: CouncilKey = golden) {
    this.add(current);
  }

  add({ sealing_key, private_key }: CouncilKey): void {
    this.#keys.set(sealing_key.key_id, readPair(sealing_key, private_key));
  }

  /** Rejects when the key is not here or anything was changed. */
  async openKey(keyId: string, deviceId: string, subject: string, wrapped: string): Promise<Buffer> {
    const recipientKey = await this.#keys.get(keyId);
    if (!recipientKey) throw new Error("unknown key");
    const bytes = Buffer.from(wrapped, "base64");
    const info = toBuffer(Buffer.from(`doorstep/1/${keyId}/${deviceId}/${subject}`));
    const enc = toBuffer(bytes.subarray(0, 65));
    return Buffer.from(await SUITE.open({ recipientKey, enc, info }, toBuffer(bytes.subarray(65))));
  }

  async openOperation({ op_id, device_seq, view, sealed }: SealedOperation, deviceId: string) {
    const key = await this.openKey(sealed.key_id, deviceId, op_id, sealed.wrapped_key);
    const [iv, ciphertext] = [Buffer.from(sealed.iv, "base64"), Buffer.from(sealed.ciphertext, "base64")];
    const inside = JSON.parse(openGcm(key, iv, ciphertext, `operations:${op_id}`).toString()) as Operation;
    return { ...inside, op_id, device_seq, view };
  }

  async openFile(bytes: Buffer, metadata: Record<string, string>, deviceId: string): Promise<Buffer> {
    const id = metadata.attachment_id ?? metadata.op_id ?? "";
    const key = await this.openKey(metadata.sealing_key_id ?? "", deviceId, id, metadata.wrapped_key ?? "");
    return openPieces(key, id, bytes, Number(metadata.piece_size));
  }
}

export function openPieces(key: Buffer, id: string, bytes: Buffer, pieceSize: number): Buffer {
  const plain: Buffer[] = [];
  const sealedSize = pieceSize + 28;
  for (let start = 0; start < bytes.length; start += sealedSize) {
    const piece = bytes.subarray(start, start + sealedSize);
    const place = `pieces:${id}:${plain.length}`;
    plain.push(openGcm(key, piece.subarray(0, 12), piece.subarray(12), place));
  }
  return Buffer.concat(plain);
}

export function openGcm(key: Buffer, iv: Buffer, sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

const pairs = new Map<string, Promise<CryptoKeyPair>>();

/** Read once: working it out is most of the price of opening. */
function readPair({ public_key }: SealingKey, scalar: string): Promise<CryptoKeyPair> {
  const known = pairs.get(scalar);
  if (known) return known;
  const read = makePair(public_key, scalar);
  pairs.set(scalar, read);
  return read;
}

async function makePair(point: string, scalar: string): Promise<CryptoKeyPair> {
  const publicKey = await SUITE.kem.deserializePublicKey(toBuffer(Buffer.from(point, "base64")));
  const privateKey = await SUITE.kem.deserializePrivateKey(toBuffer(Buffer.from(scalar, "base64")));
  return { publicKey, privateKey };
}

function toBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
