// Seals operations and reads those on this phone, in the order they were made. `outbox.ts` writes them.
import { isTooLarge, measureSealed } from "../domain/batches";
import { Problem } from "../domain/problems";
import type { PendingOperation } from "../domain/shown";
import type { EntityType, Operation } from "../domain/wire";
import { type Addressee, makeContentKey, openContentKey, wrapContentKey } from "./content_keys";
import type { PhoneStore } from "./door";
import { joinPieces, openJoined, sealPieces } from "./file_pieces";
import type { ContentSeals, OperationRecord } from "./layout";
import { openReadable } from "./readable";
import { decodeValue, decrypt, encodeValue, encrypt } from "./sealing";

/** What of a record is sealed anew when an operation is; the rest are its open columns. */
export type SealedColumns = Pick<
  OperationRecord,
  "iv" | "ciphertext" | "shown" | "file" | "after" | "alert_ids"
> & { seals: ContentSeals };

/** Of layouts 1 and 2: what was sealed, under the data key itself. */
type SealedBefore = Omit<PendingOperation, "device_seq" | "view" | "saved_at" | "received_at">;

export function placeOfOperation(opId: string): string {
  return `operations:${opId}`;
}

function placeOfShown(opId: string): string {
  return `shown:${opId}`;
}

const BLANKS = 256;

/**
 * Under a content key of its own, once: what is kept is what is sent. One too large for a push becomes a file, whose bytes
 * end in blanks by chance: their SHA-256, which stands in the open, then says nothing of what is in it.
 */
export async function sealOperation(
  store: PhoneStore,
  operation: Operation,
  shown: Record<string, unknown>,
  to: Addressee,
): Promise<SealedColumns> {
  const { op_id, after, alerts } = operation;
  const contentKey = await makeContentKey();
  const { key } = contentKey;
  const plain = encodeValue(operation);
  const [seals, sealedShown, sealed] = await Promise.all([
    wrapContentKey(store, op_id, contentKey, to),
    Object.keys(shown).length > 0 ? encrypt(key, placeOfShown(op_id), encodeValue(shown)) : null,
    isTooLarge({ bytes: measureSealed(plain.length) })
      ? sealFile(key, op_id, plain)
      : encrypt(key, placeOfOperation(op_id), plain),
  ]);
  return { ...sealed, seals, shown: sealedShown, after, alert_ids: alerts.map(({ alert_id }) => alert_id) };
}

async function sealFile(key: CryptoKey, opId: string, plain: Uint8Array<ArrayBuffer>) {
  const bytes = new Uint8Array(plain.length + BLANKS);
  bytes.set(plain);
  const chance = crypto.getRandomValues(new Uint8Array(BLANKS));
  const [space, tab] = [32, 9];
  bytes.set(
    chance.map((byte) => (byte % 2 === 0 ? space : tab)),
    plain.length,
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const joined = joinPieces(await sealPieces(key, opId, bytes.buffer));
  return { iv: new Uint8Array(0), ciphertext: joined.buffer, file: { size: bytes.length, sha256 } };
}

/** Throws "locked", and "unreadable_record" for one that only the council can read. */
export async function openOperation(store: PhoneStore, record: OperationRecord): Promise<PendingOperation> {
  const { op_id, device_seq, view, saved_at, received_at, seals } = record;
  if (!seals) {
    if (!record.key_id) throw new Problem("unreadable_record");
    const before = { key_id: record.key_id, iv: record.iv, ciphertext: record.ciphertext };
    const inner = await store.unseal<SealedBefore>(placeOfOperation(op_id), before);
    return { ...inner, device_seq, view, saved_at, received_at };
  }
  const { key } = await openContentKey(store, op_id, seals);
  const [plain, shown] = await Promise.all([
    openPlain(key, record),
    record.shown ? decrypt(key, placeOfShown(op_id), record.shown) : null,
  ]);
  return {
    ...decodeValue<Operation>(plain),
    shown: shown ? decodeValue<Record<string, unknown>>(shown) : {},
    device_seq,
    view,
    saved_at,
    received_at,
  };
}

async function openPlain(key: CryptoKey, record: OperationRecord): Promise<ArrayBuffer> {
  if (!record.file) return decrypt(key, placeOfOperation(record.op_id), record);
  const plain = await openJoined(key, record.op_id, record.ciphertext);
  if (plain.byteLength !== record.file.size) throw new Problem("unreadable_record");
  return plain;
}

function sort(records: readonly OperationRecord[]): OperationRecord[] {
  return [...records].sort((one, two) => one.device_seq - two.device_seq);
}

function openAll(store: PhoneStore, records: readonly OperationRecord[]): Promise<PendingOperation[]> {
  return openReadable(sort(records), (record) => openOperation(store, record));
}

function readRecords(store: PhoneStore): Promise<OperationRecord[]> {
  return store.read(["operations"], (tx) => tx.objectStore("operations").getAll());
}

/** All that a screen must fold over base rows: unsent, and received but not yet in a pull. */
export async function listPendingOperations(store: PhoneStore): Promise<PendingOperation[]> {
  return openAll(store, await readRecords(store));
}

export async function listEntityOperations(store: PhoneStore, entityId: string): Promise<PendingOperation[]> {
  return openAll(store, await listEntityRecords(store, entityId));
}

/** What a locked phone knows of them too. */
export async function listEntityRecords(store: PhoneStore, entityId: string): Promise<OperationRecord[]> {
  const records = await store.read(["operations"], (tx) =>
    tx.objectStore("operations").index("by_entity").getAll(entityId),
  );
  return sort(records);
}

/** Operations without a receipt that can be read here. */
export async function listUnsentOperations(store: PhoneStore): Promise<PendingOperation[]> {
  const records = await readRecords(store);
  return openAll(
    store,
    records.filter((record) => record.received_at === null),
  );
}

/** One without a receipt, by what is known of it: `kind` is null where its record cannot be read. */
export interface UnsentThing {
  op_id: string;
  piece_id: string;
  kind: string | null;
  entity: { type: EntityType | ""; id: string };
  saved_at: string;
  size: number;
}

/** Every operation without a receipt, readable or not: none may be missing from the list of what is not sent. */
export async function listUnsentThings(store: PhoneStore): Promise<UnsentThing[]> {
  const unsent = sort((await readRecords(store)).filter((record) => record.received_at === null));
  const readable = await openAll(store, unsent);
  const kinds = new Map(readable.map((operation) => [operation.op_id, operation]));
  return unsent.map((record) => {
    const { op_id, piece_id, entity_type, entity_id, saved_at } = record;
    const opened = kinds.get(op_id);
    const entity = opened?.entity ?? { type: (entity_type ?? "") as EntityType | "", id: entity_id };
    const kind = opened?.kind ?? null;
    return { op_id, piece_id, kind, entity, saved_at, size: record.ciphertext?.byteLength ?? 0 };
  });
}
