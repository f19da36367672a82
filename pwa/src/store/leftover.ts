// A draft that is no report of its visit, since that was closed meanwhile or since it is photos alone: it goes to the office as
// a note with its photos. The draft ends in the same transaction; nothing of it is lost between the two.
import type { Draft, Photo } from "../domain/draft";
import { makeOperation, pickFacts, readMoment } from "../domain/operation";
import { Problem } from "../domain/problems";
import type { PhoneStore } from "./door";
import { findDraft } from "./drafts";
import { newId } from "./ids";
import { saveWork } from "./outbox";
import { listInstancePhotos } from "./photos";

/** The longest note the council takes; a longer text goes as several. */
const LONGEST_NOTE = 9_000;

/** `text` is the answers in words; photos of the draft that are not named are dropped with it. */
export async function keepDraftAsNote(
  store: PhoneStore,
  draft: Draft,
  text: string,
  photoIds: readonly string[],
  now = new Date(),
): Promise<void> {
  if (!(await findDraft(store, draft.instance_id))) throw new Problem("not_found");
  const photos = (await listInstancePhotos(store, draft.instance_id)).filter(
    ({ attachment_id, place }) => place === "draft" && photoIds.includes(attachment_id),
  );
  const moment = readMoment(now);
  const { entity } = draft;
  const notes = splitText(text).map((part) =>
    makeOperation(moment, { op_id: newId(now), kind: "note.add", entity, payload: { text: part } }),
  );
  const described = photos.map((photo) =>
    makeOperation(moment, {
      op_id: newId(now),
      kind: "attachment.add",
      entity,
      payload: { attachment: { ...pickFacts(photo), node: null }, ...describeCaption(draft, photo) },
    }),
  );
  const photos_to_send = photos.map(({ attachment_id }) => attachment_id);
  const work = { operations: [...notes, ...described], draft_done: draft.instance_id, photos_to_send };
  await saveWork(store, work, now);
}

function describeCaption({ captions }: Draft, { attachment_id }: Photo): { note?: string } {
  const note = captions?.[attachment_id]?.trim();
  return note ? { note } : {};
}

/** At the end of a line where there is one. */
export function splitText(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > LONGEST_NOTE) {
    const line = rest.lastIndexOf("\n", LONGEST_NOTE);
    const end = line > LONGEST_NOTE / 2 ? line : LONGEST_NOTE;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest ? [...parts, rest] : parts;
}
