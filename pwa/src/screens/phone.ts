// What the screens ask of the phone, in the screens' words. One adapter (stored_phone.ts) answers from `store/`.
// Every promise of a `save...` resolves only when the phone has it on disk.
import type { PhoneAlert } from "../domain/alerts";
import type { ShownConflict } from "../domain/conflicts";
import type { Draft, FinishedForm, Photo } from "../domain/draft";
import type { LockedAlert } from "../domain/lock";
import type { KnownReceipt, Notice } from "../domain/notices";
import type { CheckIn } from "../domain/open_shift";
import type { CannotCompleteReason, ConflictChoice, NewProposal } from "../domain/operation";
import type { OwnShift } from "../domain/own_shift";
import type { CodeListRow, DutyNumberRow, FormVersionRow } from "../domain/rows";
import type { ShownVisit } from "../domain/shown";
import type { AlertHeader, AttachmentFacts } from "../domain/wire";
import type { OwnAnswers } from "../forms/correction";
import type { FormPhoto } from "../forms/photo";
import type { ShownProposal } from "../store/proposals";

export interface VisitDay {
  /** The council's day at the last contact, or this phone's day when that is later. */
  today_on: string;
  /** When rows last came: "markers as of". Null before the first pull. */
  rows_as_of: string | null;
  /** A shift of hers is here, and what she says of it has its place above the list. */
  has_shift?: boolean;
}

/** A visit with what is kept for it on this phone: unfinished forms, the newest first, and photos. */
export interface VisitDetails extends ShownVisit {
  drafts: Draft[];
  photos: Photo[];
}

/** A form that was begun and not saved. It blocks signing out, so every one of them is listed and can be ended. */
export interface Unfinished {
  draft: Draft;
  /** Null when the visit is no longer on this phone. */
  shown: ShownVisit | null;
  title: string;
  /** Whether the version that it was begun on is on this phone: answers go into no other. */
  has_form: boolean;
  /** False when its visit was closed by another form, or visit or form is gone: then these answers can only be a note. */
  can_go_on: boolean;
}

/** One piece of work that no receipt names yet, as the officer thinks of it: a check is one. */
export interface WaitingThing {
  /** Of the photo, or of the piece. */
  id: string;
  /** The operations that carry it and are not received; none for a photo. */
  op_ids: string[];
  what: "operation" | "photo";
  kind: string;
  visit_id: string | null;
  saved_at: string;
  size: number | null;
}

/** `entity_id` is "" once the visit has left this phone. */
export type ReviewedReceipt = KnownReceipt & { entity_id: string };

export interface StorageFacts {
  persisted: boolean | null;
  used_bytes: number | null;
  quota_bytes: number | null;
}

/** A form's picture, sound or film. `release` when it is shown no more. */
export type FoundMedium =
  | { is: "here"; url: string; release: () => void }
  /** Named by the version, and not fetched yet. */
  | { is: "on_its_way" }
  /** The version came without it. */
  | { is: "missing" };

export interface Phone {
  listVisits(): Promise<ShownVisit[]>;
  findVisit(visitId: string): Promise<VisitDetails | null>;
  getDay(): Promise<VisitDay>;
  listDutyNumbers(): Promise<DutyNumberRow[]>;
  findCodeList(name: string): Promise<CodeListRow | null>;
  /** The current version of a form; with `versionId` that one alone, as a draft pins it. Null when it is not here. */
  findForm(formId: string, versionId?: string): Promise<FormVersionRow | null>;
  /** What a label of this form shows, by the name that the form gives it. */
  findMedium(version: FormVersionRow, name: string): Promise<FoundMedium>;
  /** The current version of every published form, by title. */
  listForms(): Promise<FormVersionRow[]>;

  findDraft(visitId: string, formId: string): Promise<{ draft: Draft; photos: FormPhoto[] } | null>;
  saveDraft(draft: Draft): Promise<void>;
  listUnfinished(): Promise<Unfinished[]>;
  findUnfinished(instanceId: string): Promise<(Unfinished & { photos: FormPhoto[] }) | null>;
  /** The draft becomes a note (none without `text`) and loose photos in one step; `photoIds` are the photos that go. */
  keepDraftAsNote(draft: Draft, text: string, photoIds: readonly string[]): Promise<void>;
  throwDraftAway(instanceId: string): Promise<void>;
  savePhoto(
    visitId: string,
    instanceId: string,
    photo: AttachmentFacts & { bytes: ArrayBuffer },
  ): Promise<void>;
  removePhoto(attachmentId: string): Promise<void>;
  /** A small picture of it; null where its bytes are not here any more, or this phone cannot draw it. */
  findThumbnail(photo: Photo): Promise<Blob | null>;

  saveStart(visitId: string): Promise<void>;
  /** `photoIds`: the photos still in the form. */
  saveSubmission(finished: FinishedForm, photoIds: readonly string[]): Promise<void>;
  saveNote(visitId: string, text: string): Promise<void>;
  /** The visit goes back to the council. */
  saveCannotComplete(visitId: string, reason: CannotCompleteReason, note: string): Promise<void>;
  saveReopen(visitId: string, why: string): Promise<void>;
  /** What was last saved for the visit; null once only the council can read it, or where its form has left the phone. */
  findOwnAnswers(visitId: string): Promise<{ answers: OwnAnswers; form: FormVersionRow } | null>;
  saveProposal(proposal: NewProposal): Promise<void>;
  listProposals(): Promise<ShownProposal[]>;
  saveAlert(alert: AlertHeader, visitId: string, instanceId: string): Promise<void>;
  /** By hand, without a form; `visitId` is the visit it is about, where there is one. */
  raiseAlert(alert: LockedAlert, visitId: string | null): Promise<void>;
  /** Null: no shift of this officer is on this phone, or hers is finished. */
  findOwnShift(officerId: string): Promise<OwnShift | null>;
  saveCheckIn(officerId: string, kind: CheckIn, shiftId: string): Promise<void>;
  saveTold(alertId: string, whom: string, at: string): Promise<void>;
  /** Alerts that the council does not know yet. */
  listOpenAlerts(): Promise<PhoneAlert[]>;

  listWaiting(): Promise<WaitingThing[]>;
  /** What the office has in hand: in review, and photos that were refused. */
  listAttention(): Promise<{ receipts: ReviewedReceipt[]; refused_photos: Photo[] }>;
  /** Open ones first, then what was settled within the last days. */
  listConflicts(): Promise<ShownConflict[]>;
  /** Refused (`already_saved`) when the conflict was settled or moved since `seenVersion` was on the screen. */
  saveResolution(conflictId: string, seenVersion: number, choice: ConflictChoice): Promise<void>;
  /** The newest first, read ones too. */
  listNotices(): Promise<Notice[]>;
  markSeen(noticeIds: readonly string[]): Promise<void>;
  getStorage(): Promise<StorageFacts>;
}
