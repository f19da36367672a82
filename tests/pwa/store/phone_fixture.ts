// A phone for tests: a fresh user with a real (in-memory) IndexedDB behind the real door, and obviously false people.
import "fake-indexeddb/auto";
import type { Draft } from "../../../pwa/src/domain/draft";
import {
  composeSubmission,
  makeOperation,
  type NewOperation,
  readMoment,
} from "../../../pwa/src/domain/operation";
import type { AttachmentFacts, Row } from "../../../pwa/src/domain/wire";
import { PhoneStore } from "../../../pwa/src/store/door";
import { newId } from "../../../pwa/src/store/ids";
import type { StoreName } from "../../../pwa/src/store/layout";
import { endLease, takeLease } from "../../../pwa/src/store/lease";
import { saveMeta } from "../../../pwa/src/store/meta";
import { applyPage } from "../../../pwa/src/store/pulled";
import { COUNCIL_KEY } from "../sync/council_seals";

export const NOON = new Date("2026-11-23T12:00:00.000Z");
export const VISIT_ID = "0190aaaa-0000-7000-8000-000000000001";
export const RESIDENT_ID = "0190aaaa-0000-7000-8000-000000000002";
export const CASE_ID = "0190aaaa-0000-7000-8000-000000000003";
export const DEVICE_ID = "0190aaaa-0000-7000-8000-0000000000d1";

/**
 * As after a sign-in: it knows its id and the council's key. Unlocked, whoever opens it, since its key lies bare as versions
 * without a PIN left it; of the lock, pin_lock.test.ts tells.
 */
export async function openFreshPhone(): Promise<PhoneStore> {
  const userId = crypto.randomUUID();
  await leaveBareKey(userId);
  const store = await PhoneStore.open(userId);
  await saveMeta(store, { device_id: DEVICE_ID, sealing_key: COUNCIL_KEY });
  return store;
}

export async function leaveBareKey(userId: string): Promise<void> {
  const store = await PhoneStore.open(userId);
  const raw = crypto.getRandomValues(new Uint8Array(32)).buffer;
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").add({ key_id: crypto.randomUUID(), raw });
  });
  await store.close();
}

export function visitRow(fields: Record<string, unknown> = {}, id = VISIT_ID, version = 1): Row {
  return {
    type: "visit",
    id,
    version,
    field_versions: { status: version },
    fields: {
      resident_id: RESIDENT_ID,
      case_id: CASE_ID,
      address_id: "0190aaaa-0000-7000-8000-0000000000a1",
      planned_on: "2026-11-23",
      window_from: null,
      window_to: null,
      position: 1,
      status: "assigned",
      outcome: null,
      needs_pair: false,
      form_id: "welfare_check",
      programme_name: "Shielding 2",
      assigned_at: "2026-11-22T09:00:00Z",
      review_state: null,
      sent_back_words: null,
      ...fields,
    },
  };
}

export function residentRow(fields: Record<string, unknown> = {}, version = 1): Row {
  return {
    type: "resident",
    id: RESIDENT_ID,
    version,
    field_versions: { mobile: 3 },
    fields: {
      first_name: "Testperson",
      last_name: "Falsename",
      age: 81,
      address_lines: ["1 Example Street"],
      postcode: "ZZ99 9ZZ",
      ward: null,
      latitude: null,
      longitude: null,
      mobile: "07700 900001",
      landline: null,
      email: null,
      access_needs: null,
      communication_needs: null,
      language: null,
      on_hold: false,
      recent_outcomes: [],
      ...fields,
    },
  };
}

export async function bringRows(store: PhoneStore, rows: Row[]): Promise<void> {
  const lease = await takeLease(store, "fixture", new Date());
  if (!lease) throw new Error("another drainer holds the lease");
  await applyPage(store, { rows, evicted: [] }, lease);
  await endLease(store, lease);
}

export function visitOperation(parts: Partial<NewOperation> = {}, now = NOON): NewOperation {
  return makeOperation(readMoment(now), {
    op_id: newId(now),
    kind: "note.add",
    entity: { type: "visit", id: VISIT_ID },
    payload: { text: "The bell does not work" },
    ...parts,
  });
}

export function finishedCheck(instanceId: string, photos: AttachmentFacts[] = []): NewOperation[] {
  const form = {
    entity: { type: "visit" as const, id: VISIT_ID },
    instance_id: instanceId,
    form_id: "welfare_check",
    form_version_id: crypto.randomUUID(),
    xml: "<data><outcome>seen_no_needs</outcome></data>",
    bases: {},
    alerts: [],
    outcome: "seen_no_needs",
    closes_visit: true,
  };
  return composeSubmission(form, photos, { submission: newId(NOON), submit: newId(NOON) }, readMoment(NOON));
}

export async function makePhoto(size: number, fill = 7) {
  const bytes = new Uint8Array(size).fill(fill);
  bytes.forEach((_byte, at) => {
    if (at % 1000 === 0) bytes[at] = (at / 1000) % 251;
  });
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  const facts: AttachmentFacts = {
    attachment_id: newId(NOON),
    name: "kitchen.jpg",
    content_type: "image/jpeg",
    size,
    sha256: Buffer.from(hash).toString("hex"),
    captured_at: NOON.toISOString(),
    node: "/data/photo",
  };
  return { facts, bytes: bytes.buffer };
}

/** Every record of a store, as it lies in the database. */
export function dump(store: PhoneStore, name: StoreName): Promise<unknown[]> {
  return store.read([name], (tx) => tx.objectStore(name).getAll() as Promise<unknown[]>);
}

/** A welfare check of the visit that was begun and is not saved. */
export function begunCheck(instance_id: string): Draft {
  return {
    instance_id,
    entity: { type: "visit", id: VISIT_ID },
    form_id: "welfare_check",
    form_version_id: "v1",
    xml: "<data/>",
    bases: {},
    started_at: NOON.toISOString(),
    saved_at: NOON.toISOString(),
    place: null,
  };
}
