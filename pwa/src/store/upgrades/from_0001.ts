// From layout 1 to 2: the sealed copies that stay for 30 days, and which notices were read. Takes nothing away: rows,
// operations, photos, drafts and receipts stay as they are. A released file of this folder is never edited again.
import type { IDBPDatabase } from "idb";
import type { PhoneLayout } from "../layout";

export function upgradeFrom0001(database: IDBPDatabase<PhoneLayout>): void {
  database.createObjectStore("kept", { keyPath: "op_id" }).createIndex("by_until", "kept_until");
  database.createObjectStore("seen", { keyPath: "notice_id" });
}
