// The fenced lease of the one drainer: a row that says who may write what a sync brings, beside the Web Lock that not
// every browser keeps over a frozen page. A fence only grows, so a drainer that woke up late writes nothing.
import type { PhoneStore, Transaction } from "./door";
import { readMeta, writeMeta } from "./meta";

export interface Lease {
  holder: string;
  fence: number;
}

export const LEASE_MS = 60_000;

/**
 * Null while another holder's lease runs. `alone`: the caller holds the Web Lock, so that holder is dead (a killed tab)
 * or frozen, and its fence is over.
 */
export function takeLease(
  store: PhoneStore,
  holder: string,
  now: Date,
  alone = false,
): Promise<Lease | null> {
  return store.write(["meta"], "relaxed", "sync", async (tx) => {
    const kept = await readMeta(tx, "lease");
    // A clock that was set back must not keep the phone from sending for longer than one lease.
    const runs = kept && kept.until > now.getTime() && kept.until - now.getTime() <= LEASE_MS;
    if (kept && runs && kept.holder !== holder && !alone) return null;
    const fence = (kept?.fence ?? 0) + 1;
    await writeMeta(tx, "lease", { holder, fence, until: now.getTime() + LEASE_MS });
    return { holder, fence };
  });
}

/** False when somebody else has taken over; then stop. */
export function renewLease(store: PhoneStore, lease: Lease, now: Date): Promise<boolean> {
  return store.write(["meta"], "relaxed", "sync", async (tx) => {
    if (!(await holdsLease(tx, lease))) return false;
    await writeMeta(tx, "lease", { ...lease, until: now.getTime() + LEASE_MS });
    return true;
  });
}

export async function endLease(store: PhoneStore, lease: Lease): Promise<void> {
  await store.write(["meta"], "relaxed", "sync", async (tx) => {
    if (await holdsLease(tx, lease)) await writeMeta(tx, "lease", { ...lease, until: 0 });
  });
}

export async function holdsLease(tx: Transaction<"readwrite">, lease: Lease): Promise<boolean> {
  const kept = await readMeta(tx, "lease");
  return kept?.fence === lease.fence && kept.holder === lease.holder;
}
