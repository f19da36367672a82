// What a person must look at, opened for the screen that lists it.
import type { ShownConflict } from "../domain/conflicts";
import type { Photo } from "../domain/draft";
import { needsPerson, readAttention } from "./attention";
import { listConflicts } from "./conflicts";
import type { PhoneStore } from "./door";
import { openPhoto } from "./photos";
import { type KeptReceipt, listReceipts } from "./receipts";

export interface AttentionList {
  conflicts: ShownConflict[];
  /** In review, or in a conflict whose row has not come yet. */
  receipts: KeptReceipt[];
  /** Refused, or not to be opened there. */
  refused_photos: Photo[];
}

export async function listAttention(store: PhoneStore): Promise<AttentionList> {
  const [attention, conflicts, receipts, photos] = await Promise.all([
    readAttention(store),
    listConflicts(store),
    listReceipts(store),
    store.read(["attachments"], (tx) => tx.objectStore("attachments").getAll()),
  ]);
  return {
    conflicts: conflicts.filter(({ conflict }) => attention.conflict_ids.has(conflict.id)),
    receipts: receipts.filter(({ op_id }) => attention.receipt_ids.has(op_id)),
    refused_photos: await Promise.all(photos.filter(needsPerson).map((record) => openPhoto(store, record))),
  };
}
