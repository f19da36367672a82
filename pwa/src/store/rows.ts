// Reads base rows as the server sent them. Only `pulled.ts` writes them; what a screen shows is folded in `visits.ts`. One
// that cannot be opened is left out, said, and asked for again.
import { isProblem } from "../domain/problems";
import type { FieldsByType, RowOf } from "../domain/rows";
import type { PhoneStore } from "./door";
import type { RowRecord } from "./layout";
import { writeMeta } from "./meta";
import { nullIfUnreadable, openReadable } from "./readable";

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

/** A row that was opened before is told by its iv, which is never used twice. */
interface OpenedRow {
  iv: Uint8Array;
  row: Promise<unknown>;
}
const openedRows = new WeakMap<PhoneStore, Map<string, Map<string, OpenedRow>>>();

/**
 * Opens all rows of a type. Those opened before are not opened again: a list is read anew after each change on the
 * phone, and most of it is as it was. What is no longer among the records is forgotten, all of it with the store.
 */
export function openRows<T extends RowType>(
  store: PhoneStore,
  type: T,
  records: readonly RowRecord[],
): Promise<RowOf<T>[]> {
  const types = openedRows.get(store) ?? new Map<string, Map<string, OpenedRow>>();
  openedRows.set(store, types);
  const before = types.get(type);
  const now = new Map<string, OpenedRow>();
  for (const record of records) {
    const held = before?.get(record.id);
    if (held && record.iv?.every((byte, place) => byte === held.iv[place])) {
      now.set(record.id, held);
      continue;
    }
    const row = openRow<T>(store, record);
    row.catch((error: unknown) => {
      now.delete(record.id); // the next list tries again
      if (isProblem(error, "unreadable_record")) noteDamaged(store, record);
    });
    now.set(record.id, { iv: record.iv, row });
  }
  types.set(type, now);
  return openReadable([...now.values()], ({ row }) => row as Promise<RowOf<T>>);
}

const damagedRows = new WeakMap<PhoneStore, Map<string, RowRecord>>();

/** The officer is told once that the list is uncertain; a list that is read again must not say so for ever. */
function noteDamaged(store: PhoneStore, record: RowRecord): void {
  const known = damagedRows.get(store) ?? new Map<string, RowRecord>();
  damagedRows.set(store, known);
  const place = placeOfRow(record.type, record.id);
  if (known.has(place)) return;
  known.set(place, record);
  void store
    .write(["meta"], "relaxed", "sync", (tx) => writeMeta(tx, "list_uncertain", true))
    .catch(() => undefined);
}

/** Before a pull: what still cannot be opened goes, so that the digest disagrees and the server sends it again. */
export async function dropDamagedRows(store: PhoneStore): Promise<void> {
  for (const record of damagedRows.get(store)?.values() ?? []) {
    if (await nullIfUnreadable(openRow(store, record))) continue;
    await store.write(["rows"], "relaxed", "sync", async (tx) => {
      const now = await tx.objectStore("rows").get([record.type, record.id]);
      if (String(now?.iv) === String(record.iv))
        await tx.objectStore("rows").delete([record.type, record.id]);
    });
  }
  damagedRows.delete(store);
}

export async function listRows<T extends RowType>(store: PhoneStore, type: T): Promise<RowOf<T>[]> {
  const records = await store.read(["rows"], (tx) => tx.objectStore("rows").index("by_type").getAll(type));
  return openRows(store, type, records);
}

export async function findRow<T extends RowType>(
  store: PhoneStore,
  type: T,
  id: string,
): Promise<RowOf<T> | null> {
  const record = await store.read(["rows"], (tx) => tx.objectStore("rows").get([type, id]));
  return record ? openRow<T>(store, record) : null;
}
