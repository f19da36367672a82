// The shape of what is on the phone. Beside the sealed part a record has only opaque ids, numbers, dates and state
// words, which indexes need; names, answers and pictures are never outside it.
import type { DBSchema } from "idb";

/** AES-256-GCM under the data key named; `iv` is never used twice. */
export interface Sealed {
  key_id: string;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: ArrayBuffer;
}

export interface RowRecord extends Sealed {
  type: string;
  id: string;
  version: number;
  /** Of a conflict: no resolution yet. */
  is_open?: boolean;
}

export interface OperationRecord extends Sealed {
  op_id: string;
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

export interface AttachmentRecord extends Sealed {
  attachment_id: string;
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

export interface PieceRecord extends Sealed {
  attachment_id: string;
  place: number;
}

export interface DraftRecord extends Sealed {
  instance_id: string;
  entity_id: string;
  saved_at: string;
}

export interface ReceiptRecord extends Sealed {
  op_id: string;
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

export interface AlertRecord extends Sealed {
  alert_id: string;
  visit_id: string;
  raised_at: string;
  told_at: string | null;
  received_at: string | null;
}

export interface PhoneLayout extends DBSchema {
  keys: { key: string; value: { key_id: string; raw: ArrayBuffer } };
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
  | "seen";

export const LAYOUT_VERSION = 2;
