// After a pull: what is still here of visits and people that have left this phone. Nothing of theirs stays outside the
// sealed copies but unsent work, drafts, and a receipt that its officer must yet hear of, stripped of what it was about.
import { findSettled } from "../domain/notices";
import type { PhoneStore, Transaction } from "./door";
import { keepUnseenIn } from "./kept";
import type { AlertRecord, AttachmentRecord, ReceiptRecord, Sealed, StoreName } from "./layout";
import { holdsLease, type Lease } from "./lease";
import { type KeptReceipt, openReceipt, sealReceipt } from "./receipts";

const STORES: StoreName[] = ["rows", "operations", "receipts", "attachments", "alerts", "meta"];

interface Present {
  /** Ids of all rows on this phone. */
  held: Set<string>;
  /** Ids of rows about which work is not settled. */
  busy: Set<string>;
  op_ids: Set<string>;
}

async function readPresent(tx: Transaction<"readonly"> | Transaction<"readwrite">): Promise<Present> {
  const [keys, operations] = await Promise.all([
    tx.objectStore("rows").getAllKeys(),
    tx.objectStore("operations").getAll(),
  ]);
  return {
    held: new Set(keys.map(([, id]) => id)),
    busy: new Set(operations.map(({ entity_id }) => entity_id)),
    op_ids: new Set(operations.map(({ op_id }) => op_id)),
  };
}

function hasLeft({ held, op_ids }: Present, { op_id, entity_id }: ReceiptRecord): boolean {
  return entity_id !== "" && !held.has(entity_id) && !op_ids.has(op_id);
}

/** Received (or refused) at a visit that has left: its photo is a copy from now on. */
function isOver({ held }: Present, { visit_id, place }: AttachmentRecord): boolean {
  return !held.has(visit_id) && (place === "received" || place === "refused");
}

/** Of a visit that has left, and known to the council or to a person who was told. */
function isKnown({ held, busy }: Present, { visit_id, received_at, told_at }: AlertRecord): boolean {
  return !held.has(visit_id) && !busy.has(visit_id) && (received_at !== null || told_at !== null);
}

interface Leaving {
  receipts: ReceiptRecord[];
  photos: AttachmentRecord[];
  alerts: AlertRecord[];
}

async function findLeaving(tx: Transaction<"readonly"> | Transaction<"readwrite">): Promise<Leaving> {
  const [present, receipts, photos, alerts] = await Promise.all([
    readPresent(tx),
    tx.objectStore("receipts").getAll(),
    tx.objectStore("attachments").getAll(),
    tx.objectStore("alerts").getAll(),
  ]);
  return {
    receipts: receipts.filter((receipt) => hasLeft(present, receipt)),
    photos: photos.filter((photo) => isOver(present, photo)),
    alerts: alerts.filter((alert) => isKnown(present, alert)),
  };
}

/** Run it when all pages are in. Again, or after a crash in between, it does what is left to do. */
export async function tidyEvicted(store: PhoneStore, lease: Lease): Promise<void> {
  const { receipts, photos, alerts } = await store.read(STORES, findLeaving);
  if (receipts.length + photos.length + alerts.length === 0) return;
  const stripped = await stripReceipts(store, receipts);
  await store.write(STORES, "relaxed", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    const leaving = await findLeaving(tx);
    for (const receipt of leaving.receipts) {
      const sealed = stripped.get(receipt.op_id);
      const { told: _told, ...rest } = receipt;
      if (sealed)
        await tx.objectStore("receipts").put({ ...rest, ...sealed, entity_id: "", instance_id: null });
      else await tx.objectStore("receipts").delete(receipt.op_id);
    }
    for (const photo of leaving.photos) await keepUnseenIn(tx, photo);
    for (const { alert_id } of leaving.alerts) await tx.objectStore("alerts").delete(alert_id);
  });
}

/** Those whose officer has yet to hear something: sealed again without the row, the kind of work and its values. */
async function stripReceipts(
  store: PhoneStore,
  leaving: readonly ReceiptRecord[],
): Promise<Map<string, Sealed>> {
  const stripped = new Map<string, Sealed>();
  for (const record of leaving) {
    const receipt = await openReceipt(store, record).catch(() => null);
    if (receipt && (record.needs_attention || mustBeHeard(receipt)))
      stripped.set(record.op_id, await sealReceipt(store, strip(receipt)));
  }
  return stripped;
}

function mustBeHeard(receipt: KeptReceipt): boolean {
  return findSettled(receipt) !== null || receipt.verdict === "waiting";
}

function strip({ op_id, verdict, reason, detail, about }: KeptReceipt) {
  const settled = detail?.settled;
  return {
    op_id,
    verdict,
    reason,
    detail: settled ? { settled } : null,
    about: about && { kind: about.kind, entity_type: "", entity_id: "", values: {} },
  };
}
