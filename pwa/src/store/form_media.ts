// The pictures, sounds and films of the form versions on this phone, by their content: two versions may show one file. Each
// lies here as long as a version does that names it, and can be fetched again.
import type { FormMedium } from "../domain/rows";
import type { PhoneStore } from "./door";
import { listPinnedForms } from "./forms";
import { holdsLease, type Lease } from "./lease";
import { nullIfUnreadable } from "./readable";
import { listRows } from "./rows";

export interface WantedMedium extends FormMedium {
  form_version_id: string;
}

function placeOfMedium(sha256: string): string {
  return `form_media:${sha256}`;
}

/** What the versions on this phone name and what is not here. Files that no version names any more go. */
export async function tidyMedia(store: PhoneStore, lease: Lease): Promise<WantedMedium[]> {
  const versions = [...(await listRows(store, "form_version")), ...(await listPinnedForms(store))];
  const wanted = new Map<string, WantedMedium>();
  for (const { id, fields } of versions) {
    for (const medium of fields.media ?? []) wanted.set(medium.sha256, { ...medium, form_version_id: id });
  }
  const held = await store.read(["form_media"], (tx) => tx.objectStore("form_media").getAllKeys());
  const gone = held.filter((sha256) => !wanted.has(sha256));
  if (gone.length > 0) {
    await store.write(["form_media", "meta"], "relaxed", "rows", async (tx) => {
      if (!(await holdsLease(tx, lease))) return;
      for (const sha256 of gone) await tx.objectStore("form_media").delete(sha256);
    });
  }
  return [...wanted.values()].filter(({ sha256 }) => !held.includes(sha256));
}

export async function saveMedium(store: PhoneStore, sha256: string, bytes: ArrayBuffer): Promise<void> {
  const sealed = await store.sealBytes(placeOfMedium(sha256), bytes);
  await store.write(["form_media"], "relaxed", "rows", async (tx) => {
    await tx.objectStore("form_media").put({ sha256, ...sealed });
  });
}

/** Null: not here yet, or no longer to be opened: what is damaged goes, so that it is fetched again. */
export async function findMedium(store: PhoneStore, sha256: string): Promise<ArrayBuffer | null> {
  const record = await store.read(["form_media"], (tx) => tx.objectStore("form_media").get(sha256));
  if (!record) return null;
  const bytes = await nullIfUnreadable(store.unsealBytes(placeOfMedium(sha256), record));
  if (!bytes) await dropDamaged(store, sha256, record.iv);
  return bytes;
}

async function dropDamaged(store: PhoneStore, sha256: string, iv: Uint8Array): Promise<void> {
  await store.write(["form_media"], "relaxed", "rows", async (tx) => {
    const now = await tx.objectStore("form_media").get(sha256);
    if (String(now?.iv) === String(iv)) await tx.objectStore("form_media").delete(sha256);
  });
}
