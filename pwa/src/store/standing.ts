// Where every piece of work on this phone stands, from one read of open columns: no record is opened for it.

import { instanceOfLoosePhotos } from "../domain/draft";
import type { ItemState } from "../domain/sync_state";
import { findGravest } from "../domain/truth";
import { weighAttention } from "./attention";
import type { PhoneStore } from "./door";
import type { AttachmentRecord, DraftRecord, OperationRecord } from "./layout";
import { readMeta } from "./meta";
import { countUnsentIn, type UnsentCount } from "./unsent";

type RestingState = Exclude<ItemState, "sending">;

export interface Standing {
  unsent: UnsentCount;
  /** By op_id and by attachment_id. */
  operations: Record<string, RestingState>;
  photos: Record<string, RestingState>;
  /** Whose each of them is: by op_id and attachment_id, the visit's id (or that of the row an operation is about). */
  belongs_to: Record<string, string>;
  received: number;
  /** Drafts of forms; those of loose photos apart, and the photos in them. */
  unfinished: number;
  loose_drafts: number;
  loose_photos: number;
  needs_attention: number;
  /** Records of an older app whose data key is not on this phone: nobody can open those. */
  unreadable: number;
  last_contact_at: string | null;
  lost: { had: number; now: number } | null;
  /** Of `lost`, what the server has not heard of. */
  lost_unreported: number;
  not_kept: number;
  list_uncertain: boolean;
  /** Visits of which something is only on this phone. */
  unsent_visit_ids: string[];
  last_device_seq: number;
}

export function readStanding(store: PhoneStore): Promise<Standing> {
  return store.read(
    ["keys", "operations", "attachments", "receipts", "rows", "drafts", "meta"],
    async (tx) => {
      const [unsent, keys, pending, attachments, receipts, conflicts, drafts] = await Promise.all([
        countUnsentIn(tx),
        tx.objectStore("keys").getAllKeys(),
        tx.objectStore("operations").getAll(),
        tx.objectStore("attachments").getAll(),
        tx.objectStore("receipts").getAll(),
        tx.objectStore("rows").index("by_type").getAll("conflict"),
        tx.objectStore("drafts").getAll(),
      ]);
      const [lastContactAt, lost, notKept, uncertain] = await Promise.all([
        readMeta(tx, "last_contact_at"),
        readMeta(tx, "lost"),
        readMeta(tx, "not_kept"),
        readMeta(tx, "list_uncertain"),
      ]);
      const nextSeq = (await readMeta(tx, "next_device_seq")) ?? 1;
      const attention = weighAttention({ operations: pending, receipts, attachments, conflicts });
      const operations: Standing["operations"] = {};
      const belongs_to: Standing["belongs_to"] = {};
      for (const { op_id } of receipts) operations[op_id] = "received";
      for (const { op_id, received_at } of pending)
        operations[op_id] = received_at === null ? "waiting" : "received";
      const unopened = new Set(attention.unopened_op_ids);
      for (const id of attention.op_ids)
        if (operations[id] === "received" || unopened.has(id)) operations[id] = "attention";
      for (const { op_id, entity_id } of [...receipts, ...pending]) belongs_to[op_id] = entity_id;
      const photos: Standing["photos"] = {};
      for (const { attachment_id, visit_id, place } of attachments.filter(isShown)) {
        const needsPerson = attention.photo_ids.has(attachment_id);
        photos[attachment_id] = needsPerson ? "attention" : place === "waiting" ? "waiting" : "received";
        belongs_to[attachment_id] = visit_id;
      }
      const states = [...Object.values(operations), ...Object.values(photos)];
      return {
        unsent,
        operations,
        photos,
        belongs_to,
        received: states.filter((state) => state === "received" || state === "attention").length,
        ...countDrafts(drafts, attachments),
        needs_attention: attention.count,
        unreadable: pending.filter((one) => isStuck(one, keys)).length,
        last_contact_at: lastContactAt ?? null,
        lost: lost && !lost.acknowledged ? { had: lost.had, now: lost.now } : null,
        lost_unreported: lost?.unreported ?? 0,
        not_kept: notKept?.length ?? 0,
        list_uncertain: uncertain ?? false,
        unsent_visit_ids: findUnsentVisits(pending, attachments),
        last_device_seq: nextSeq - 1,
      };
    },
  );
}

/** From what stands in the open: a locked phone counts too. */
function countDrafts(
  drafts: readonly DraftRecord[],
  attachments: readonly AttachmentRecord[],
): Pick<Standing, "unfinished" | "loose_drafts" | "loose_photos"> {
  const loose = new Set(
    drafts
      .filter(({ instance_id, entity_id }) => instance_id === instanceOfLoosePhotos(entity_id))
      .map(({ instance_id }) => instance_id),
  );
  const begun = attachments.filter(
    ({ place, instance_id }) => place === "draft" && instance_id !== null && loose.has(instance_id),
  );
  return {
    unfinished: drafts.length - loose.size,
    loose_drafts: loose.size,
    loose_photos: begun.length,
  };
}

function isStuck({ seals, key_id }: OperationRecord, keys: readonly string[]): boolean {
  if (seals?.server) return false;
  return !keys.includes(seals?.reading?.key_id ?? key_id ?? "");
}

function findUnsentVisits(
  operations: readonly OperationRecord[],
  attachments: readonly AttachmentRecord[],
): string[] {
  const unsent = operations.filter(
    // A record of layout 1 does not say its type; the pieces that a visit gives its id are a visit's.
    ({ received_at, entity_type, entity_id, piece_id }) =>
      received_at === null && (entity_type === "visit" || (!entity_type && piece_id === entity_id)),
  );
  const waiting = attachments.filter(({ place }) => place === "waiting");
  return [
    ...new Set([...unsent.map(({ entity_id }) => entity_id), ...waiting.map(({ visit_id }) => visit_id)]),
  ];
}

/** A draft's photos are no work yet; a kept one is shown nowhere. */
function isShown({ place }: AttachmentRecord): boolean {
  return place !== "draft" && place !== "kept";
}

/** By visit (or row), the gravest of the states of its parts. */
export function gatherStates(
  belongsTo: Readonly<Record<string, string>>,
  states: Readonly<Record<string, ItemState>>,
): Record<string, ItemState> {
  const parts = new Map<string, ItemState[]>();
  for (const [id, state] of Object.entries(states)) {
    const owner = belongsTo[id];
    if (owner) parts.set(owner, [...(parts.get(owner) ?? []), state]);
  }
  return Object.fromEntries([...parts].map(([owner, all]) => [owner, findGravest(all) ?? "received"]));
}
