// Form versions that are no longer published and that a draft or unsent work on this phone still stands on. They lie among
// the rows under a type of their own, sealed as they came, and count in no digest: the server does not know of them.
import type { Transaction } from "./door";

export const PINNED_FORM = "pinned_form";
export const FORM_VERSION = "form_version";

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
