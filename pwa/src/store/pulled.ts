// Writes what a pull brings: rows in, rows out, the new view. It can never delete an operation, a draft or an unsent
// photo, whatever the server says.
import type { Evicted, PullReply, Row } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import type { RowRecord } from "./layout";
import { holdsLease, type Lease } from "./lease";
import { readMeta, writeMeta } from "./meta";
import { deletePhotoIn } from "./outbox";
import { dropSettledIn } from "./receipts";
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
): Promise<void> {
  if (reply.rows.length === 0 && reply.evicted.length === 0) return;
  const records = await Promise.all(reply.rows.map((row) => sealRow(store, row)));
  await store.write(
    ["rows", "operations", "attachments", "pieces", "receipts", "meta"],
    "relaxed",
    "rows",
    async (tx) => {
      if (!(await holdsLease(tx, lease))) return;
      for (const record of records) await tx.objectStore("rows").put(record);
      for (const evicted of reply.evicted) await evictRow(tx, evicted);
    },
  );
}

async function sealRow(store: PhoneStore, row: Row): Promise<RowRecord> {
  const { type, id, version, field_versions, fields } = row;
  const inner: SealedRow = { field_versions, fields };
  return { type, id, version, ...(await store.seal(placeOfRow(type, id), inner)) };
}

/** The readable copy goes at once. Unsent work about it stays, is sent, and goes on its receipt. */
async function evictRow(
  tx: Transaction<"readwrite">,
  { type, id }: Pick<Evicted, "type" | "id">,
): Promise<void> {
  await tx.objectStore("rows").delete([type, id]);
  for (const receipt of await tx.objectStore("receipts").index("by_entity").getAll(id)) {
    const isPending = await tx.objectStore("operations").getKey(receipt.op_id);
    if (isPending === undefined) await tx.objectStore("receipts").delete(receipt.op_id);
  }
  if (type !== "visit") return;
  for (const photo of await tx.objectStore("attachments").index("by_visit").getAll(id)) {
    if (photo.place === "received") await deletePhotoIn(tx, photo.attachment_id);
  }
}

export interface CompletePull {
  pull_number: number;
  view: number;
  digest: string;
  today_on: string;
  window_end_on: string;
}

/**
 * The last page is in. Returns false, and keeps the old view, when what the phone holds is not what the server says:
 * then one full pull is asked for.
 */
export async function completePull(store: PhoneStore, pull: CompletePull, lease: Lease): Promise<boolean> {
  if ((await findDigest(store)) !== pull.digest) return false;
  await store.write(["operations", "meta"], "strict", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    await writeMeta(tx, "view", pull.view);
    await writeMeta(tx, "today_on", pull.today_on);
    await writeMeta(tx, "window_end_on", pull.window_end_on);
    await dropSettledIn(tx, pull.pull_number);
  });
  return true;
}

/** After a full pull: rows that no page named are gone. Never an operation. */
export async function keepOnly(store: PhoneStore, named: ReadonlySet<RowKey>, lease: Lease): Promise<void> {
  await store.write(
    ["rows", "operations", "attachments", "pieces", "receipts", "meta"],
    "relaxed",
    "rows",
    async (tx) => {
      if (!(await holdsLease(tx, lease))) return;
      for (const [type, id] of await tx.objectStore("rows").getAllKeys()) {
        if (!named.has(`${type}:${id}`)) await evictRow(tx, { type: type as Evicted["type"], id });
      }
    },
  );
}

/** SHA-256 in hex of the sorted lines `type:id:version\n` of all rows on this phone. */
export async function findDigest(store: PhoneStore): Promise<string> {
  const records = await store.read(["rows"], (tx) => tx.objectStore("rows").getAll());
  const lines = records.map(({ type, id, version }) => `${type}:${id}:${version}\n`).sort();
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("")));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The council ordered this phone to forget: all readable rows go, work that is not sent stays and is sent. */
export async function wipeReadable(store: PhoneStore): Promise<void> {
  await store.write(["rows", "receipts", "vault", "meta"], "strict", "session", async (tx) => {
    await tx.objectStore("rows").clear();
    await tx.objectStore("receipts").clear();
    await tx.objectStore("vault").delete("device_token");
    await writeMeta(tx, "view", 0);
  });
}
