// Makes operations: what is sent for one thing done on this phone. Pure; ids and the time are handed in.
import type { FinishedForm } from "./draft";
import type { LockedCheck } from "./lock";
import type { ConflictRow, VisitProposalFields } from "./rows";
import type { PendingOperation } from "./shown";
import type { AlertHeader, AttachmentFacts, EntityRef, EntityType, FieldEdit } from "./wire";

/** An operation before the store gives it its number, device and view. */
export type NewOperation = Omit<
  PendingOperation,
  "device_id" | "device_seq" | "schema" | "view" | "saved_at" | "received_at"
>;

export interface Moment {
  device_time: string;
  utc_offset_minutes: number;
}

/** The moment on the phone's own clock: evidence for people, never compared with a server's clock. */
export function readMoment(now: Date): Moment {
  return { device_time: now.toISOString(), utc_offset_minutes: -now.getTimezoneOffset() + 0 };
}

type Parts = Pick<NewOperation, "op_id" | "kind" | "entity"> & Partial<NewOperation>;

export function makeOperation(moment: Moment, parts: Parts): NewOperation {
  return { fields: {}, after: [], alerts: [], payload: {}, shown: {}, ...moment, ...parts };
}

export interface SubmissionIds {
  submission: string;
  submit: string;
}

/** A finished form as operations: the submission with its alerts, then, where the form closes it, the visit's command. */
export function composeSubmission(
  form: FinishedForm,
  attachments: readonly AttachmentFacts[],
  ids: SubmissionIds,
  moment: Moment,
): NewOperation[] {
  const submission = makeOperation(moment, {
    op_id: ids.submission,
    kind: "submission.create",
    entity: form.entity,
    alerts: form.alerts,
    payload: {
      instance_id: form.instance_id,
      form_id: form.form_id,
      form_version_id: form.form_version_id,
      xml: form.xml,
      finalised_at: moment.device_time,
      utc_offset_minutes: moment.utc_offset_minutes,
      bases: form.bases,
      attachments: attachments.map(pickFacts),
    },
  });
  if (!form.closes_visit || form.entity.type !== "visit") return [submission];
  const submit = makeOperation(moment, {
    op_id: ids.submit,
    kind: "visit.submit",
    entity: form.entity,
    after: [ids.submission],
    payload: { submission_op_id: ids.submission, instance_id: form.instance_id },
    shown: form.outcome === null ? {} : { outcome: form.outcome },
  });
  return [submission, submit];
}

export function pickFacts(attachment: AttachmentFacts): AttachmentFacts {
  const { attachment_id, name, content_type, size, sha256, captured_at, node } = attachment;
  return { attachment_id, name, content_type, size, sha256, captured_at, node };
}

export interface TrunkField {
  version: number;
  value: unknown;
}

/** An edit's base: the server's value, or one's own unsent edit of the same field, which is then named in `after`. */
export function composeEdit(
  entity: EntityRef,
  values: Record<string, unknown>,
  trunk: Record<string, TrunkField>,
  pending: readonly PendingOperation[],
  opId: string,
  moment: Moment,
): NewOperation {
  const fields: Record<string, FieldEdit> = {};
  const after = new Set<string>();
  for (const [name, value] of Object.entries(values)) {
    const own = pending
      .filter(({ entity: { id }, fields: edits }) => id === entity.id && name in edits)
      .at(-1);
    const ownEdit = own?.fields[name];
    if (own && ownEdit) after.add(own.op_id);
    fields[name] = ownEdit
      ? { base_version: ownEdit.base_version, base_value: ownEdit.value, value }
      : { base_version: trunk[name]?.version ?? 0, base_value: trunk[name]?.value ?? null, value };
  }
  const kind = entity.type === "case" ? "case.edit" : "resident.edit";
  return makeOperation(moment, { op_id: opId, kind, entity, fields, after: [...after] });
}

export function composeAlert(
  visitId: string,
  instanceId: string,
  alert: AlertHeader,
  note: string,
  opId: string,
  moment: Moment,
): NewOperation {
  return makeOperation(moment, {
    op_id: opId,
    kind: "alert.raise",
    entity: { type: "visit", id: visitId },
    alerts: [alert],
    payload: { instance_id: instanceId, node: alert.node, note },
  });
}

/** "shown": what stands now is right. An op_id: that side's value is. "other": neither, but `value`. */
export interface ConflictChoice {
  chosen: "shown" | "other" | (string & {});
  value?: unknown;
  reason: string;
}

export function findChosenValue(conflict: ConflictRow, { chosen, value }: ConflictChoice): unknown {
  if (chosen === "shown") return conflict.fields.shown.value;
  if (chosen === "other") return value ?? null;
  return conflict.fields.sides.find((side) => side.op_id === chosen)?.value ?? null;
}

/** A person's decision on the version of the conflict that the phone shows: the server refuses it for a later one. */
export function composeResolution(
  conflict: ConflictRow,
  choice: ConflictChoice,
  fieldVersion: number,
  opId: string,
  moment: Moment,
): NewOperation {
  const { entity_type, entity_id, field, shown } = conflict.fields;
  const value = findChosenValue(conflict, choice);
  return makeOperation(moment, {
    op_id: opId,
    kind: "conflict.resolve",
    entity: { type: entity_type as EntityType, id: entity_id },
    fields: { [field]: { base_version: fieldVersion, base_value: shown.value, value } },
    payload: {
      conflicts: [
        { conflict_id: conflict.id, conflict_version: conflict.version, chosen: choice.chosen },
      ] satisfies SentChoice[],
      reason: choice.reason,
    },
  });
}

export interface SentChoice {
  conflict_id: string;
  conflict_version: number;
  chosen: string;
}

/** What a `conflict.resolve` chooses; empty for every other operation. */
export function listChoices({ kind, payload }: Pick<NewOperation, "kind" | "payload">): SentChoice[] {
  return kind === "conflict.resolve" ? ((payload.conflicts as SentChoice[] | undefined) ?? []) : [];
}

export type CannotCompleteReason = "no_time" | "no_access" | "ill" | "unsafe_area" | "other";

/** What an officer knows of a visit that should be made. The telephone is sent and never comes back. */
export type NewProposal = Pick<
  VisitProposalFields,
  "basis" | "visit_id" | "first_name" | "last_name" | "address_text" | "why" | "wanted_on"
> & { telephone: string | null };

/** A place that was only typed: a person at the council matches it, and makes the visit that this was. */
export function composePlace(
  proposalId: string,
  { address_text, why }: LockedCheck,
  opId: string,
  moment: Moment,
): NewOperation {
  const nobody = { visit_id: null, first_name: null, last_name: null, telephone: null, wanted_on: null };
  const place = { basis: "typed_address" as const, address_text: address_text.trim(), why: why.trim() };
  return composeProposal(proposalId, { ...nobody, ...place }, opId, moment);
}

export function composeProposal(
  proposalId: string,
  proposal: NewProposal,
  opId: string,
  moment: Moment,
): NewOperation {
  const { basis, visit_id, first_name, last_name, telephone, address_text, why, wanted_on } = proposal;
  return makeOperation(moment, {
    op_id: opId,
    kind: "visit.propose",
    entity: { type: "visit_proposal", id: proposalId },
    payload: { basis, visit_id, first_name, last_name, telephone, address_text, why, wanted_on },
  });
}
