// Reads base rows as the server sent them. Only `pulled.ts` writes them; what a screen shows is folded in `visits.ts`.
import type { FieldsByType, RowOf } from "../domain/rows";
import type { PhoneStore } from "./door";
import type { RowRecord } from "./layout";

type RowType = keyof FieldsByType;
/** What of a row is sealed: everything but its key and version. */
export interface SealedRow {
  field_versions: Record<string, number>;
  fields: unknown;
}

export function placeOfRow(type: string, id: string): string {
  return `rows:${type}:${id}`;
}

export async function openRow<T extends RowType>(store: PhoneStore, record: RowRecord): Promise<RowOf<T>> {
  const inner = await store.unseal<SealedRow>(placeOfRow(record.type, record.id), record);
  return { type: record.type, id: record.id, version: record.version, ...inner } as RowOf<T>;
}

export async function listRows<T extends RowType>(store: PhoneStore, type: T): Promise<RowOf<T>[]> {
  const records = await store.read(["rows"], (tx) => tx.objectStore("rows").index("by_type").getAll(type));
  return Promise.all(records.map((record) => openRow<T>(store, record)));
}

export async function findRow<T extends RowType>(
  store: PhoneStore,
  type: T,
  id: string,
): Promise<RowOf<T> | null> {
  const record = await store.read(["rows"], (tx) => tx.objectStore("rows").get([type, id]));
  return record ? openRow<T>(store, record) : null;
}
