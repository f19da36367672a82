// Sends an operation that is too large for a push as a file. "received" only when the server has named the SHA-256 of the
// very bytes that were sealed or sent; otherwise the operation stays in the outbox.
import { RequestFailure } from "../api/requests";
import { toWire } from "../domain/batches";
import type { PendingOperation } from "../domain/shown";
import { PIECE_SIZE } from "../store/file_pieces";
import { type OutgoingOperation, openIfPossible } from "../store/outgoing";
import type { Round } from "./context";
import { findReceivedHash, type Sending, sendBytes, toFailure } from "./tus";

export async function uploadOperation(
  round: Round,
  outgoing: OutgoingOperation,
): Promise<"received" | "unopened"> {
  const sending = describeSealed(outgoing) ?? (await describePlain(round, outgoing));
  // Announced before or not, the server answers with the place it has, and tus asks there where to go on.
  const ending = await sendBytes(round, sending, false);
  if (findReceivedHash(ending) === sending.metadata.sha256) return "received";
  if (ending.unopened !== null) return "unopened";
  throw ending.status >= 400 ? toFailure(ending.status) : new RequestFailure("refused", ending.status);
}

/** As it lies on the phone. Null for one that is no file there. */
function describeSealed({ op_id, record }: OutgoingOperation): Sending | null {
  const { file, ciphertext = new ArrayBuffer(0), seals } = record;
  if (!file || !seals?.server) return null;
  const { key_id, wrapped_key } = seals.server;
  return {
    id: op_id,
    size: ciphertext.byteLength,
    metadata: {
      purpose: "operation",
      op_id,
      sha256: file.sha256,
      sealing_key_id: key_id,
      wrapped_key,
      piece_size: String(PIECE_SIZE),
      size: String(file.size),
    },
    slice: async (start, end) => ciphertext.slice(start, end),
    tellPercent: () => undefined,
  };
}

/** Of an older app, or too large by the server's measure alone: opened, which a locked phone leaves for later. */
async function describePlain(round: Round, { op_id, record, opened }: OutgoingOperation): Promise<Sending> {
  const operation: PendingOperation | null = opened ?? (await openIfPossible(round.store, record));
  if (!operation) throw new RequestFailure("too_large");
  const bytes = new TextEncoder().encode(JSON.stringify(toWire(operation)));
  return {
    id: op_id,
    size: bytes.byteLength,
    metadata: { purpose: "operation", op_id, sha256: await hash(bytes) },
    slice: async (start, end) => bytes.slice(start, end).buffer,
    tellPercent: () => undefined,
  };
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
