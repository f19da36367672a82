// Sends operations in batches until none without a receipt is left. A batch that fails is halved until the one bad
// operation stands alone; that one is set aside and the rest go. An operation leaves the outbox only by a receipt.
import { RequestFailure } from "../api/requests";
import { push } from "../api/sync";
import { cutBatch, isTooLarge, orderForSending } from "../domain/batches";
import { type DeviceState, type PushReply, type PushRequest, type Receipt, SCHEMA } from "../domain/wire";
import { markObeyedSaid } from "../store/obeyed";
import { listOutgoing, type OutgoingOperation, toPush } from "../store/outgoing";
import { CANNOT_BE_OPENED, saveReceipts } from "../store/receipts";
import { markLostReported } from "../store/unsent";
import { fetchPart, type Round } from "./context";
import { readDeviceState } from "./device_state";
import { nameSealingKey, noteServer } from "./epoch";

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

/** An empty push: how this phone is, when nothing else of the round has told it. Brings orders and the epoch too. */
export async function pushState(round: Round): Promise<Pushed> {
  const pushed: Pushed = { received: 0, orders: [] };
  if (!round.state_is_said) await send(round, [], pushed);
  return pushed;
}

/** Null when the server answered with receipts; a failure that may be one operation's own fault is returned. */
async function tryBatch(
  round: Round,
  batch: readonly OutgoingOperation[],
  pushed: Pushed,
): Promise<RequestFailure | null> {
  round.progress.sendingOperations(batch.map(({ op_id }) => op_id));
  const [only] = batch;
  try {
    if (only && batch.length === 1 && isTooLarge(only)) await sendAsFile(round, only, pushed);
    else await send(round, batch, pushed);
    return null;
  } catch (error) {
    if (error instanceof RequestFailure && mayBeOneBadOperation(error)) return error;
    throw error;
  } finally {
    round.progress.nothingSending();
  }
}

async function send(round: Round, batch: readonly OutgoingOperation[], pushed: Pushed): Promise<void> {
  const { store, device_id, app_version } = round;
  const state: DeviceState | null = round.state_is_said ? null : await readDeviceState(store, app_version);
  const request: PushRequest = {
    device_id,
    schema: SCHEMA,
    operations: batch.map(toPush),
    device_now: round.now().toISOString(),
    ...(await nameSealingKey(round)),
    ...(state ? { state } : {}),
  };
  let reply: PushReply;
  try {
    reply = await push(request, round.upload_ticket);
  } catch (error) {
    const [only] = batch;
    if (!only || batch.length > 1 || !isTooMuch(error)) throw error;
    // By the server's measure it is too large although not by ours.
    return sendAsFile(round, only, pushed);
  }
  round.state_is_said = true;
  if (state && state.lost_count > 0) await markLostReported(store, state.lost_count);
  await markObeyedSaid(store, state?.obeyed ?? []);
  const asked = new Set(batch.map(({ op_id }) => op_id));
  const receipts = reply.receipts.filter(({ op_id }) => asked.has(op_id));
  await saveReceipts(store, receipts, round.now());
  for (const receipt of receipts) noteReceipt(round, receipt, pushed);
  pushed.orders.push(...(reply.orders ?? []));
  await noteServer(round, reply);
}

/** Its bytes are the council's once the receipt names them; the verdict comes with a later pull. */
async function sendAsFile(round: Round, operation: OutgoingOperation, pushed: Pushed): Promise<void> {
  const { op_id } = operation;
  const { uploadOperation } = await fetchPart(import("./upload_operation"));
  const uploaded = await uploadOperation(round, operation);
  const receipt: Receipt =
    uploaded === "unopened"
      ? { op_id, verdict: "review", reason: CANNOT_BE_OPENED, detail: null }
      : { op_id, verdict: "waiting", reason: "sent_as_file", detail: null };
  await saveReceipts(round.store, [receipt], round.now());
  noteReceipt(round, receipt, pushed);
}

/** What the server has but cannot open is not received: it waits here, and a later round tries again. */
function noteReceipt(round: Round, { op_id, reason }: Receipt, pushed: Pushed): void {
  round.state_is_said = false;
  if (reason === CANNOT_BE_OPENED) {
    round.setAside.add(op_id, round.now());
    return;
  }
  round.setAside.remove(op_id);
  pushed.received += 1;
}

function isTooMuch(error: unknown): boolean {
  return error instanceof RequestFailure && error.reason === "too_large";
}

function mayBeOneBadOperation({ reason }: RequestFailure): boolean {
  return reason === "too_large" || reason === "refused" || reason === "server_error";
}

async function listWaiting(round: Round): Promise<OutgoingOperation[]> {
  const operations = await listOutgoing(round.store);
  return operations.filter(({ op_id }) => !round.setAside.isWaiting(op_id, round.now()));
}
