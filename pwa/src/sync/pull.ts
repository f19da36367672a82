// Brings the phone to what its officer may see now: pages until the last, then view and digest. When the digest says
// that the phone holds something else, one full pull puts it right; a second mismatch waits for the next round.
import { pull } from "../api/sync";
import { type PullReply, type PullRequest, SCHEMA } from "../domain/wire";
import { findMeta, saveMeta } from "../store/meta";
import { applyPage, beginPull, completePull, keepOnly, type RowKey } from "../store/pulled";
import { saveReceipts } from "../store/receipts";
import { markLostReported } from "../store/unsent";
import type { Round } from "./context";
import { readDeviceState } from "./device_state";

/** More pages than any officer's list has: a server that never ends must not hold the phone. */
const MOST_PAGES = 500;

export interface Pulled {
  changed: boolean;
  orders: string[];
}

export async function pullAll(round: Round, token: string): Promise<Pulled> {
  const first = await pullOnce(round, token, false);
  if (first.matches) return first;
  const whole = await pullOnce(round, token, true);
  return { changed: true, orders: [...first.orders, ...whole.orders] };
}

async function pullOnce(round: Round, token: string, full: boolean): Promise<Pulled & { matches: boolean }> {
  const { pull_number, view } = await beginPull(round.store);
  const state = await readDeviceState(round.store, round.app_version);
  const named = new Set<RowKey>();
  const orders: string[] = [];
  let changed = full;
  let page: string | null = null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    await round.goOn();
    const request: PullRequest = { device_id: round.device_id, schema: SCHEMA, view, page, full, state };
    const reply: PullReply = await pull(request, token);
    if (page === null && state.lost_count > 0) await markLostReported(round.store, state.lost_count);
    await noteServer(round, reply);
    await applyPage(round.store, reply, round.lease);
    await saveReceipts(round.store, reply.verdicts, round.now());
    for (const { type, id } of reply.rows) named.add(`${type}:${id}`);
    orders.push(...(reply.orders ?? []));
    changed ||= reply.rows.length + reply.evicted.length > 0;
    page = reply.next_page;
    if (page === null) {
      if (full) await keepOnly(round.store, named, round.lease);
      return { changed, orders, matches: await completeWith(round, reply, pull_number) };
    }
  }
  return { changed, orders, matches: true };
}

async function completeWith(round: Round, reply: PullReply, pull_number: number): Promise<boolean> {
  if (reply.view === null || reply.digest === null) return false;
  const { view, digest, today_on, window_end_on } = reply;
  return completePull(round.store, { pull_number, view, digest, today_on, window_end_on }, round.lease);
}

/** Another epoch: the server was restored or replaced, so a view number of before means nothing to it. */
async function noteServer(round: Round, reply: PullReply): Promise<void> {
  const known = await findMeta(round.store, "server_epoch");
  const last_contact_at = round.now().toISOString();
  const { server_epoch } = reply;
  const isOther = known !== undefined && known !== server_epoch;
  await saveMeta(round.store, { server_epoch, last_contact_at, ...(isOther ? { view: 0 } : {}) });
}
