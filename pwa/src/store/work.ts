// What an officer does on a screen, as saved work: start a visit, finish a form, edit, add a note or a loose photo.
// Each resolves only when the phone has it for good ("Saved on this phone").
import type { FinishedForm } from "../domain/draft";
import {
  type CannotCompleteReason,
  composeEdit,
  composeProposal,
  composeSubmission,
  makeOperation,
  type NewProposal,
  pickFacts,
  readMoment,
} from "../domain/operation";
import type { FieldsByType } from "../domain/rows";
import type { EntityRef } from "../domain/wire";
import { unlessLocked } from "./content_keys";
import type { PhoneStore } from "./door";
import { newId } from "./ids";
import { listEntityOperations, listEntityRecords } from "./operations";
import { saveWork } from "./outbox";
import { listInstancePhotos, type NewPhoto, sealPhoto } from "./photos";
import { findRow } from "./rows";

/** Starting twice makes one operation: the second finds the visit started already. */
export async function startVisit(store: PhoneStore, visitId: string, now = new Date()): Promise<void> {
  const row = await findRow(store, "visit", visitId);
  const pending = await listEntityOperations(store, visitId);
  const isStarted = pending.some(({ kind }) => kind === "visit.start" || kind === "visit.submit");
  if (isStarted || row?.fields.status === "started") return;
  const entity = { type: "visit", id: visitId } as const;
  const operation = makeOperation(readMoment(now), { op_id: newId(now), kind: "visit.start", entity });
  await saveWork(store, { operations: [operation] }, now);
}

/**
 * The finished form, its visit command, its photos and the end of its draft in one transaction. `photoIds` are the
 * photos still in the form; photos of the draft that are not named are dropped with it.
 */
export async function saveSubmission(
  store: PhoneStore,
  form: FinishedForm,
  photoIds: readonly string[],
  now = new Date(),
): Promise<{ submission_op_id: string }> {
  const photos = await listInstancePhotos(store, form.instance_id);
  const named = photos.filter(({ attachment_id }) => photoIds.includes(attachment_id));
  const ids = { submission: newId(now), submit: newId(now) };
  const reopened = await listUnsentIds(store, form.entity.id, "opens");
  const operations = composeSubmission(form, named, ids, readMoment(now)).map((operation) =>
    operation.kind === "visit.submit"
      ? { ...operation, after: [...operation.after, ...reopened] }
      : operation,
  );
  const photos_to_send = named.map(({ attachment_id }) => attachment_id);
  await saveWork(store, { operations, draft_done: form.instance_id, photos_to_send }, now);
  return { submission_op_id: ids.submission };
}

/** Field edits of a resident or a case; versions and values they stand on are read here. */
export async function saveEdit<T extends "resident" | "case">(
  store: PhoneStore,
  type: T,
  id: string,
  values: Partial<FieldsByType[T]>,
  now = new Date(),
): Promise<void> {
  const row = await findRow(store, type, id);
  const pending = await listEntityOperations(store, id);
  const fields = (row?.fields ?? {}) as unknown as Record<string, unknown>;
  const trunk = Object.fromEntries(
    Object.keys(values).map((name) => [
      name,
      { version: row?.field_versions[name] ?? row?.version ?? 0, value: fields[name] ?? null },
    ]),
  );
  const entity: EntityRef = { type, id };
  const operation = composeEdit(entity, values, trunk, pending, newId(now), readMoment(now));
  await saveWork(store, { operations: [operation] }, now);
}

/** The visit goes back to the council, which gives it to somebody else; the officer's own words go with it. */
export async function saveCannotComplete(
  store: PhoneStore,
  visitId: string,
  reason: CannotCompleteReason,
  note: string,
  now = new Date(),
): Promise<void> {
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "visit.cannot_complete",
    entity: { type: "visit", id: visitId },
    payload: { reason, note },
  });
  await saveWork(store, { operations: [operation] }, now);
}

/** Opens one's own submitted visit again, until the office has looked at it; what was sent first is kept. */
export async function saveReopen(
  store: PhoneStore,
  visitId: string,
  why: string,
  now = new Date(),
): Promise<void> {
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "visit.reopen",
    entity: { type: "visit", id: visitId },
    after: await listUnsentIds(store, visitId, "closes"),
    payload: { why },
  });
  await saveWork(store, { operations: [operation] }, now);
}

/** What a command stands on must not be overtaken by it on the way. Of a layout that did not say the step: opened. */
async function listUnsentIds(
  store: PhoneStore,
  visitId: string,
  step: "closes" | "opens",
): Promise<string[]> {
  const unsent = (await listEntityRecords(store, visitId)).filter(({ received_at }) => received_at === null);
  const kind = step === "opens" ? "visit.reopen" : "visit.submit";
  const before = unsent.some(({ visit_step }) => visit_step === undefined)
    ? ((await unlessLocked(listEntityOperations(store, visitId))) ?? [])
    : [];
  const known = new Set(before.filter((one) => one.kind === kind).map(({ op_id }) => op_id));
  return unsent
    .filter(({ op_id, visit_step }) => visit_step === step || (visit_step === undefined && known.has(op_id)))
    .map(({ op_id }) => op_id);
}

export async function addNote(
  store: PhoneStore,
  entity: EntityRef,
  text: string,
  now = new Date(),
): Promise<void> {
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "note.add",
    entity,
    payload: { text },
  });
  await saveWork(store, { operations: [operation] }, now);
}

/** A photo of a visit that belongs to no form. */
export async function addLoosePhoto(store: PhoneStore, photo: NewPhoto, now = new Date()): Promise<void> {
  const sealed = await sealPhoto(store, { ...photo, instance_id: null }, "waiting", now);
  const operation = makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "attachment.add",
    entity: { type: "visit", id: photo.visit_id },
    payload: { attachment: { ...pickFacts(photo.facts), node: null } },
  });
  await saveWork(store, { operations: [operation], new_photos: [sealed] }, now);
}

export async function saveProposal(
  store: PhoneStore,
  proposal: NewProposal,
  now = new Date(),
): Promise<{ proposal_id: string }> {
  const proposal_id = newId(now);
  const operation = composeProposal(proposal_id, proposal, newId(now), readMoment(now));
  await saveWork(store, { operations: [operation] }, now);
  return { proposal_id };
}
