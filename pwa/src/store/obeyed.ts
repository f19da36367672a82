// Orders of the council that this phone has carried out, until the council has heard of it.
import type { PhoneStore } from "./door";
import { readMeta, writeMeta } from "./meta";

export async function noteObeyed(store: PhoneStore, orders: readonly string[]): Promise<void> {
  if (orders.length === 0) return;
  await store.write(["meta"], "strict", "sync", async (tx) => {
    const before = (await readMeta(tx, "obeyed")) ?? [];
    await writeMeta(tx, "obeyed", [...new Set([...before, ...orders])]);
  });
}

/** The server has answered a request that said so. */
export async function markObeyedSaid(store: PhoneStore, said: readonly string[]): Promise<void> {
  if (said.length === 0) return;
  await store.write(["meta"], "strict", "sync", async (tx) => {
    const left = ((await readMeta(tx, "obeyed")) ?? []).filter((order) => !said.includes(order));
    await writeMeta(tx, "obeyed", left);
  });
}
