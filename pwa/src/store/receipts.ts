// Writes and reads the server's lasting answers. Only what is named in a receipt may leave the outbox. While the phone is
// locked an answer is kept by its ids and words, and sealed when it is unlocked.
import {
  findSettled,
  type KnownReceipt,
  listConflictIds,
  needsReview,
  type ReceiptAbout,
} from "../domain/notices";
import { Problem } from "../domain/problems";
import type { PendingOperation } from "../domain/shown";
import type { Receipt } from "../domain/wire";
import { unlessLocked } from "./content_keys";
import type { PhoneStore, Transaction } from "./door";
import type { ReceiptRecord, Sealed } from "./layout";
import { WORK_STORES } from "./layout";
import { readMeta, writeMeta } from "./meta";
import { openIfPossible } from "./outgoing";
import { nullIfUnreadable, openReadable } from "./readable";
import { countUnsentIn } from "./unsent";

export type KeptReceipt = KnownReceipt & {
  /** "" once its visit has left this phone: then the receipt tells nothing of it. */
  entity_id: string;
};

type SealedReceipt = Receipt & { about?: ReceiptAbout | null };

function placeOfReceipt(opId: string): string {
  return `receipts:${opId}`;
}

/** The server has it and cannot open it: the phone keeps its own, and tries again. */
export const CANNOT_BE_OPENED = "cannot_be_opened";

interface Known {
  about: ReceiptAbout | null;
  alert_ids: string[];
}

/** Keeps each receipt, and in the same transaction marks its operation received and its alerts known to the council. */
export async function saveReceipts(
  store: PhoneStore,
  receipts: readonly Receipt[],
  now: Date,
): Promise<void> {
  if (receipts.length === 0) return;
  const known = await findKnown(store, receipts);
  const sealed = await Promise.all(
    receipts.map(async (receipt) => {
      const { about, alert_ids } = known.get(receipt.op_id) ?? { about: null, alert_ids: [] };
      return { receipt, alert_ids, inner: await unlessLocked(sealReceipt(store, { ...receipt, about })) };
    }),
  );
  await store.write(WORK_STORES, "strict", "work", async (tx) => {
    for (const { receipt, inner, alert_ids } of sealed) {
      await putReceipt(tx, receipt, inner, alert_ids, now.toISOString());
    }
    await writeMeta(tx, "unsent_count", (await countUnsentIn(tx)).total);
  });
}

async function putReceipt(
  tx: Transaction<"readwrite">,
  receipt: Receipt,
  inner: Sealed | null,
  alertIds: string[],
  received_at: string,
): Promise<void> {
  const { op_id } = receipt;
  const operation = await tx.objectStore("operations").get(op_id);
  const held: Partial<ReceiptRecord> = (await tx.objectStore("receipts").get(op_id)) ?? {};
  const { told: _before, ...kept } = held;
  // Not ours, or of before a sign-out: nothing here waits for it. What the office has settled is told all the same.
  if (!operation && !kept.op_id && findSettled(receipt) === null) return;
  await tx.objectStore("receipts").put({
    ...kept,
    op_id,
    entity_id: operation?.entity_id ?? kept.entity_id ?? "",
    instance_id: operation?.instance_id ?? kept.instance_id ?? null,
    received_at: kept.received_at ?? received_at,
    ...findColumns(receipt, operation?.resolves ? [operation.resolves] : []),
    ...(inner ?? { told: keepWords(receipt) }),
  });
  if (receipt.reason === CANNOT_BE_OPENED) return;
  if (operation && operation.received_at === null) {
    const settles_with_pull = ((await readMeta(tx, "pull_number")) ?? 0) + 1;
    await tx.objectStore("operations").put({ ...operation, received_at, settles_with_pull });
  }
  for (const alertId of alertIds) {
    const alert = await tx.objectStore("alerts").get(alertId);
    if (alert && alert.received_at === null) await tx.objectStore("alerts").put({ ...alert, received_at });
  }
}

/** What may stand in the open until the phone is unlocked: ids and words of the word list, whatever was sent. */
function keepWords(receipt: Receipt): Receipt {
  const { op_id, verdict, reason, detail } = receipt;
  const conflict_ids = listConflictIds(receipt);
  const fields = Array.isArray(detail?.fields) ? detail.fields.filter((one) => typeof one === "string") : [];
  return { op_id, verdict, reason, detail: conflict_ids.length > 0 ? { conflict_ids, fields } : null };
}

/** What each is about, from its operation, or from the receipt already kept when a later verdict comes. */
async function findKnown(store: PhoneStore, receipts: readonly Receipt[]): Promise<Map<string, Known>> {
  const [operations, kept] = await store.read(["operations", "receipts"], (tx) =>
    Promise.all([
      Promise.all(receipts.map(({ op_id }) => tx.objectStore("operations").get(op_id))),
      Promise.all(receipts.map(({ op_id }) => tx.objectStore("receipts").get(op_id))),
    ]),
  );
  const found = new Map<string, Known>();
  for (const [place, { op_id }] of receipts.entries()) {
    const record = operations[place];
    const operation = record ? await openIfPossible(store, record) : null;
    const before = kept[place];
    const about = operation ? describeOperation(operation) : before ? await findAbout(store, before) : null;
    const alert_ids = record?.alert_ids ?? operation?.alerts.map(({ alert_id }) => alert_id) ?? [];
    found.set(op_id, { about, alert_ids });
  }
  return found;
}

async function findAbout(store: PhoneStore, record: ReceiptRecord): Promise<ReceiptAbout | null> {
  return (await unlessLocked(nullIfUnreadable(openReceipt(store, record))))?.about ?? null;
}

function describeOperation({ kind, entity, fields }: PendingOperation): ReceiptAbout {
  const values = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  return { kind, entity_type: entity.type, entity_id: entity.id, values };
}

export function sealReceipt(store: PhoneStore, receipt: SealedReceipt): Promise<Sealed> {
  return store.seal(placeOfReceipt(receipt.op_id), receipt);
}

/** What was told while locked stands over what was sealed before. Throws "locked" where there is something sealed. */
export async function openReceipt(store: PhoneStore, record: ReceiptRecord): Promise<KeptReceipt> {
  const { op_id, entity_id, received_at, told } = record;
  const inner = hasInner(record) ? await store.unseal<SealedReceipt>(placeOfReceipt(op_id), record) : null;
  if (!inner && !told) throw new Problem("unreadable_record");
  const receipt = { ...(inner as SealedReceipt), ...told };
  return { ...receipt, about: inner?.about ?? null, entity_id, received_at };
}

function hasInner(record: ReceiptRecord): record is ReceiptRecord & Sealed {
  return record.key_id !== undefined;
}

/**
 * At the first unlocked round. Receipts of layout 1 do not say in the open which conflicts they name: they are opened
 * once, and say it from then. Those that came while locked are sealed, with what they are about.
 */
export async function fillReceipts(store: PhoneStore): Promise<void> {
  const records = await store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
  await saveToldReceipts(store, records);
  for (const record of records.filter(({ conflict_ids }) => conflict_ids === undefined)) {
    const receipt = await nullIfUnreadable(openReceipt(store, record));
    if (!receipt) continue;
    const columns = findColumns(receipt, []);
    await store.write(["receipts"], "relaxed", "work", async (tx) => {
      const kept = await tx.objectStore("receipts").get(record.op_id);
      if (kept?.conflict_ids === undefined && kept)
        await tx.objectStore("receipts").put({ ...kept, ...columns });
    });
  }
}

async function saveToldReceipts(store: PhoneStore, records: readonly ReceiptRecord[]): Promise<void> {
  const told = records.flatMap((record) => record.told ?? []);
  if (told.length === 0) return;
  const known = await findKnown(store, told);
  for (const receipt of told) {
    const { op_id } = receipt;
    const inner = await sealReceipt(store, { ...receipt, about: known.get(op_id)?.about ?? null });
    await store.write(["receipts"], "relaxed", "work", async (tx) => {
      const kept = await tx.objectStore("receipts").get(op_id);
      if (!kept?.told || JSON.stringify(kept.told) !== JSON.stringify(receipt)) return;
      const { told: _sealedNow, ...rest } = kept;
      await tx.objectStore("receipts").put({ ...rest, ...inner });
    });
  }
}

/** `resolves`: of a choice that came too late; its conflict is still there, or another verdict would have come. */
function findColumns(
  receipt: Receipt,
  resolves: string[],
): Pick<ReceiptRecord, "needs_attention"> & { conflict_ids: string[] } {
  if (receipt.verdict !== "conflict") return { needs_attention: needsReview(receipt), conflict_ids: [] };
  const named = listConflictIds(receipt);
  const conflict_ids = named.length > 0 ? named : resolves;
  return { needs_attention: conflict_ids.length === 0, conflict_ids };
}

/** Every receipt kept, the newest first. */
export async function listReceipts(store: PhoneStore): Promise<KeptReceipt[]> {
  const records = await store.read(["receipts"], (tx) => tx.objectStore("receipts").getAll());
  const opened = await openReadable(records, (record) => openReceipt(store, record));
  return opened.sort((one, two) => two.received_at.localeCompare(one.received_at));
}
