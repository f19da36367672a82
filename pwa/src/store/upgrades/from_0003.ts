// From layout 3 to 4: the pictures, sounds and films of forms. Takes nothing away. A released file of this folder is never
// edited again.
import type { IDBPDatabase } from "idb";
import type { PhoneLayout } from "../layout";

export function upgradeFrom0003(database: IDBPDatabase<PhoneLayout>): void {
  database.createObjectStore("form_media", { keyPath: "sha256" });
}
