// Runs the upgrades a phone still needs, one file per starting version, in order and in one version-change transaction.
import type { IDBPDatabase } from "idb";
import type { PhoneLayout } from "../layout";
import { upgradeFrom0000 } from "./from_0000";
import { upgradeFrom0001 } from "./from_0001";
import { upgradeFrom0002 } from "./from_0002";
import { upgradeFrom0003 } from "./from_0003";

const UPGRADES: readonly ((database: IDBPDatabase<PhoneLayout>) => void)[] = [
  upgradeFrom0000,
  upgradeFrom0001,
  upgradeFrom0002,
  upgradeFrom0003,
];

export function upgradeStore(database: IDBPDatabase<PhoneLayout>, from: number): void {
  for (const upgrade of UPGRADES.slice(from)) upgrade(database);
}
