// A form that is not finished: what the phone keeps so that it survives a killed tab, an update and a restart.
import type { AlertHeader, AnswerBase, AttachmentFacts, EntityRef } from "./wire.ts";

/** What was typed into a question and is no answer of its type. `words` names the text that says so. */
export interface UnfinishedInput {
  words: string;
  parts: Readonly<Record<string, string>>;
}

/** In the place of a form's id: photos of a visit that answer no question, one draft for each visit until they are saved. */
export const LOOSE_PHOTOS = "#photos";

/** The instance of a visit's loose photos is the visit's own, so that two tabs go on with one draft; no form's ever is. */
export function instanceOfLoosePhotos(visitId: string): string {
  return `uuid:${visitId}`;
}

export interface Draft {
  /** "uuid:..." as in the XForm's meta; fixed when the draft is created. */
  instance_id: string;
  entity: EntityRef;
  form_id: string;
  form_version_id: string;
  /** The XForm instance so far, as the engine serialises it. */
  xml: string;
  /** The prefilled recording nodes and the versions they stood on when the form was opened. */
  bases: Record<string, AnswerBase>;
  started_at: string;
  saved_at: string;
  /** Where the officer was: a page reference of the form's host. */
  place: string | null;
  /** The form's own language, which may be one that the app does not speak. Absent in drafts of before. */
  language?: string;
  /** By the question's place in the form. Absent in drafts of before. */
  typed?: Record<string, UnfinishedInput>;
  /** Of loose photos: what each shows, in its officer's words, by attachment id. */
  captions?: Record<string, string>;
}

/** A finished form, ready to be saved as operations. Its photos were stored with the draft (`addPhoto`). */
export interface FinishedForm {
  entity: EntityRef;
  instance_id: string;
  form_id: string;
  form_version_id: string;
  xml: string;
  bases: Record<string, AnswerBase>;
  /** Every alert the answers raise, those already raised from the draft too (same alert_id). */
  alerts: AlertHeader[];
  /** Shown on the visit at once; null where the form records no outcome. */
  outcome: string | null;
  /** True where the form records `visit.outcome`: the visit is submitted with it. */
  closes_visit: boolean;
}

export type PhotoPlace = "draft" | "waiting" | "received" | "refused";

/** A photo on the phone. `draft`: belongs to an unfinished form and is sent only when that is saved. */
export interface Photo extends AttachmentFacts {
  visit_id: string;
  instance_id: string | null;
  added_at: string;
  place: PhotoPlace;
  refused_because: string | null;
  /** The council has its bytes and cannot open them yet; they stay here too. */
  unopened_because?: string | null;
  /** False once the bytes were dropped (after a receipt). */
  has_bytes: boolean;
}
