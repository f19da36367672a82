// What a resident has chosen, in a real (in-memory) IndexedDB; and all that lies in it, as whoever copied the profile would read it.
import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { openDB } from "idb";
import { EvidenceFiles, type NewFile } from "../../../pwa/src/store/evidence_files";

export const LINK = "0190aaaa-0000-7000-8000-0000000000e1";
export const NOON = new Date("2026-11-23T12:00:00.000Z");
export const EXPIRES_AT = "2026-12-30T00:00:00.000Z";

export function openEvidence(link = LINK, expiresAt = EXPIRES_AT, now = NOON): Promise<EvidenceFiles> {
  return EvidenceFiles.open(link, expiresAt, now);
}

export function choose(size = 1000, fields: Partial<NewFile> = {}): NewFile {
  const bytes = new Uint8Array(size).map((_one, at) => (at * 31 + size) % 251);
  return {
    attachment_id: crypto.randomUUID(),
    document: 1,
    name: "letter from the bank.jpg",
    content_type: "image/jpeg",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.buffer,
    ...fields,
  };
}

/** Every record of every store; {} once the database itself has gone. */
export async function dumpEvidence(): Promise<Record<string, unknown[]>> {
  const known = (await indexedDB.databases()).map(({ name }) => name);
  if (!known.includes("doorstep-evidence")) return {};
  const database = await openDB("doorstep-evidence");
  const names = [...database.objectStoreNames];
  const all = await Promise.all(names.map((name) => database.getAll(name)));
  database.close();
  return Object.fromEntries(names.map((name, at) => [name, all[at] ?? []]));
}

export const NOTHING = { links: [], files: [], pieces: [] };
