// In which order work leaves the phone, and how much at once; by what stands in the open, so that a locked phone sends too.
// Pure.
import { measureBase64 } from "./base64";
import type { PendingOperation } from "./shown";
import type { Operation } from "./wire";

export const MOST_OPERATIONS = 100;
export const MOST_BYTES = 262_144;
/** Room for the envelope round the operations, with what the phone says of itself (MOST_VISIT_IDS ids). */
const ENVELOPE_BYTES = 9 * 1024;
/** Ids, numbers, wrapped key, iv and the names of a sealed operation's parts. */
const SEALED_FRAME_BYTES = 512;
/** Photos up to this size go before the pull, larger ones after it. */
export const SMALL_PHOTO_BYTES = 384 * 1024;

/** What of an operation decides when it goes. */
export interface Outgoing {
  op_id: string;
  device_seq: number;
  after: readonly string[];
  /** It carries an alert, or says that its officer is safe. */
  goes_first: boolean;
  /** What it takes in a push. */
  bytes: number;
}

/** Alerts and check-ins first, each with what it stands on; then everything in the order it was made. */
export function orderForSending<One extends Outgoing>(operations: readonly One[]): One[] {
  const byId = new Map(operations.map((operation) => [operation.op_id, operation]));
  const ordered = new Map<string, One>();
  const take = (operation: One): void => {
    if (ordered.has(operation.op_id)) return;
    ordered.set(operation.op_id, operation);
  };
  const takeWithBases = (operation: One, above: ReadonlySet<string>): void => {
    for (const id of operation.after) {
      const basis = byId.get(id);
      if (basis && !above.has(id)) takeWithBases(basis, new Set([...above, id]));
    }
    take(operation);
  };
  const bySequence = [...operations].sort((one, two) => one.device_seq - two.device_seq);
  for (const operation of bySequence) {
    if (operation.goes_first) takeWithBases(operation, new Set([operation.op_id]));
  }
  for (const operation of bySequence) take(operation);
  return [...ordered.values()];
}

/** What is sent of an operation: nothing that only this phone's screens need. */
export function toWire(operation: PendingOperation): Operation {
  const { shown: _shown, saved_at: _savedAt, received_at: _receivedAt, ...sent } = operation;
  return sent;
}

/** The largest start of the list that one push may hold; one that is too large for any stands alone. */
export function cutBatch<One extends Pick<Outgoing, "bytes">>(operations: readonly One[]): One[] {
  const batch: One[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const operation of operations) {
    bytes += operation.bytes + 1;
    if (batch.length > 0 && (batch.length >= MOST_OPERATIONS || bytes > MOST_BYTES)) break;
    batch.push(operation);
  }
  return batch;
}

/** More than one push may hold: it goes as a file. */
export function isTooLarge({ bytes }: Pick<Outgoing, "bytes">): boolean {
  return ENVELOPE_BYTES + bytes > MOST_BYTES;
}

export function measureOperation(operation: Operation): number {
  return new TextEncoder().encode(JSON.stringify(operation)).byteLength;
}

/** What a sealed operation takes in a push, by the bytes of its plain form. */
export function measureSealed(plainBytes: number): number {
  const tagBytes = 16;
  return SEALED_FRAME_BYTES + measureBase64(plainBytes + tagBytes);
}
