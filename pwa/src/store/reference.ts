// What the phone holds for everybody: form versions, code lists and duty numbers. Usable offline from a cold start.
import type { CodeListRow, DutyNumberRow, FormVersionRow } from "../domain/rows";
import type { PhoneStore } from "./door";
import { findPinnedForm } from "./pinned_forms";
import { findRow, listRows } from "./rows";

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

export function listCodeLists(store: PhoneStore): Promise<CodeListRow[]> {
  return listRows(store, "code_list");
}

export async function listDutyNumbers(store: PhoneStore): Promise<DutyNumberRow[]> {
  const numbers = await listRows(store, "duty_number");
  return numbers.sort((one, two) => one.fields.position - two.fields.position);
}
