// From layout 2 to 3: the sealed outbox. No store changes its shape; operations, photos and their pieces change their form
// one by one at the first unlocked start (../reseal.ts), since nothing here may wait for WebCrypto. The number keeps an app
// of before from reading what it would not understand. A released file of this folder is never edited again.
import type { IDBPDatabase } from "idb";
import type { PhoneLayout } from "../layout";

export function upgradeFrom0002(_database: IDBPDatabase<PhoneLayout>): void {}
