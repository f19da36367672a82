// What this phone may send now, and in which form: sealed, which needs no key, or for what an older app has left here (and
// for what was made before the server's key was known) opened, which an unlocked phone alone can do. Writes nothing.

import { toBase64 } from "../domain/base64";
import { measureOperation, measureSealed, type Outgoing, toWire } from "../domain/batches";
import type { PendingOperation } from "../domain/shown";
import type { Operation, SealedOperation } from "../domain/wire";
import { unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { measureSealed as measureSealedFile } from "./file_pieces";
import type { AttachmentRecord, OperationRecord } from "./layout";
import { openOperation } from "./operations";
import { nullIfUnreadable } from "./readable";
import type { ServerSeal } from "./server_seal";

export interface OutgoingOperation extends Outgoing {
  record: OperationRecord;
  /** Null: it goes sealed. */
  opened: PendingOperation | null;
}

/** Operations without a receipt that can go now. What cannot stays in the outbox and holds nothing up. */
export async function listOutgoing(store: PhoneStore): Promise<OutgoingOperation[]> {
  const records = await store.read(["operations"], (tx) => tx.objectStore("operations").getAll());
  const outgoing: OutgoingOperation[] = [];
  for (const record of records) {
    if (record.received_at !== null) continue;
    const one = record.seals?.server ? describeSealed(record) : await describeOpened(store, record);
    if (one) outgoing.push(one);
  }
  return outgoing;
}

function describeSealed(record: OperationRecord): OutgoingOperation {
  const { op_id, device_seq, after = [], alert_ids = [], ciphertext } = record;
  const bytes = measureSealed(ciphertext?.byteLength ?? 0);
  return {
    op_id,
    device_seq,
    after,
    goes_first: alert_ids.length > 0 || isCheckIn(record),
    bytes,
    record,
    opened: null,
  };
}

/** Known of a sealed one too: nothing else is about an officer. */
function isCheckIn({ entity_type }: OperationRecord): boolean {
  return entity_type === "officer";
}

async function describeOpened(store: PhoneStore, record: OperationRecord): Promise<OutgoingOperation | null> {
  const opened = await openIfPossible(store, record);
  if (!opened) return null;
  const { op_id, device_seq, after, alerts } = opened;
  const bytes = measureOperation(toWire(opened));
  return {
    op_id,
    device_seq,
    after,
    goes_first: alerts.length > 0 || isCheckIn(record),
    bytes,
    record,
    opened,
  };
}

/** Null while locked, and for a record that only the council can read. */
export async function openIfPossible(
  store: PhoneStore,
  record: OperationRecord,
): Promise<PendingOperation | null> {
  if (store.is_locked) return null;
  return unlessLocked(nullIfUnreadable(openOperation(store, record)));
}

export function toPush({ record, opened }: OutgoingOperation): Operation | SealedOperation {
  const server = record.seals?.server;
  if (opened || !server) return toWire(opened as PendingOperation);
  // A record that was cut short goes as it is: the server says that it cannot be opened, and nothing waits for it.
  const { op_id, device_seq, view, iv = new Uint8Array(0), ciphertext = new ArrayBuffer(0) } = record;
  const { key_id, wrapped_key } = server;
  const text = toBase64(new Uint8Array(ciphertext));
  return { op_id, device_seq, view, sealed: { key_id, wrapped_key, iv: toBase64(iv), ciphertext: text } };
}

/** A photo without a receipt: what its upload needs. */
export interface OutgoingPhoto {
  record: AttachmentRecord;
  attachment_id: string;
  /** Of its plain bytes. */
  size: number;
  /** Null: it goes opened. */
  seal: ServerSeal | null;
}

/** The oldest first. What a locked phone cannot send is left out. */
export async function listOutgoingPhotos(store: PhoneStore): Promise<OutgoingPhoto[]> {
  const waiting = await store.read(["attachments"], (tx) =>
    tx.objectStore("attachments").index("by_place").getAll("waiting"),
  );
  return waiting
    .filter((record) => record.seals?.server || !store.is_locked)
    .sort((one, two) => one.added_at.localeCompare(two.added_at))
    .map((record) => ({
      record,
      attachment_id: record.attachment_id,
      size: record.size,
      seal: record.seals?.server ?? null,
    }));
}

/** The bytes that an upload of a sealed file has. */
export function measureUpload({ size }: Pick<OutgoingPhoto, "size">): number {
  return measureSealedFile(size);
}
