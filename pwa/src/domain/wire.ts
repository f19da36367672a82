// The messages of docs/sync-protocol.md as types. The wire only grows: an unknown field is ignored, never an error.
// Nothing here decides anything.
export const SCHEMA = 3;

export type EntityType = "visit" | "resident" | "case" | "visit_proposal" | "officer";
export interface EntityRef {
  type: EntityType;
  id: string;
}

export type OperationKind =
  | "visit.start"
  | "submission.create"
  | "visit.submit"
  | "resident.edit"
  | "case.edit"
  | "note.add"
  | "attachment.add"
  | "alert.raise"
  | "alert.told"
  | "conflict.resolve"
  | "visit.cannot_complete"
  | "visit.reopen"
  | "visit.propose"
  | "check_in.add";

export type AlertKind =
  | "no_reply_concern"
  | "unsafe_withdrew"
  | "emergency_999"
  | "deceased"
  | "safeguarding"
  | "unreadable"
  | "lone_working";

/** alert_id is UUIDv5(instance uuid, node): a draft's own alert and its submission's are one alert. */
export interface AlertHeader {
  alert_id: string;
  kind: AlertKind;
  node: string;
}

export interface FieldEdit {
  base_version: number;
  base_value: unknown;
  value: unknown;
}

export interface Operation {
  op_id: string;
  device_id: string;
  device_seq: number;
  schema: number;
  kind: OperationKind;
  entity: EntityRef;
  fields: Record<string, FieldEdit>;
  after: string[];
  view: number;
  alerts: AlertHeader[];
  payload: Record<string, unknown>;
  device_time: string;
  utc_offset_minutes: number;
}

/**
 * An operation as only the council can open it: its JSON under a content key of its own, and that key sealed to the
 * server. The outer op_id, number and view are those that count.
 */
export interface SealedOperation {
  op_id: string;
  device_seq: number;
  view: number;
  sealed: { key_id: string; wrapped_key: string; iv: string; ciphertext: string };
}

/** The server's public key, to which a phone seals what it alone may open. */
export interface SealingKey {
  key_id: string;
  public_key: string;
}

/** Of a request: the key that this phone has. Of its reply: the current one, where that is another. */
interface AsksForKey {
  sealing_key_id?: string;
}
interface MayBringKey {
  sealing_key?: SealingKey;
}

/** What a prefilled recording node stood on when the form was opened (sync.md, "A submission's own edits"). */
export interface AnswerBase {
  entity_type: EntityType;
  entity_id: string;
  field: string;
  version: number;
  value: unknown;
}

export interface AttachmentFacts {
  attachment_id: string;
  name: string;
  content_type: string;
  size: number;
  sha256: string;
  captured_at: string;
  node: string | null;
}

export type Verdict = "applied" | "merged" | "agreed" | "conflict" | "waiting" | "review";

export interface Receipt {
  op_id: string;
  verdict: Verdict;
  reason: string | null;
  detail: Record<string, unknown> | null;
}

export interface PushRequest extends AsksForKey {
  device_id: string;
  schema: number;
  operations: (Operation | SealedOperation)[];
  /** What this phone's clock says as it sends: how long ago anything was said is known by no other clock. */
  device_now: string;
  state?: DeviceState;
}

export interface PushReply extends MayBringKey {
  server_epoch: string;
  server_time: string;
  receipts: Receipt[];
  orders: string[];
}

export type RowType =
  | "visit"
  | "resident"
  | "case"
  | "warning_marker"
  | "form_version"
  | "code_list"
  | "duty_number"
  | "shift"
  | "conflict"
  | "visit_proposal";

export interface Row<Fields = Record<string, unknown>> {
  type: RowType;
  id: string;
  version: number;
  field_versions: Record<string, number>;
  fields: Fields;
}

export type EvictionReason = "reassigned" | "closed" | "access_removed" | "out_of_window";
export interface Evicted {
  type: RowType;
  id: string;
  reason: EvictionReason;
}

/** How the phone is: with every pull, and with the first and the last push of a round. Evidence for people. */
export interface DeviceState {
  unsent_count: number;
  oldest_unsent_at: string | null;
  persisted: boolean | null;
  storage_used_bytes: number | null;
  storage_quota_bytes: number | null;
  app_version: string;
  photos_unsent: number;
  /** Checks, forms and photos of a visit that were begun and not saved. */
  unfinished_count: number;
  /** The number of the newest operation made here: a gap below it has not arrived. */
  last_device_seq: number;
  /** Pieces of work that vanished from this phone without a receipt, until the server has heard of it. */
  lost_count: number;
  /** Visits of which something is only on this phone; at most MOST_VISIT_IDS. */
  unsent_visit_ids: string[];
  needs_attention_count: number;
  /** Orders carried out since the last request: "wipe", "lock". */
  obeyed?: string[];
}
export const MOST_VISIT_IDS = 200;

export interface PullRequest extends AsksForKey {
  device_id: string;
  schema: number;
  view: number;
  page: string | null;
  full: boolean;
  state: DeviceState;
}

export interface PullReply extends MayBringKey {
  server_epoch: string;
  server_time: string;
  today_on: string;
  window_end_on: string;
  rows: Row[];
  evicted: Evicted[];
  verdicts: Receipt[];
  next_page: string | null;
  view: number | null;
  digest: string | null;
  /** True when `rows` is everything although the phone did not ask: it named a view this server does not know. */
  full?: boolean;
  orders: string[];
}

/** What the phone still has, for a server that was restored or replaced. At most MOST_OFFERED of each. */
export interface OfferRequest extends AsksForKey {
  device_id: string;
  schema: number;
  server_epoch: string;
  operations: string[];
  attachments: { attachment_id: string; sha256: string }[];
}
export const MOST_OFFERED = 1000;

export interface OfferReply extends MayBringKey {
  server_epoch: string;
  server_time: string;
  wanted_op_ids: string[];
  wanted_attachment_ids: string[];
  orders: string[];
}

export interface SignedInUser {
  id: string;
  name: string;
  role: string;
  team: string | null;
}

/** This phone's data key sealed to the server (subject: `data_key_id`), to be given back at a sign-in. */
export interface SealedDataKey {
  data_key_id: string;
  sealing_key_id: string;
  wrapped_key: string;
}

export interface Council {
  name: string;
  telephone: string;
}

export interface SessionReply extends MayBringKey {
  device_id: string;
  device_token: string;
  upload_ticket: string;
  user: SignedInUser;
  server_epoch: string;
  server_time: string;
  council: Council;
  demo: boolean;
  /** Missing from a server of before schema 3, like the one below. */
  reading_lapses_after_hours?: number;
  /** Base64 of 32 bytes, where the sign-in brought a `data_key` that this server could open. */
  data_key?: string | null;
}
