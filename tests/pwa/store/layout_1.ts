// A phone of the first release, for tests of the upgrade: every store as that release wrote it, sealed by its own key.
// What is here is what lies on phones in the field: never bring it up to date.
import { type IDBPDatabase, openDB } from "idb";
import { nameDatabase } from "../../../pwa/src/store/door";
import type { PhoneLayout } from "../../../pwa/src/store/layout";
import { importDataKey, sealBytes, sealValue } from "../../../pwa/src/store/sealing";
import { upgradeFrom0000 } from "../../../pwa/src/store/upgrades/from_0000";
import { DEVICE_ID, finishedCheck, makePhoto, NOON, residentRow, VISIT_ID, visitRow } from "./phone_fixture";

export const OLD_KEY_ID = "0190aaaa-0000-4000-8000-0000000000ee";
export const OLD_DRAFT = {
  instance_id: "uuid:0190bbbb-0000-4000-8000-00000000000d",
  entity: { type: "visit" as const, id: VISIT_ID },
  form_id: "welfare_check",
  form_version_id: "0190bbbb-0000-7000-8000-0000000000f1",
  xml: "<data><outcome/></data>",
  bases: {},
  started_at: NOON.toISOString(),
  saved_at: NOON.toISOString(),
  place: "1",
};
export const CONFLICT_ID = "0190bbbb-0000-7000-8000-0000000000c1";
export const CONFLICTED_OP_ID = "0190bbbb-0000-7000-8000-00000000ee01";

export async function makeLayout1(userId: string) {
  const database = await openDB<PhoneLayout>(nameDatabase(userId), 1, {
    upgrade: (made) => upgradeFrom0000(made),
  });
  const raw = crypto.getRandomValues(new Uint8Array(32)).buffer;
  const key = await importDataKey(OLD_KEY_ID, raw);
  const put = (name: string, value: unknown) =>
    (database as unknown as IDBPDatabase).put(name, value as Record<string, unknown>);
  await put("keys", { key_id: OLD_KEY_ID, raw });
  const meta = {
    store_id: OLD_KEY_ID,
    device_id: DEVICE_ID,
    view: 7,
    pull_number: 4,
    next_device_seq: 12,
    unsent_count: 2,
    server_epoch: "0190eeee-0000-4000-8000-000000000001",
    last_contact_at: NOON.toISOString(),
  };
  for (const [name, value] of Object.entries(meta)) await put("meta", { name, value });
  for (const { type, id, version, field_versions, fields } of [visitRow(), residentRow()]) {
    const sealed = await sealValue(key, `rows:${type}:${id}`, { field_versions, fields });
    await put("rows", { type, id, version, ...sealed });
  }
  const operations = finishedCheck("uuid:old");
  for (const [place, operation] of operations.entries()) {
    const whole = { ...operation, device_id: DEVICE_ID, schema: 1 };
    await put("operations", {
      op_id: operation.op_id,
      entity_id: VISIT_ID,
      piece_id: VISIT_ID,
      instance_id: place === 0 ? "uuid:old" : null,
      device_seq: 10 + place,
      view: 7,
      saved_at: NOON.toISOString(),
      received_at: null,
      settles_with_pull: null,
      ...(await sealValue(key, `operations:${operation.op_id}`, whole)),
    });
  }
  const waiting = await putPhoto("waiting", true);
  const received = await putPhoto("received", false);
  await put("drafts", {
    instance_id: OLD_DRAFT.instance_id,
    entity_id: VISIT_ID,
    saved_at: NOON.toISOString(),
    ...(await sealValue(key, `drafts:${OLD_DRAFT.instance_id}`, OLD_DRAFT)),
  });
  const receipt = {
    op_id: CONFLICTED_OP_ID,
    verdict: "conflict",
    reason: null,
    detail: { conflict_ids: [CONFLICT_ID], fields: ["mobile"] },
  };
  await put("receipts", {
    op_id: CONFLICTED_OP_ID,
    entity_id: residentRow().id,
    instance_id: null,
    received_at: NOON.toISOString(),
    needs_attention: true,
    ...(await sealValue(key, `receipts:${CONFLICTED_OP_ID}`, receipt)),
  });
  database.close();
  return { operations, waiting, received };

  async function putPhoto(place: "waiting" | "received", has_bytes: boolean) {
    const { facts, bytes } = await makePhoto(300_000, place === "waiting" ? 3 : 4);
    const { attachment_id } = facts;
    const inner = { ...facts, node: null, refused_because: null };
    await put("attachments", {
      attachment_id,
      visit_id: VISIT_ID,
      instance_id: "uuid:old",
      added_at: NOON.toISOString(),
      place,
      offered_at: has_bytes ? null : NOON.toISOString(),
      size: facts.size,
      has_bytes,
      ...(await sealValue(key, `attachments:${attachment_id}`, inner)),
    });
    if (!has_bytes) return { facts, bytes };
    for (const [at, start] of [0, 262_144].entries()) {
      const part = new Uint8Array(bytes).slice(start, start + 262_144);
      const sealed = await sealBytes(key, `pieces:${attachment_id}:${at}`, part);
      await put("pieces", { attachment_id, place: at, ...sealed });
    }
    return { facts, bytes };
  }
}
