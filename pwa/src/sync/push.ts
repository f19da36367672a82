// Sends operations in batches until none without a receipt is left. A batch that fails is halved until the one bad
// operation stands alone; that one is set aside and the rest go. An operation leaves the outbox only by a receipt.
import { RequestFailure } from "../api/requests";
import { push } from "../api/sync";
import { cutBatch, orderForSending, toWire } from "../domain/batches";
import type { PendingOperation } from "../domain/shown";
import { SCHEMA } from "../domain/wire";
import { listSendableOperations } from "../store/operations";
import { saveReceipts } from "../store/receipts";
import type { Round } from "./context";

/** So many single operations in a row that the server fails on mean that the server is ill, not the operations. */
const ILL_AFTER = 2;

export interface Pushed {
  /** Receipts written. */
  received: number;
  orders: string[];
}

export async function pushAll(round: Round): Promise<Pushed> {
  const pushed: Pushed = { received: 0, orders: [] };
  const tried = new Set<string>();
  let failedAlone = 0;
  for (;;) {
    const waiting = (await listWaiting(round)).filter(({ op_id }) => !tried.has(op_id));
    const ordered = orderForSending(waiting);
    // After one that failed alone, one more alone shows whether the operation was bad or the server is ill.
    let batch = failedAlone > 0 ? ordered.slice(0, 1) : cutBatch(ordered);
    if (batch.length === 0) return pushed;
    for (;;) {
      await round.goOn();
      const failure = await tryBatch(round, batch, pushed);
      if (failure === null) {
        for (const { op_id } of batch) tried.add(op_id);
        failedAlone = 0;
        break;
      }
      if (batch.length > 1) {
        batch = batch.slice(0, Math.ceil(batch.length / 2));
        continue;
      }
      for (const { op_id } of batch) {
        tried.add(op_id);
        round.setAside.add(op_id, round.now());
      }
      failedAlone += failure.reason === "server_error" ? 1 : 0;
      if (failedAlone >= ILL_AFTER) throw failure;
      break;
    }
  }
}

/** Null when the server answered with receipts; a failure that may be one operation's own fault is returned. */
async function tryBatch(
  round: Round,
  batch: readonly PendingOperation[],
  pushed: Pushed,
): Promise<RequestFailure | null> {
  round.progress.sendingOperations(batch.map(({ op_id }) => op_id));
  try {
    const request = { device_id: round.device_id, schema: SCHEMA, operations: batch.map(toWire) };
    const reply = await push(request, round.upload_ticket);
    const asked = new Set(batch.map(({ op_id }) => op_id));
    const receipts = reply.receipts.filter(({ op_id }) => asked.has(op_id));
    await saveReceipts(round.store, receipts, round.now());
    for (const { op_id } of receipts) round.setAside.remove(op_id);
    pushed.received += receipts.length;
    pushed.orders.push(...(reply.orders ?? []));
    return null;
  } catch (error) {
    if (error instanceof RequestFailure && mayBeOneBadOperation(error)) return error;
    throw error;
  } finally {
    round.progress.nothingSending();
  }
}

function mayBeOneBadOperation({ reason }: RequestFailure): boolean {
  return reason === "too_large" || reason === "refused" || reason === "server_error";
}

async function listWaiting(round: Round): Promise<PendingOperation[]> {
  const { operations } = await listSendableOperations(round.store);
  return operations.filter(({ op_id }) => !round.setAside.isWaiting(op_id, round.now()));
}
