// In which order work leaves the phone, and how much at once. Pure.
import type { PendingOperation } from "./shown";
import type { Operation } from "./wire";

export const MOST_OPERATIONS = 100;
export const MOST_BYTES = 262_144;
/** Room for the envelope round the operations, with what the phone says of itself (MOST_VISIT_IDS ids). */
const ENVELOPE_BYTES = 9 * 1024;
/** Photos up to this size go before the pull, larger ones after it. */
export const SMALL_PHOTO_BYTES = 384 * 1024;

/** Alerts first, each with what it stands on; then everything in the order it was made. */
export function orderForSending(operations: readonly PendingOperation[]): PendingOperation[] {
  const byId = new Map(operations.map((operation) => [operation.op_id, operation]));
  const ordered = new Map<string, PendingOperation>();
  const take = (operation: PendingOperation): void => {
    if (ordered.has(operation.op_id)) return;
    ordered.set(operation.op_id, operation);
  };
  const takeWithBases = (operation: PendingOperation, above: ReadonlySet<string>): void => {
    for (const id of operation.after) {
      const basis = byId.get(id);
      if (basis && !above.has(id)) takeWithBases(basis, new Set([...above, id]));
    }
    take(operation);
  };
  const bySequence = [...operations].sort((one, two) => one.device_seq - two.device_seq);
  for (const operation of bySequence) {
    if (operation.alerts.length > 0) takeWithBases(operation, new Set([operation.op_id]));
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
export function cutBatch(operations: readonly PendingOperation[]): PendingOperation[] {
  const batch: PendingOperation[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const operation of operations) {
    bytes += measureBytes(JSON.stringify(toWire(operation))) + 1;
    if (batch.length > 0 && (batch.length >= MOST_OPERATIONS || bytes > MOST_BYTES)) break;
    batch.push(operation);
  }
  return batch;
}

/** More than one push may hold: it goes as a file. */
export function isTooLarge(operation: PendingOperation): boolean {
  return ENVELOPE_BYTES + measureBytes(JSON.stringify(toWire(operation))) > MOST_BYTES;
}

function measureBytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
