// A phone of the second release, for tests of the upgrade: every store as that release wrote it, all under one data key. What
// is here is what lies on phones in the field: never bring it up to date.
import { type IDBPDatabase, openDB } from "idb";
import { makeOperation, readMoment } from "../../../pwa/src/domain/operation";
import { nameDatabase } from "../../../pwa/src/store/door";
import type { PhoneLayout } from "../../../pwa/src/store/layout";
import { importDataKey, sealBytes, sealValue } from "../../../pwa/src/store/sealing";
import { upgradeFrom0000 } from "../../../pwa/src/store/upgrades/from_0000";
import { upgradeFrom0001 } from "../../../pwa/src/store/upgrades/from_0001";
import { OLD_DRAFT, OLD_KEY_ID } from "./layout_1";
import { DEVICE_ID, makePhoto, NOON, residentRow, VISIT_ID, visitRow } from "./phone_fixture";

const ALERT_ID = "0190cccc-0000-5000-8000-0000000000a1";
type Place = "draft" | "waiting" | "received" | "refused" | "kept";
const AT = NOON.toISOString();

export interface Layout2 {
  /** Unsent, in the order they were made: a note, one too large for a push, an alert. */
  unsent: string[];
  /** A copy of before. */
  kept: string;
  photos: Record<Place, { id: string; sha256: string; bytes: ArrayBuffer }>;
}

export async function makeLayout2(userId: string): Promise<Layout2> {
  const database = await openDB<PhoneLayout>(nameDatabase(userId), 2, {
    upgrade: (made) => {
      upgradeFrom0000(made);
      upgradeFrom0001(made);
    },
  });
  const raw = crypto.getRandomValues(new Uint8Array(32)).buffer;
  const key = await importDataKey(OLD_KEY_ID, raw);
  const put = (name: string, value: unknown) =>
    (database as unknown as IDBPDatabase).put(name, value as Record<string, unknown>);
  await put("keys", { key_id: OLD_KEY_ID, raw });
  const meta = { store_id: OLD_KEY_ID, device_id: DEVICE_ID, view: 7, pull_number: 4, next_device_seq: 20 };
  for (const [name, value] of Object.entries({
    ...meta,
    server_epoch: "0190eeee-0000-4000-8000-000000000001",
  }))
    await put("meta", { name, value });
  for (const { type, id, version, field_versions, fields } of [visitRow(), residentRow()]) {
    const sealed = await sealValue(key, `rows:${type}:${id}`, { field_versions, fields });
    await put("rows", { type, id, version, ...sealed });
  }
  await put("drafts", {
    instance_id: OLD_DRAFT.instance_id,
    entity_id: VISIT_ID,
    saved_at: AT,
    ...(await sealValue(key, `drafts:${OLD_DRAFT.instance_id}`, OLD_DRAFT)),
  });

  const alerts = [{ alert_id: ALERT_ID, kind: "deceased" as const, node: "/data/outcome" }];
  const unsent = [
    await putOperation("operations", 10, { kind: "note.add", payload: { text: "The bell does not work" } }),
    await putOperation("operations", 11, { kind: "note.add", payload: { text: "z".repeat(200_000) } }),
    await putOperation("operations", 12, { kind: "alert.raise", alerts, payload: { instance_id: "uuid:a" } }),
  ];
  const kept = await putOperation("kept", 9, { kind: "note.add", payload: { text: "received before" } });
  const inner = { kind: "deceased", node: "/data/outcome", instance_id: "uuid:a", told_whom: null };
  await put("alerts", {
    alert_id: ALERT_ID,
    visit_id: VISIT_ID,
    raised_at: AT,
    told_at: null,
    received_at: null,
    ...(await sealValue(key, `alerts:${ALERT_ID}`, inner)),
  });
  const photos = {
    draft: await putPhoto("draft", 1_000),
    waiting: await putPhoto("waiting", 270_000),
    received: await putPhoto("received", 3_000),
    refused: await putPhoto("refused", 4_000),
    kept: await putPhoto("kept", 5_000),
  };
  database.close();
  return { unsent, kept, photos };

  async function putOperation(store: "operations" | "kept", device_seq: number, parts: object) {
    const op_id = `0190dddd-0000-7000-8000-0000000000${device_seq}`;
    const base = { op_id, kind: "note.add" as const, entity: { type: "visit" as const, id: VISIT_ID } };
    const made = makeOperation(readMoment(NOON), { ...base, ...parts });
    const isKept = store === "kept";
    await put(store, {
      op_id,
      entity_type: "visit",
      entity_id: VISIT_ID,
      piece_id: op_id,
      instance_id: null,
      visit_step: null,
      resolves: null,
      device_seq,
      view: 7,
      saved_at: AT,
      received_at: isKept ? AT : null,
      settles_with_pull: isKept ? 4 : null,
      ...(isKept ? { kept_until: "2026-12-23T12:00:00.000Z" } : {}),
      ...(await sealValue(key, `operations:${op_id}`, { ...made, device_id: DEVICE_ID, schema: 2 })),
    });
    return op_id;
  }

  async function putPhoto(place: Place, length: number) {
    const { facts, bytes } = await makePhoto(length, length % 251);
    const { attachment_id, sha256, size } = facts;
    const isCopy = place === "received" || place === "kept";
    await put("attachments", {
      attachment_id,
      visit_id: VISIT_ID,
      instance_id: place === "draft" ? OLD_DRAFT.instance_id : null,
      added_at: AT,
      place,
      offered_at: isCopy ? AT : null,
      ...(isCopy ? { received_at: AT } : {}),
      size,
      has_bytes: true,
      ...(await sealValue(key, `attachments:${attachment_id}`, { ...facts, refused_because: null })),
    });
    for (let start = 0, at = 0; start < size; start += 262_144, at += 1) {
      const part = new Uint8Array(bytes).slice(start, start + 262_144);
      const sealed = await sealBytes(key, `pieces:${attachment_id}:${at}`, part);
      await put("pieces", { attachment_id, place: at, ...sealed });
    }
    return { id: attachment_id, sha256, bytes };
  }
}
