// Form versions that are no longer published and that a draft or unsent work on this phone still stands on. They lie among
// the rows under a type of their own, sealed as they came, and count in no digest: the server does not know of them.
import type { FormVersionRow } from "../domain/rows";
import type { PhoneStore, Transaction } from "./door";
import { listDrafts } from "./drafts";
import type { RowRecord } from "./layout";
import { holdsLease, type Lease } from "./lease";
import { listUnsentOperations } from "./operations";
import { openRow } from "./rows";

export const PINNED_FORM = "pinned_form";
const FORM_VERSION = "form_version";
/** A check that stands open on the screen has no draft until something is answered. */
const KEPT_AT_LEAST_MS = 24 * 60 * 60_000;

/** The row leaves, and its form stays; every other row only leaves. */
export async function removeRowIn(
  tx: Transaction<"readwrite">,
  type: string,
  id: string,
  now: Date,
): Promise<void> {
  const rows = tx.objectStore("rows");
  const record = type === FORM_VERSION ? await rows.get([type, id]) : undefined;
  if (record) await rows.put({ ...record, type: PINNED_FORM, left_at: now.toISOString() });
  await rows.delete([type, id]);
}

export async function findPinnedForm(store: PhoneStore, id: string): Promise<FormVersionRow | null> {
  const record = await store.read(["rows"], (tx) => tx.objectStore("rows").get([PINNED_FORM, id]));
  if (!record) return null;
  const row = await openRow<"form_version">(store, { ...record, type: FORM_VERSION });
  return { ...row, fields: { ...row.fields, current: false } };
}

export async function listPinnedForms(store: PhoneStore): Promise<FormVersionRow[]> {
  const found = await Promise.all((await listPinned(store)).map(({ id }) => findPinnedForm(store, id)));
  return found.filter((row) => row !== null);
}

/** After a pull: forms that nothing here needs any more go, and those that are published again. */
export async function dropUnneededForms(store: PhoneStore, lease: Lease, now: Date): Promise<void> {
  const pinned = await listPinned(store);
  if (pinned.length === 0) return;
  const [drafts, unsent] = await Promise.all([listDrafts(store), listUnsentOperations(store)]);
  const needed = new Set<unknown>(drafts.map(({ form_version_id }) => form_version_id));
  for (const { payload } of unsent) needed.add((payload as { form_version_id?: unknown }).form_version_id);
  await store.write(["rows", "meta"], "relaxed", "rows", async (tx) => {
    if (!(await holdsLease(tx, lease))) return;
    const rows = tx.objectStore("rows");
    for (const { id, left_at } of pinned) {
      const isBack = (await rows.getKey([FORM_VERSION, id])) !== undefined;
      const isOver = !needed.has(id) && now.getTime() - Date.parse(left_at ?? "") >= KEPT_AT_LEAST_MS;
      if (isBack || isOver) await rows.delete([PINNED_FORM, id]);
    }
  });
}

function listPinned(store: PhoneStore): Promise<RowRecord[]> {
  return store.read(["rows"], (tx) => tx.objectStore("rows").index("by_type").getAll(PINNED_FORM));
}
