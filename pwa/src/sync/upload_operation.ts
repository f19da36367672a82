// Sends an operation that is too large for a push as a file. It resolves only when the server has named the SHA-256 of the
// very bytes that were sent; otherwise the operation stays in the outbox.
import { RequestFailure } from "../api/requests";
import { toWire } from "../domain/batches";
import type { PendingOperation } from "../domain/shown";
import type { Round } from "./context";
import { findReceivedHash, sendBytes, toFailure } from "./tus";

export async function uploadOperation(round: Round, operation: PendingOperation): Promise<void> {
  const { op_id } = operation;
  const bytes = new TextEncoder().encode(JSON.stringify(toWire(operation)));
  const sha256 = await hash(bytes);
  const sending = {
    id: op_id,
    size: bytes.byteLength,
    metadata: { purpose: "operation", op_id, sha256 },
    slice: async (start: number, end: number) => bytes.slice(start, end).buffer,
    tellPercent: () => undefined,
  };
  // Announced before or not, the server answers with the place it has, and tus asks there where to go on.
  const ending = await sendBytes(round, sending, false);
  if (findReceivedHash(ending) === sha256) return;
  throw ending.status >= 400 ? toFailure(ending.status) : new RequestFailure("refused", ending.status);
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
