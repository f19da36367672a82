// After a pull: what is still here of visits and people that have left this phone. Nothing of theirs stays outside the
// sealed copies but unsent work, drafts, and a receipt that its officer must yet hear of, stripped of what it was about.
import { findSettled } from "../domain/notices";
import type { PhoneStore, Transaction } from "./door";
import { keepUnseenIn } from "./kept";
import type { ReceiptRecord, Sealed, StoreName } from "./layout";
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

/** Run it when all pages are in. Again, or after a crash in between, it does what is left to do. */
export async function tidyEvicted(store: PhoneStore, lease: Lease): Promise<void> {
  const stripped = await stripReceipts(store);
  await store.write(STORES, "relaxed", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    const present = await readPresent(tx);
    for (const receipt of await tx.objectStore("receipts").getAll()) {
      if (!hasLeft(present, receipt)) continue;
      const sealed = stripped.get(receipt.op_id);
      if (sealed)
        await tx.objectStore("receipts").put({ ...receipt, ...sealed, entity_id: "", instance_id: null });
      else await tx.objectStore("receipts").delete(receipt.op_id);
    }
    await tidyPhotosAndAlertsIn(tx, present);
  });
}

/** Received photos become copies; alerts that the council or a person knows of go. */
async function tidyPhotosAndAlertsIn(tx: Transaction<"readwrite">, { held, busy }: Present): Promise<void> {
  for (const photo of await tx.objectStore("attachments").getAll()) {
    if (held.has(photo.visit_id)) continue;
    if (photo.place === "received" || photo.place === "refused") await keepUnseenIn(tx, photo);
  }
  for (const alert of await tx.objectStore("alerts").getAll()) {
    if (held.has(alert.visit_id) || busy.has(alert.visit_id)) continue;
    if (alert.received_at !== null || alert.told_at !== null)
      await tx.objectStore("alerts").delete(alert.alert_id);
  }
}

/** Those whose officer has yet to hear something: sealed again without the row, the kind of work and its values. */
async function stripReceipts(store: PhoneStore): Promise<Map<string, Sealed>> {
  const leaving = await store.read(["rows", "operations", "receipts"], async (tx) => {
    const present = await readPresent(tx);
    return (await tx.objectStore("receipts").getAll()).filter((receipt) => hasLeft(present, receipt));
  });
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
