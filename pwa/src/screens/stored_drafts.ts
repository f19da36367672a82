// Unfinished forms for the screens, with their photos, and whether they can still become the report of their visit.
import { type Draft, LOOSE_PHOTOS, type Photo } from "../domain/draft";
import { isUndone, type ShownVisit } from "../domain/shown";
import type { FormPhoto } from "../forms/photo";
import type { PhoneStore } from "../store/door";
import { findDraft, listDrafts, listEntityDrafts } from "../store/drafts";
import { findCurrentForm, findFormVersion } from "../store/forms";
import { listInstancePhotos, readPhotoBytes } from "../store/photos";
import { listVisits } from "../store/visits";
import type { Phone, Unfinished } from "./phone";

export async function findKeptDraft(
  store: PhoneStore,
  visitId: string,
  formId: string,
): ReturnType<Phone["findDraft"]> {
  const draft = (await listEntityDrafts(store, visitId)).find(({ form_id }) => form_id === formId);
  return draft ? { draft, photos: await openDraftPhotos(store, draft) } : null;
}

async function openDraftPhotos(store: PhoneStore, draft: Draft): Promise<FormPhoto[]> {
  const kept = await listInstancePhotos(store, draft.instance_id);
  const photos: FormPhoto[] = [];
  for (const photo of kept.filter((one) => isStillIn(draft, one))) {
    const bytes = await readPhotoBytes(store, photo.attachment_id);
    photos.push({ ...photo, node: photo.node ?? "", bytes });
  }
  return photos;
}

/** Photos that were saved loose keep the instance that those after them have. */
function isStillIn(draft: Draft, { name, node, place }: Photo): boolean {
  if (draft.form_id === LOOSE_PHOTOS) return place === "draft";
  return node !== null && draft.xml.includes(`>${name}<`);
}

/** The newest first. */
export async function listUnfinished(store: PhoneStore): Promise<Unfinished[]> {
  const [drafts, visits] = await Promise.all([listDrafts(store), listVisits(store)]);
  return Promise.all(drafts.map((draft) => describe(store, draft, drafts, visits)));
}

export async function findUnfinished(
  store: PhoneStore,
  instanceId: string,
): ReturnType<Phone["findUnfinished"]> {
  const draft = await findDraft(store, instanceId);
  if (!draft) return null;
  const [drafts, visits] = await Promise.all([listEntityDrafts(store, draft.entity.id), listVisits(store)]);
  const described = await describe(store, draft, drafts, visits);
  return { ...described, photos: await openDraftPhotos(store, draft) };
}

async function describe(
  store: PhoneStore,
  draft: Draft,
  drafts: readonly Draft[],
  visits: readonly ShownVisit[],
): Promise<Unfinished> {
  const shown = visits.find(({ visit }) => visit.id === draft.entity.id) ?? null;
  const isPhotos = draft.form_id === LOOSE_PHOTOS;
  const version = isPhotos ? null : await findFormVersion(store, draft.form_version_id);
  const titled = version ?? (await findCurrentForm(store, draft.form_id));
  // Two tabs may each have begun the same form: the app goes on with the newest.
  const newest = drafts.find(
    ({ entity, form_id }) => entity.id === draft.entity.id && form_id === draft.form_id,
  );
  return {
    draft,
    shown,
    title: titled?.fields.title ?? draft.form_id,
    has_form: isPhotos || version !== null,
    can_go_on:
      shown !== null &&
      (isPhotos || (version !== null && isUndone(shown.visit) && newest?.instance_id === draft.instance_id)),
  };
}
