// What a form's label shows, out of the store and into an address that this page alone can use, until it is released.
import type { FormVersionRow } from "../domain/rows";
import type { PhoneStore } from "../store/door";
import { findMedium } from "../store/form_media";
import type { FoundMedium } from "./phone";

export async function findShownMedium(
  store: PhoneStore,
  { fields }: FormVersionRow,
  name: string,
): Promise<FoundMedium> {
  const medium = fields.media?.find((one) => one.name === name);
  if (!medium) return { is: "missing" };
  const bytes = await findMedium(store, medium.sha256);
  if (!bytes) return { is: "on_its_way" };
  const url = URL.createObjectURL(new Blob([bytes], { type: medium.content_type }));
  return { is: "here", url, release: () => URL.revokeObjectURL(url) };
}
