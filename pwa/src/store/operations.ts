// Reads the operations on this phone, in the order they were made. `outbox.ts` writes them.
import type { PendingOperation } from "../domain/shown";
import type { PhoneStore } from "./door";
import type { OperationRecord } from "./layout";

/** What of an operation is sealed; the rest are the record's open columns. */
export type SealedOperation = Omit<PendingOperation, "device_seq" | "view" | "saved_at" | "received_at">;

export function placeOfOperation(opId: string): string {
  return `operations:${opId}`;
}

export async function openOperation(store: PhoneStore, record: OperationRecord): Promise<PendingOperation> {
  const inner = await store.unseal<SealedOperation>(placeOfOperation(record.op_id), record);
  const { device_seq, view, saved_at, received_at } = record;
  return { ...inner, device_seq, view, saved_at, received_at };
}

async function openAll(store: PhoneStore, records: OperationRecord[]): Promise<PendingOperation[]> {
  const inOrder = [...records].sort((one, two) => one.device_seq - two.device_seq);
  return Promise.all(inOrder.map((record) => openOperation(store, record)));
}

/** All that a screen must fold over base rows: unsent, and received but not yet in a pull. */
export async function listPendingOperations(store: PhoneStore): Promise<PendingOperation[]> {
  return openAll(store, await store.read(["operations"], (tx) => tx.objectStore("operations").getAll()));
}

export async function listEntityOperations(store: PhoneStore, entityId: string): Promise<PendingOperation[]> {
  const records = await store.read(["operations"], (tx) =>
    tx.objectStore("operations").index("by_entity").getAll(entityId),
  );
  return openAll(store, records);
}

/** Operations without a receipt. */
export async function listUnsentOperations(store: PhoneStore): Promise<PendingOperation[]> {
  const records = await store.read(["operations"], (tx) => tx.objectStore("operations").getAll());
  return openAll(
    store,
    records.filter((record) => record.received_at === null),
  );
}

/** One that cannot be opened must not stop the others: it is left out here and counted by `unsent.ts`. */
export async function listSendableOperations(
  store: PhoneStore,
): Promise<{ operations: PendingOperation[]; unreadable: string[] }> {
  const records = await store.read(["operations"], (tx) => tx.objectStore("operations").getAll());
  const unsent = records
    .filter((record) => record.received_at === null)
    .sort((one, two) => one.device_seq - two.device_seq);
  const operations: PendingOperation[] = [];
  const unreadable: string[] = [];
  for (const record of unsent) {
    const opened = await openOperation(store, record).catch(() => null);
    if (opened) operations.push(opened);
    else unreadable.push(record.op_id);
  }
  return { operations, unreadable };
}
