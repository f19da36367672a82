// The shape of what is on the phone. Beside the sealed part a record has only opaque ids, numbers, dates and state
// words, which indexes need; names, answers and pictures are never outside it.
import type { DBSchema } from "idb";
import type { Receipt } from "../domain/wire";
import type { KeyRecord } from "./key_record";
import type { ServerSeal } from "./server_seal";

/** AES-256-GCM; `iv` is never used twice. */
export interface Ciphertext {
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: ArrayBuffer;
}

/** Under the user's data key, which is named. */
export interface Sealed extends Ciphertext {
  key_id: string;
}

/** The content key of one operation or photo, wrapped for each who may open it. One of the two is always there. */
export interface ContentSeals {
  /** By the data key, to read while unlocked. Null: made while locked, or the phone is to read it no more. */
  reading: Sealed | null;
  /** Null: made before this phone knew the server's key. */
  server: ServerSeal | null;
}

export interface RowRecord extends Sealed {
  type: string;
  id: string;
  version: number;
  /** Of a conflict: no resolution yet. Of a shift: not finished. */
  is_open?: boolean;
  /** Of a form version that is published no more and is kept for a draft. */
  left_at?: string;
}

export interface OperationRecord extends Ciphertext {
  op_id: string;
  /** Of layouts 1 and 2: the data key that seals it. From layout 3 it has a content key of its own. */
  key_id?: string;
  seals?: ContentSeals;
  /** What only this phone's screens need of it, under its content key; the server never gets it. */
  shown?: Ciphertext | null;
  /** Too large for a push: `ciphertext` is the file that is sent. Of its plain bytes, which end in 256 random blanks. */
  file?: { size: number; sha256: string };
  /** What it stands on, and the alerts it raises: so a locked phone knows the order. Missing before layout 3. */
  after?: string[];
  alert_ids?: string[];
  /** Missing from records of layout 1. */
  entity_type?: string;
  entity_id: string;
  /** What the officer counts as one piece of work (domain/pieces.ts). */
  piece_id: string;
  /** Of the form that this operation submits; null for every other kind. */
  instance_id: string | null;
  /** Of a command that closes a visit or opens it again. */
  visit_step?: "closes" | "opens" | null;
  /** Of a resolution: the conflict's id. */
  resolves?: string | null;
  device_seq: number;
  view: number;
  saved_at: string;
  received_at: string | null;
  /** The pull after which this operation may go: the first that begins after its receipt. */
  settles_with_pull: number | null;
}

/** A copy for a server that loses what it had received; sealed as it was sent, read by no screen. */
export interface KeptRecord extends OperationRecord {
  kept_until: string;
}

/** received: shown with its visit, its bytes kept while space allows. kept: its visit has left; shown nowhere. */
export type AttachmentPlace = "draft" | "waiting" | "received" | "refused" | "kept";

/** The sealed part is what screens show of it, under the data key: not there when the photo was taken while locked. */
export interface AttachmentRecord extends Partial<Sealed> {
  attachment_id: string;
  /** Of its bytes. Missing from records of layouts 1 and 2, whose pieces lie under the data key. */
  seals?: ContentSeals;
  /** Of the plain bytes; sent when it is announced, offered and received, by a locked phone too. */
  sha256?: string;
  content_type?: string;
  captured_at?: string;
  /** Only of a photo that was taken while locked: its id with an ending, and the question it belongs to. */
  name?: string;
  node?: string | null;
  /** The server has all bytes and cannot open them: they stay. In the server's words, as is a refusal. */
  unopened_because?: string | null;
  refused_because?: string | null;
  visit_id: string;
  instance_id: string | null;
  added_at: string;
  place: AttachmentPlace;
  /** Set before the first try to send: from then on the server may know it. */
  offered_at: string | null;
  /** Missing from records of layout 1, whose bytes went with the receipt. */
  received_at?: string | null;
  size: number;
  has_bytes: boolean;
}

/** From layout 3 exactly what is uploaded (iv, then ciphertext with its tag), under the photo's content key. */
export interface PieceRecord extends Ciphertext {
  attachment_id: string;
  place: number;
  /** Of layouts 1 and 2: the data key that seals it. */
  key_id?: string;
}

export interface DraftRecord extends Sealed {
  instance_id: string;
  entity_id: string;
  saved_at: string;
}

export interface ReceiptRecord extends Partial<Sealed> {
  op_id: string;
  /** The newest answer where it came while the phone was locked: ids and words only, until it can be sealed. */
  told?: Receipt;
  entity_id: string;
  instance_id: string | null;
  received_at: string;
  /** In review and not settled, or a conflict that names none: whether one that is named needs a person, its row tells. */
  needs_attention: boolean;
  /** Of the verdict `conflict`; missing from records of layout 1 until the first round. */
  conflict_ids?: string[];
}

/** That a notice was read; nothing else. */
export interface SeenRecord {
  notice_id: string;
  seen_at: string;
}

/** The sealed part is missing from an alert that was raised while locked. */
export interface AlertRecord extends Partial<Sealed> {
  alert_id: string;
  visit_id: string;
  raised_at: string;
  told_at: string | null;
  received_at: string | null;
}

/** A file that the labels of a form show. */
export interface FormMediumRecord extends Sealed {
  sha256: string;
}

export interface PhoneLayout extends DBSchema {
  keys: { key: string; value: KeyRecord };
  meta: { key: string; value: { name: string; value: unknown } };
  vault: { key: string; value: Sealed & { name: string } };
  rows: { key: [string, string]; value: RowRecord; indexes: { by_type: string } };
  operations: { key: string; value: OperationRecord; indexes: { by_entity: string } };
  attachments: {
    key: string;
    value: AttachmentRecord;
    indexes: { by_visit: string; by_instance: string; by_place: string };
  };
  pieces: { key: [string, number]; value: PieceRecord };
  drafts: { key: string; value: DraftRecord; indexes: { by_entity: string } };
  receipts: { key: string; value: ReceiptRecord; indexes: { by_entity: string } };
  alerts: { key: string; value: AlertRecord; indexes: { by_visit: string } };
  kept: { key: string; value: KeptRecord; indexes: { by_until: string } };
  seen: { key: string; value: SeenRecord };
  form_media: { key: string; value: FormMediumRecord };
}

export type StoreName =
  | "keys"
  | "meta"
  | "vault"
  | "rows"
  | "operations"
  | "attachments"
  | "pieces"
  | "drafts"
  | "receipts"
  | "alerts"
  | "kept"
  | "seen"
  | "form_media";

export const LAYOUT_VERSION = 4;

/** What one piece of work, or its receipt, may touch. */
export const WORK_STORES: StoreName[] = [
  "keys",
  "operations",
  "alerts",
  "attachments",
  "pieces",
  "drafts",
  "receipts",
  "meta",
];
