// Orders of the council: carried out and noted in one transaction, so that no killed tab has done the one without the
// other, and kept until the council has heard of it.
import type { PhoneStore, Transaction } from "./door";
import { dropWrapsIn, lockWith } from "./drop_wraps";
import { HELD_STORES } from "./held_key";
import { readKeyRecord } from "./key_record";
import type { StoreName } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { dropShiftsIn } from "./open_facts";
import { WIPED_STORES, wipeReadableIn } from "./pulled";
import { countUnsentIn } from "./unsent";

export type Order = "wipe" | "lock";

const LOCKED_STORES: StoreName[] = [...HELD_STORES, "meta"];

export function isOrder(order: string): order is Order {
  return order === "wipe" || order === "lock";
}

/**
 * For every tab. A wiped phone is locked as well: drafts stay on it, and nobody but their officer may read them again. False:
 * reading has ended, and the key is held for work that is neither sent nor sealed: the order counts as obeyed when that is
 * over, and until then the council repeats it. `damaged`: ids for which nothing need wait.
 */
export async function carryOut(
  store: PhoneStore,
  orders: readonly Order[],
  damaged?: ReadonlySet<string>,
): Promise<boolean> {
  const isWipe = orders.includes("wipe");
  const stores = isWipe ? [...new Set([...WIPED_STORES, ...LOCKED_STORES])] : LOCKED_STORES;
  return lockWith(store, () =>
    store.write(stores, "strict", "locked", async (tx) => {
      if (isWipe) await wipeIn(tx);
      await dropShiftsIn(tx);
      if (!(await dropWrapsIn(tx, isWipe ? "wiped" : "ordered", damaged))) return false;
      const before = (await readMeta(tx, "obeyed")) ?? [];
      await writeMeta(tx, "obeyed", [...new Set([...before, ...orders])]);
      return true;
    }),
  );
}

/** An order that is repeated finds nothing new to count. */
async function wipeIn(tx: Transaction<"readwrite">): Promise<void> {
  if ((await readKeyRecord(tx))?.dropped !== "wiped")
    await writeMeta(tx, "unsent_at_wipe", (await countUnsentIn(tx)).total);
  await wipeReadableIn(tx);
}

/** The server has answered a request that said so. */
export async function markObeyedSaid(store: PhoneStore, said: readonly string[]): Promise<void> {
  if (said.length === 0) return;
  await store.write(["meta"], "strict", "sync", async (tx) => {
    const left = ((await readMeta(tx, "obeyed")) ?? []).filter((order) => !said.includes(order));
    await writeMeta(tx, "obeyed", left);
  });
}
