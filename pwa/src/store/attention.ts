// What a person must look at, counted from open columns so that a locked store could say it too. The count is that of the
// list (attention_list.ts). A conflict is told by its row; before that has come, by the receipt.
import type { PhoneStore } from "./door";
import type { AttachmentRecord, OperationRecord, ReceiptRecord, RowRecord } from "./layout";

export interface AttentionColumns {
  operations: readonly OperationRecord[];
  receipts: readonly ReceiptRecord[];
  attachments: readonly AttachmentRecord[];
  conflicts: readonly RowRecord[];
}

export interface Attention {
  /** Operations with a verdict that a person must look at. */
  op_ids: Set<string>;
  /** Conflicts that nobody has resolved, not even this officer on this phone. */
  conflict_ids: Set<string>;
  /** Receipts that stand in the list themselves: reviews, and conflicts whose row has not come yet. */
  receipt_ids: Set<string>;
  /** Refused, or with the council and not to be opened there. */
  photo_ids: Set<string>;
  /** With the council, which cannot open them yet: still counted as not sent. */
  unopened_op_ids: Set<string>;
  count: number;
}

export function weighAttention({
  operations,
  receipts,
  attachments,
  conflicts,
}: AttentionColumns): Attention {
  const pending = new Map(operations.map((one) => [one.op_id, one]));
  const refused = new Set(receipts.filter(settlesNothing).map(({ op_id }) => op_id));
  const chosen = new Set(
    operations.filter(({ op_id }) => !refused.has(op_id)).map(({ resolves }) => resolves),
  );
  const open = conflicts.filter(({ id, is_open }) => is_open && !chosen.has(id)).map(({ id }) => id);
  const attention: Attention = {
    op_ids: new Set(),
    conflict_ids: new Set(open),
    receipt_ids: new Set(),
    photo_ids: new Set(attachments.filter(needsPerson).map((one) => one.attachment_id)),
    unopened_op_ids: new Set(),
    count: 0,
  };
  const known = new Set(conflicts.map(({ id }) => id));
  for (const { op_id, needs_attention, conflict_ids = [] } of receipts) {
    const hasOpen = conflict_ids.some((id) => attention.conflict_ids.has(id));
    // Before the pull that brings it, a conflict that has just been answered has no row here.
    const isNews = pending.has(op_id) && conflict_ids.some((id) => !known.has(id));
    if (needs_attention || isNews) attention.receipt_ids.add(op_id);
    if (needs_attention || isNews || hasOpen) attention.op_ids.add(op_id);
    // A receipt that ended nothing: only of what the server could not open.
    if (needs_attention && pending.get(op_id)?.received_at === null) attention.unopened_op_ids.add(op_id);
  }
  const { conflict_ids, receipt_ids, photo_ids } = attention;
  const things = new Set(receipts.filter(({ op_id }) => receipt_ids.has(op_id)).map(findThing));
  return { ...attention, count: conflict_ids.size + things.size + photo_ids.size };
}

/**
 * What an officer counts as one thing in review: all that is about one visit (or row). Where that has left the phone,
 * what was answered at the same moment.
 */
export function findThing({ entity_id, received_at }: { entity_id: string; received_at: string }): string {
  return entity_id || received_at;
}

export function needsPerson({ place, unopened_because }: AttachmentRecord): boolean {
  return place === "refused" || (place === "waiting" && Boolean(unopened_because));
}

function settlesNothing({ needs_attention, conflict_ids = [] }: ReceiptRecord): boolean {
  return needs_attention || conflict_ids.length > 0;
}

export function readAttention(store: PhoneStore): Promise<Attention> {
  return store.read(["operations", "receipts", "attachments", "rows"], async (tx) => {
    const [operations, receipts, attachments, conflicts] = await Promise.all([
      tx.objectStore("operations").getAll(),
      tx.objectStore("receipts").getAll(),
      tx.objectStore("attachments").getAll(),
      tx.objectStore("rows").index("by_type").getAll("conflict"),
    ]);
    return weighAttention({ operations, receipts, attachments, conflicts });
  });
}
