// From nothing to layout 1: every store of the phone. A released file of this folder is never edited again.
import type { IDBPDatabase } from "idb";
import type { PhoneLayout } from "../layout";

export function upgradeFrom0000(database: IDBPDatabase<PhoneLayout>): void {
  database.createObjectStore("keys", { keyPath: "key_id" });
  database.createObjectStore("meta", { keyPath: "name" });
  database.createObjectStore("vault", { keyPath: "name" });
  database.createObjectStore("rows", { keyPath: ["type", "id"] }).createIndex("by_type", "type");
  database.createObjectStore("operations", { keyPath: "op_id" }).createIndex("by_entity", "entity_id");
  const attachments = database.createObjectStore("attachments", { keyPath: "attachment_id" });
  attachments.createIndex("by_visit", "visit_id");
  attachments.createIndex("by_instance", "instance_id");
  attachments.createIndex("by_place", "place");
  database.createObjectStore("pieces", { keyPath: ["attachment_id", "place"] });
  database.createObjectStore("drafts", { keyPath: "instance_id" }).createIndex("by_entity", "entity_id");
  database.createObjectStore("receipts", { keyPath: "op_id" }).createIndex("by_entity", "entity_id");
  database.createObjectStore("alerts", { keyPath: "alert_id" }).createIndex("by_visit", "visit_id");
}
