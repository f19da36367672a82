// Photos that were taken at a visit and are not saved yet. Each is on this phone before it is shown as taken, survives a killed
// tab, and can be taken away again until all of them are saved.
import { createSignal } from "solid-js";
import { type Draft, instanceOfLoosePhotos, LOOSE_PHOTOS } from "../../domain/draft";
import { type FormPhoto, isKeptKind, takePhoto } from "../../forms/photo";
import { go } from "../address";
import type { Phone } from "../phone";
import { problemWords } from "../problem_words";
import { usePhone, useScope } from "../scope";
import { t } from "../texts";

export type Begun = Awaited<ReturnType<Phone["findDraft"]>>;

/** A draft with nothing in it goes: the last photo was taken away, or a tab was killed before its first was here. */
export async function readBegun(phone: Phone, visitId: string): Promise<Begun> {
  const begun = await phone.findDraft(visitId, LOOSE_PHOTOS);
  if (!begun || begun.photos.length) return begun;
  await phone.throwDraftAway(begun.draft.instance_id);
  return null;
}

export function useTakenPhotos(visitId: string, begun: Begun) {
  const phone = usePhone();
  const scope = useScope();
  const [photos, setPhotos] = createSignal<FormPhoto[]>(begun?.photos ?? []);
  const kept = keepNewest(phone, begun?.draft ?? beginDraft(visitId));
  const { attempt, ...shown } = useAttempts();
  const add = (files: File[]) =>
    attempt(async () => {
      for (const file of files.filter(isKeptKind)) {
        const taken = await takePhoto(file, "", null);
        await kept.save();
        await phone.savePhoto(visitId, kept.draft().instance_id, { ...taken, node: null });
        setPhotos([...photos(), taken]);
      }
      if (!files.every(isKeptKind)) shown.say(t("file-not-kept"));
    });
  const remove = (attachmentId: string) =>
    attempt(async () => {
      await kept.written();
      await phone.removePhoto(attachmentId);
      setPhotos(photos().filter(({ attachment_id }) => attachment_id !== attachmentId));
      if (photos().length === 0) await readBegun(phone, visitId);
    });
  const save = () =>
    attempt(async () => {
      if (photos().length === 0) return shown.say(t("loose-missing"));
      await kept.save();
      // Another tab may have added some since: none of them is dropped with the draft.
      const all = (await phone.findDraft(visitId, LOOSE_PHOTOS))?.photos ?? photos();
      const ids = all.map(({ attachment_id }) => attachment_id);
      await phone.keepDraftAsNote(kept.draft(), "", ids);
      scope.ports.workSaved();
      go({ screen: "visit", visit_id: visitId }, "replace");
    });
  const captionOf = (attachmentId: string) => kept.draft().captions?.[attachmentId] ?? "";
  const describe = (attachmentId: string, words: string) =>
    kept.save({ ...kept.draft().captions, [attachmentId]: words }).catch(shown.fail);
  return { ...shown, photos, add, remove, save, captionOf, describe };
}

/** One thing at a time; what went wrong is said, and undoes nothing. */
function useAttempts() {
  const [failed, setFailed] = createSignal<{ words: string }>();
  const [isBusy, setIsBusy] = createSignal(false);
  const fail = (problem: unknown) => setFailed({ words: problemWords(problem) });
  const say = (words: string) => void setFailed({ words });
  const attempt = async (work: () => Promise<void>) => {
    if (isBusy()) return;
    setFailed(undefined);
    setIsBusy(true);
    try {
      await work();
    } catch (problem) {
      fail(problem);
    } finally {
      setIsBusy(false);
    }
  };
  return { failed, isBusy, fail, say, attempt };
}

/** The newest draft stands, whatever the order in which writes come: none is written after one that ended it. */
function keepNewest(phone: Phone, begun: Draft) {
  let draft = begun;
  let writing: Promise<void> = Promise.resolve();
  const written = () => writing.catch(() => undefined);
  const save = (captions = draft.captions ?? {}): Promise<void> => {
    const newest = { ...draft, captions, saved_at: new Date().toISOString() };
    draft = newest;
    writing = written().then(() => (newest === draft ? phone.saveDraft(newest) : undefined));
    return writing;
  };
  return { draft: () => draft, save, written };
}

function beginDraft(visitId: string): Draft {
  const now = new Date().toISOString();
  return {
    instance_id: instanceOfLoosePhotos(visitId),
    entity: { type: "visit", id: visitId },
    form_id: LOOSE_PHOTOS,
    form_version_id: "",
    xml: "<data/>",
    bases: {},
    started_at: now,
    saved_at: now,
    place: null,
  };
}
