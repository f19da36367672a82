// Counts work without a receipt, and notices work that has vanished: the count is kept in two places, IndexedDB and
// localStorage, because a browser may wipe either. A worker has no localStorage; then a page keeps the second count.
import type { PhoneStore, Transaction } from "./door";
import { readMeta, writeMeta } from "./meta";

export interface UnsentCount {
  operations: number;
  photos: number;
  /** Pieces of work as an officer counts them: a check is one, each of its photos another. */
  total: number;
  oldest_at: string | null;
}

interface Shelf {
  getItem: (name: string) => string | null;
  setItem: (name: string, value: string) => void;
  removeItem: (name: string) => void;
}

interface SecondCount {
  store_id: string;
  count: number;
}

/** Counts inside a transaction that covers operations and attachments; opens no sealed record. */
export async function countUnsentIn(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
): Promise<UnsentCount> {
  const operations = (await tx.objectStore("operations").getAll()).filter((one) => one.received_at === null);
  const photos = await tx.objectStore("attachments").index("by_place").getAll("waiting");
  const dates = [...operations.map((one) => one.saved_at), ...photos.map((one) => one.added_at)].sort();
  return {
    operations: operations.length,
    photos: photos.length,
    total: new Set([...operations.map((one) => one.piece_id), ...photos.map((one) => one.attachment_id)])
      .size,
    oldest_at: dates[0] ?? null,
  };
}

export function countUnsent(store: PhoneStore): Promise<UnsentCount> {
  return store.read(["operations", "attachments"], countUnsentIn);
}

/** Pieces of unsent work that only this phone's own key opens: without it they would be lost. */
export function countUnsealed(store: PhoneStore): Promise<number> {
  return store.read(["operations", "attachments"], async (tx) => {
    const operations = (await tx.objectStore("operations").getAll()).filter(
      (one) => one.received_at === null,
    );
    const photos = await tx.objectStore("attachments").index("by_place").getAll("waiting");
    return new Set([
      ...operations.filter(({ seals }) => !seals?.server).map(({ piece_id }) => piece_id),
      ...photos.filter(({ seals }) => !seals?.server).map(({ attachment_id }) => attachment_id),
    ]).size;
  });
}

/** Compares what is there with both counts. `null`: nothing is missing. Call it before `keepSecondCount`. */
export async function findLostWork(store: PhoneStore): Promise<{ had: number; now: number } | null> {
  const [now, counted, storeId] = await store.read(["operations", "attachments", "meta"], async (tx) => [
    (await countUnsentIn(tx)).total,
    (await readMeta(tx, "unsent_count")) ?? 0,
    await readMeta(tx, "store_id"),
  ]);
  const second = readSecondCount(store.user_id);
  // The same store: its own count is the newer one, since the worker may have sent while no page was open.
  const had = second && second.store_id !== storeId ? second.count : counted;
  return had > now ? { had, now } : null;
}

export async function keepSecondCount(store: PhoneStore): Promise<void> {
  const shelf = findShelf();
  if (!shelf) return;
  const [count, storeId] = await store.read(["operations", "attachments", "meta"], async (tx) => [
    (await countUnsentIn(tx)).total,
    await readMeta(tx, "store_id"),
  ]);
  if (storeId === undefined) return;
  const kept: SecondCount = { store_id: storeId, count };
  try {
    shelf.setItem(nameShelf(store.user_id), JSON.stringify(kept));
  } catch {
    // A full or forbidden localStorage: the first count still stands.
  }
}

/**
 * At the start of the app: what has vanished is noted until the server has heard of it and the officer has read it, and
 * both counts start from what is there, so that the next loss is seen as one of its own.
 */
export async function noteLostWork(store: PhoneStore): Promise<void> {
  const found = await findLostWork(store);
  if (!found) return keepSecondCount(store);
  await store.write(["operations", "attachments", "meta"], "strict", "work", async (tx) => {
    const before = await readMeta(tx, "lost");
    const { had, now } = found;
    await writeMeta(tx, "lost", {
      had: had + (before ? before.had - before.now : 0),
      now,
      unreported: had - now + (before?.unreported ?? 0),
      acknowledged: false,
    });
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
  await keepSecondCount(store);
}

/** The officer has read "we had N, now 0". The server still hears of it if it has not. */
export async function acknowledgeLostWork(store: PhoneStore): Promise<void> {
  await store.write(["meta"], "strict", "work", async (tx) => {
    const lost = await readMeta(tx, "lost");
    if (lost?.unreported === 0) await tx.objectStore("meta").delete("lost");
    else if (lost) await writeMeta(tx, "lost", { ...lost, acknowledged: true });
    await tx.objectStore("meta").delete("not_kept");
  });
}

/** The server has answered a report that said `count` are lost. */
export async function markLostReported(store: PhoneStore, count: number): Promise<void> {
  await store.write(["meta"], "strict", "sync", async (tx) => {
    const lost = await readMeta(tx, "lost");
    if (!lost) return;
    const unreported = Math.max(0, lost.unreported - count);
    if (lost.acknowledged && unreported === 0) await tx.objectStore("meta").delete("lost");
    else await writeMeta(tx, "lost", { ...lost, unreported });
  });
}

export function forgetSecondCount(userId: string): void {
  findShelf()?.removeItem(nameShelf(userId));
}

function readSecondCount(userId: string): SecondCount | null {
  try {
    const kept = JSON.parse(findShelf()?.getItem(nameShelf(userId)) ?? "null") as SecondCount | null;
    return kept && typeof kept.count === "number" ? kept : null;
  } catch {
    return null;
  }
}

function nameShelf(userId: string): string {
  return `doorstep-unsent-${userId}`;
}

function findShelf(): Shelf | null {
  try {
    return (globalThis as { localStorage?: Shelf }).localStorage ?? null;
  } catch {
    return null;
  }
}
