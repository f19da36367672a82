// Where every piece of work on this phone stands, from one read of open columns: no record is opened for it.
import type { ItemState } from "../domain/sync_state";
import type { PhoneStore } from "./door";
import { readMeta } from "./meta";
import { countUnsentIn, type UnsentCount } from "./unsent";

export interface Standing {
  unsent: UnsentCount;
  /** By op_id and by attachment_id. */
  operations: Record<string, Exclude<ItemState, "sending">>;
  photos: Record<string, Exclude<ItemState, "sending">>;
  received: number;
  needs_attention: number;
  /** Records whose data key is not on this phone. */
  unreadable: number;
  last_contact_at: string | null;
}

export function readStanding(store: PhoneStore): Promise<Standing> {
  return store.read(["keys", "operations", "attachments", "receipts", "meta"], async (tx) => {
    const [unsent, keys, pending, attachments, receipts, lastContactAt] = await Promise.all([
      countUnsentIn(tx),
      tx.objectStore("keys").getAllKeys(),
      tx.objectStore("operations").getAll(),
      tx.objectStore("attachments").getAll(),
      tx.objectStore("receipts").getAll(),
      readMeta(tx, "last_contact_at"),
    ]);
    const operations: Standing["operations"] = {};
    for (const { op_id, received_at } of pending)
      operations[op_id] = received_at === null ? "waiting" : "received";
    for (const { op_id, needs_attention } of receipts)
      operations[op_id] = needs_attention ? "attention" : "received";
    const photos: Standing["photos"] = {};
    for (const { attachment_id, place } of attachments) {
      if (place === "draft") continue;
      photos[attachment_id] = place === "refused" ? "attention" : place;
    }
    const states = [...Object.values(operations), ...Object.values(photos)];
    return {
      unsent,
      operations,
      photos,
      received: states.filter((state) => state === "received" || state === "attention").length,
      needs_attention: states.filter((state) => state === "attention").length,
      unreadable: pending.filter(({ key_id }) => !keys.includes(key_id)).length,
      last_contact_at: lastContactAt ?? null,
    };
  });
}
