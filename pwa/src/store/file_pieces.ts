// The bytes of a file as they are kept and uploaded: pieces, each iv, ciphertext and tag under the file's content key and
// bound to its id and number. A part of them is read without opening any.
import type { Ciphertext } from "./layout";
import { decrypt, encrypt } from "./sealing";

export const PIECE_SIZE = 256 * 1024;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** One sealed piece, as it is uploaded. */
export const SEALED_PIECE_SIZE = IV_BYTES + PIECE_SIZE + TAG_BYTES;

export function placeOfPiece(id: string, place: number): string {
  return `pieces:${id}:${place}`;
}

export function countPieces(size: number, pieceSize = PIECE_SIZE): number {
  return Math.max(1, Math.ceil(size / pieceSize));
}

/** The bytes of its upload. */
export function measureSealed(size: number): number {
  return size + Math.ceil(size / PIECE_SIZE) * (IV_BYTES + TAG_BYTES);
}

/** A file without a byte has one piece that is never sent, so that one sees that it is here. */
export function sealPieces(
  key: CryptoKey,
  id: string,
  bytes: ArrayBuffer,
  pieceSize = PIECE_SIZE,
): Promise<Ciphertext[]> {
  const places = Array.from({ length: countPieces(bytes.byteLength, pieceSize) }, (_one, place) => place);
  return Promise.all(
    places.map((place) => {
      const start = place * pieceSize;
      const part = new Uint8Array(bytes, start, Math.min(pieceSize, bytes.byteLength - start));
      return encrypt(key, placeOfPiece(id, place), part);
    }),
  );
}

/** One after the other, as a file is uploaded. */
export function joinPieces(pieces: readonly Ciphertext[]): Uint8Array<ArrayBuffer> {
  const length = pieces.reduce((sum, { iv, ciphertext }) => sum + iv.length + ciphertext.byteLength, 0);
  const joined = new Uint8Array(length);
  let at = 0;
  for (const { iv, ciphertext } of pieces) {
    joined.set(iv, at);
    joined.set(new Uint8Array(ciphertext), at + iv.length);
    at += iv.length + ciphertext.byteLength;
  }
  return joined;
}

/** Opens a file that lies in one; "unreadable_record" for one cut short or tampered with. */
export async function openJoined(key: CryptoKey, id: string, sealed: ArrayBuffer): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (let start = 0, place = 0; start < sealed.byteLength; start += SEALED_PIECE_SIZE, place += 1) {
    const end = Math.min(start + SEALED_PIECE_SIZE, sealed.byteLength);
    const iv = new Uint8Array(sealed.slice(start, start + IV_BYTES));
    const piece = { iv, ciphertext: sealed.slice(start + IV_BYTES, end) };
    parts.push(new Uint8Array(await decrypt(key, placeOfPiece(id, place), piece)));
  }
  return joinBytes(parts);
}

export function joinBytes(parts: readonly Uint8Array[]): ArrayBuffer {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined.buffer;
}
