// What the phone holds for everybody: code lists and duty numbers; its forms are in forms.ts. Usable offline from a cold start.
import type { CodeListRow, DutyNumberRow } from "../domain/rows";
import type { PhoneStore } from "./door";
import { listRows } from "./rows";

export function listCodeLists(store: PhoneStore): Promise<CodeListRow[]> {
  return listRows(store, "code_list");
}

export async function listDutyNumbers(store: PhoneStore): Promise<DutyNumberRow[]> {
  const numbers = await listRows(store, "duty_number");
  return numbers.sort((one, two) => one.fields.position - two.fields.position);
}
