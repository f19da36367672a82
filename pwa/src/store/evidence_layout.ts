// The store of what a resident has chosen: its three stores, how it is opened and written, and what takes things out of it.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { Problem } from "../domain/problems";
import type { Ciphertext } from "./layout";
import { isNoRoom, runWhole } from "./whole";

export const DATABASE = "doorstep-evidence";
export const STORES = ["links", "files", "pieces"] as const;

/** In the open stand ids, numbers and dates alone. */
export interface LinkRecord {
  link_id: string;
  key: CryptoKey;
  expires_at: string;
}

export interface FileRecord {
  attachment_id: string;
  link_id: string;
  /** Which of the documents that the link asks for. */
  document: number;
  size: number;
  kept_at: string;
  /** Since when the server may hold a part of it. */
  offered_at: string | null;
  /** Since when it is to be removed at the council too; its bytes have gone from here. */
  removing_at?: string;
  facts: Ciphertext;
}

export interface EvidenceLayout extends DBSchema {
  links: { key: string; value: LinkRecord };
  files: { key: string; value: FileRecord; indexes: { by_link: string } };
  pieces: { key: [string, number]; value: Ciphertext & { attachment_id: string; place: number } };
}

export type EvidenceDatabase = IDBPDatabase<EvidenceLayout>;
export type Writing = ReturnType<typeof startWriting>;

/** `gone` is called when the browser, or another tab that takes the empty database away, closes it. */
export function openDatabase(gone: () => void): Promise<EvidenceDatabase> {
  return openDB<EvidenceLayout>(DATABASE, 1, {
    upgrade(made) {
      made.createObjectStore("links", { keyPath: "link_id" });
      made.createObjectStore("files", { keyPath: "attachment_id" }).createIndex("by_link", "link_id");
      made.createObjectStore("pieces", { keyPath: ["attachment_id", "place"] });
    },
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      gone();
    },
    terminated: gone,
  });
}

/** All or nothing, and on the disk once it resolves. Throws Problem("no_room") on a full device. */
export async function writeTo<Result>(
  database: EvidenceDatabase,
  work: (tx: Writing) => Promise<Result>,
): Promise<Result> {
  const tx = startWriting(database);
  return runWhole(tx, () => work(tx)).catch((error: unknown) => {
    throw isNoRoom(error) ? new Problem("no_room", { cause: error }) : error;
  });
}

export async function deleteFile(tx: Writing, attachmentId: string): Promise<void> {
  await tx.objectStore("files").delete(attachmentId);
  await deletePieces(tx, attachmentId);
}

export async function deletePieces(tx: Writing, attachmentId: string): Promise<void> {
  const pieces = IDBKeyRange.bound([attachmentId, 0], [attachmentId, Number.MAX_SAFE_INTEGER]);
  await tx.objectStore("pieces").delete(pieces);
}

/** The files of a link, and its key. */
export async function deleteLink(tx: Writing, linkId: string): Promise<void> {
  for (const id of await tx.objectStore("files").index("by_link").getAllKeys(linkId)) {
    await deleteFile(tx, id);
  }
  await tx.objectStore("links").delete(linkId);
}

export async function dropExpired(database: EvidenceDatabase, now: Date): Promise<void> {
  const links = await database.getAll("links");
  const over = links.filter(({ expires_at }) => new Date(expires_at) <= now);
  if (over.length === 0) return;
  await writeTo(database, async (tx) => {
    for (const { link_id } of over) await deleteLink(tx, link_id);
  });
}

function startWriting(database: EvidenceDatabase) {
  return database.transaction(STORES, "readwrite", { durability: "strict" });
}
