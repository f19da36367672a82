// Writes what a pull brings: rows in, rows out, the new view. It can never delete an operation, a draft or an unsent
// photo, whatever the server says.
import type { PullReply, Row } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import { keepSettledIn } from "./kept";
import type { RowRecord, StoreName } from "./layout";
import { holdsLease, type Lease } from "./lease";
import { readMeta, writeMeta } from "./meta";
import { PINNED_FORM, removeRowIn } from "./pinned_forms";
import { deletePhotoIn } from "./room";
import { placeOfRow, type SealedRow } from "./rows";

export type RowKey = `${string}:${string}`;

/** Numbers this pull; operations received before it may go when it is complete. */
export function beginPull(store: PhoneStore): Promise<{ pull_number: number; view: number }> {
  return store.write(["meta"], "relaxed", "sync", async (tx) => {
    const pull_number = ((await readMeta(tx, "pull_number")) ?? 0) + 1;
    await writeMeta(tx, "pull_number", pull_number);
    return { pull_number, view: (await readMeta(tx, "view")) ?? 0 };
  });
}

/** One page: each is applied as it comes, and again if it comes again. */
export async function applyPage(
  store: PhoneStore,
  reply: Pick<PullReply, "rows" | "evicted">,
  lease: Lease,
  now = new Date(),
): Promise<void> {
  if (reply.rows.length === 0 && reply.evicted.length === 0) return;
  const records = await Promise.all(reply.rows.map((row) => sealRow(store, row)));
  await store.write(["rows", "meta"], "relaxed", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    for (const record of records) await tx.objectStore("rows").put(record);
    for (const { type, id } of reply.evicted) await removeRowIn(tx, type, id, now);
  });
}

/** What of a row says, in the open, that it is over. */
const ENDS_WITH: Record<string, string> = { conflict: "resolved", shift: "finished_at" };

async function sealRow(store: PhoneStore, row: Row): Promise<RowRecord> {
  const { type, id, version, field_versions, fields } = row;
  const inner: SealedRow = { field_versions, fields };
  const end = ENDS_WITH[type];
  const isOpen = end ? { is_open: (fields as unknown as Record<string, unknown>)[end] == null } : {};
  return { type, id, version, ...isOpen, ...(await store.seal(placeOfRow(type, id), inner)) };
}

export interface CompletePull {
  pull_number: number;
  view: number;
  digest: string;
  today_on: string;
  window_end_on: string;
  server_time: string;
  /** By this phone's clock. */
  rows_as_of: string;
}

/** Whether this phone holds what the last page says it should. */
export async function agrees(store: PhoneStore, digest: string): Promise<boolean> {
  return (await findDigest(store)) === digest;
}

/**
 * The last page is in. `certain` false: the digest does not agree although everything was asked for; that is remembered
 * and shown, and the view is taken all the same, so that the phone goes on instead of asking for ever.
 */
export async function completePull(
  store: PhoneStore,
  pull: CompletePull,
  certain: boolean,
  lease: Lease,
): Promise<void> {
  await store.write(["operations", "kept", "meta"], "strict", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    await writeMeta(tx, "view", pull.view);
    await writeMeta(tx, "rows_as_of", pull.rows_as_of);
    await writeMeta(tx, "today_on", pull.today_on);
    await writeMeta(tx, "window_end_on", pull.window_end_on);
    await writeMeta(tx, "list_uncertain", !certain);
    await keepSettledIn(tx, pull.pull_number, pull.server_time);
  });
}

/** After a full pull: rows that no page named are gone. Never an operation. */
export async function keepOnly(
  store: PhoneStore,
  named: ReadonlySet<RowKey>,
  lease: Lease,
  now = new Date(),
): Promise<void> {
  await store.write(["rows", "meta"], "relaxed", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    for (const [type, id] of await tx.objectStore("rows").getAllKeys()) {
      if (type !== PINNED_FORM && !named.has(`${type}:${id}`)) await removeRowIn(tx, type, id, now);
    }
  });
}

/** Whether anything is here that could be left of a visit or a person; nothing on a phone that was just signed in. */
export function mayTidy(store: PhoneStore): Promise<boolean> {
  const stores: StoreName[] = ["receipts", "attachments", "alerts"];
  return store.read(stores, async (tx) => {
    const counts = await Promise.all(stores.map((name) => tx.objectStore(name).count()));
    return counts.some((count) => count > 0);
  });
}

/** SHA-256 in hex of the sorted lines `type:id:version\n` of all rows on this phone that the server knows of. */
export async function findDigest(store: PhoneStore): Promise<string> {
  const records = await store.read(["rows"], (tx) => tx.objectStore("rows").getAll());
  const known = records.filter(({ type }) => type !== PINNED_FORM);
  const lines = known.map(({ type, id, version }) => `${type}:${id}:${version}\n`).sort();
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("")));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const WIPED_STORES: StoreName[] = [
  "rows",
  "receipts",
  "seen",
  "kept",
  "form_media",
  "operations",
  "attachments",
  "pieces",
  "alerts",
  "vault",
  "meta",
];

/**
 * This phone forgets: readable rows with what forms show, receipts and copies of what was received go. Work that is not sent stays and is sent,
 * an alert that nobody knows of stays on top of every screen.
 */
export async function wipeReadableIn(tx: Transaction<"readwrite">): Promise<void> {
  for (const name of ["rows", "receipts", "seen", "kept", "form_media"] as const)
    await tx.objectStore(name).clear();
  for (const operation of await tx.objectStore("operations").getAll()) {
    if (operation.received_at !== null) await tx.objectStore("operations").delete(operation.op_id);
  }
  for (const { attachment_id, place } of await tx.objectStore("attachments").getAll()) {
    if (place !== "waiting" && place !== "draft") await deletePhotoIn(tx, attachment_id);
  }
  for (const { alert_id, received_at } of await tx.objectStore("alerts").getAll()) {
    if (received_at !== null) await tx.objectStore("alerts").delete(alert_id);
  }
  for (const name of ["device_token", "typed"]) await tx.objectStore("vault").delete(name);
  await writeMeta(tx, "view", 0);
}
