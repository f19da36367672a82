// The form versions on this phone: those that are published, and those that are no longer and stay for the draft or the work
// that stands on them. Usable offline from a cold start.
import type { FormVersionRow } from "../domain/rows";
import type { PhoneStore } from "./door";
import { listDrafts } from "./drafts";
import type { RowRecord } from "./layout";
import { holdsLease, type Lease } from "./lease";
import { listUnsentOperations } from "./operations";
import { FORM_VERSION, PINNED_FORM } from "./pinned_forms";
import { findRow, listRows, openRow } from "./rows";

/** A check that stands open on the screen has no draft until something is answered. */
const KEPT_AT_LEAST_MS = 24 * 60 * 60_000;

/** The edition a draft pins, even when a newer one is current or the form is retired; null if it is not on the phone. */
export async function findFormVersion(
  store: PhoneStore,
  formVersionId: string,
): Promise<FormVersionRow | null> {
  return (await findRow(store, "form_version", formVersionId)) ?? findPinnedForm(store, formVersionId);
}

/** The edition to start a new draft with. `formId` is the form's own name or id, as in the rows. */
export async function findCurrentForm(store: PhoneStore, formId: string): Promise<FormVersionRow | null> {
  const versions = await listRows(store, "form_version");
  return versions.find(({ fields }) => fields.form_id === formId && fields.current) ?? null;
}

/** What a check can begin with, by title. */
export async function listCurrentForms(store: PhoneStore): Promise<FormVersionRow[]> {
  const versions = await listRows(store, "form_version");
  return versions
    .filter(({ fields }) => fields.current)
    .sort((one, two) => one.fields.title.localeCompare(two.fields.title));
}

async function findPinnedForm(store: PhoneStore, id: string): Promise<FormVersionRow | null> {
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
