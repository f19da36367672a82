// Brings the phone to what its officer may see now: pages until the last, then view and digest. When the digest says
// that the phone holds something else, one full pull puts it right; if it does not, that is said and the phone goes on.
import { RequestFailure } from "../api/requests";
import { pull } from "../api/sync";
import { type PullReply, type PullRequest, SCHEMA } from "../domain/wire";
import { sweepKept } from "../store/kept";
import { findMeta, saveMeta } from "../store/meta";
import { markObeyedSaid } from "../store/obeyed";
import { keepForTheLock } from "../store/open_facts";
import { agrees, applyPage, beginPull, completePull, keepOnly, mayTidy, type RowKey } from "../store/pulled";
import { fillReceipts, saveReceipts } from "../store/receipts";
import { dropDamagedRows } from "../store/rows";
import { markLostReported } from "../store/unsent";
import { fetchPart, type Round } from "./context";
import { readDeviceState } from "./device_state";
import { nameSealingKey, noteServer } from "./epoch";

/** More pages than any officer's list has: a server that never ends must not hold the phone. */
const MOST_PAGES = 500;
/** After everything was asked for in vain, so long only differences are. */
const FULL_PULL_EVERY_MS = 15 * 60_000;

export interface Pulled {
  changed: boolean;
  orders: string[];
}

interface Answer extends Pulled {
  last: PullReply;
  pull_number: number;
}

export async function pullAll(round: Round, token: string): Promise<Pulled> {
  await dropDamagedRows(round.store);
  const first = await pullPages(round, token, false);
  if (await holdsWhatIsSaid(round, first)) return complete(round, first, true);
  if (!(await mayAskForAll(round))) return complete(round, first, false);
  const whole = await pullPages(round, token, true);
  const orders = [...first.orders, ...whole.orders];
  const certain = await holdsWhatIsSaid(round, whole);
  if (!certain) {
    const full_pull_after = new Date(round.now().getTime() + FULL_PULL_EVERY_MS).toISOString();
    await saveMeta(round.store, { full_pull_after });
  }
  return { ...(await complete(round, whole, certain)), changed: true, orders };
}

async function pullPages(round: Round, token: string, askForAll: boolean): Promise<Answer> {
  const { pull_number, view } = await beginPull(round.store);
  const state = await readDeviceState(round.store, round.app_version);
  const answer = { changed: askForAll, orders: [] as string[] };
  const named = new Set<RowKey>();
  const seenPages = new Set<string>();
  let full = askForAll;
  let page: string | null = null;
  for (;;) {
    await round.goOn();
    const request: PullRequest = {
      device_id: round.device_id,
      schema: SCHEMA,
      view,
      page,
      full: askForAll,
      state,
      ...(await nameSealingKey(round)),
    };
    const reply: PullReply = await pull(request, token);
    round.state_is_said = true;
    if (page === null && state.lost_count > 0) await markLostReported(round.store, state.lost_count);
    if (page === null) await markObeyedSaid(round.store, state.obeyed ?? []);
    await noteServer(round, reply);
    await applyPage(round.store, reply, round.lease, round.now());
    await saveReceipts(round.store, reply.verdicts, round.now());
    for (const { type, id } of reply.rows) named.add(`${type}:${id}`);
    // Everything although only a difference was asked for: the server does not know the view that was named.
    full ||= reply.full === true;
    answer.orders.push(...(reply.orders ?? []));
    answer.changed ||= reply.rows.length + reply.evicted.length > 0;
    page = reply.next_page;
    if (page === null) {
      if (full) await keepOnly(round.store, named, round.lease, round.now());
      return { ...answer, last: reply, pull_number };
    }
    if (seenPages.has(page) || seenPages.size >= MOST_PAGES) throw new RequestFailure("server_error");
    seenPages.add(page);
  }
}

async function holdsWhatIsSaid(round: Round, { last }: Answer): Promise<boolean> {
  return last.view !== null && last.digest !== null && (await agrees(round.store, last.digest));
}

/** By this phone's clock; one that was set back waits no longer than one that was not. */
async function mayAskForAll(round: Round): Promise<boolean> {
  const after = await findMeta(round.store, "full_pull_after");
  const wait = after ? new Date(after).getTime() - round.now().getTime() : 0;
  return wait <= 0 || wait > FULL_PULL_EVERY_MS;
}

async function complete(round: Round, answer: Answer, certain: boolean): Promise<Pulled> {
  const { view, digest, today_on, window_end_on, server_time } = answer.last;
  const { store, lease } = round;
  if (view !== null && digest !== null) {
    const { pull_number } = answer;
    const rows_as_of = round.now().toISOString();
    const pulled = { pull_number, view, digest, today_on, window_end_on, server_time, rows_as_of };
    // Before its operation becomes a copy that this phone cannot read: what a receipt is about.
    await fillReceipts(store);
    await completePull(store, pulled, certain, lease);
  }
  await keepForTheLock(store);
  if (await mayTidy(store)) {
    const { tidyEvicted } = await fetchPart(import("../store/evicted"));
    await tidyEvicted(store, lease);
  }
  await sweepKept(store, server_time);
  return answer;
}
