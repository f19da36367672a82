// A conflict on the phone: shown with both values, settled by a choice that is saved like any other work, told once.
import { expect, test } from "vitest";
import type { ConflictFields } from "../../../pwa/src/domain/rows";
import type { Receipt, Row } from "../../../pwa/src/domain/wire";
import { readAttention } from "../../../pwa/src/store/attention";
import { listAttention } from "../../../pwa/src/store/attention_list";
import { listConflicts } from "../../../pwa/src/store/conflicts";
import { listNotices, markSeen } from "../../../pwa/src/store/notices";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveReceipts } from "../../../pwa/src/store/receipts";
import { findConflict, saveResolution } from "../../../pwa/src/store/resolutions";
import { readStanding } from "../../../pwa/src/store/standing";
import { findVisit } from "../../../pwa/src/store/visit_page";
import { saveEdit } from "../../../pwa/src/store/work";
import {
  bringRows,
  NOON,
  openFreshPhone,
  RESIDENT_ID,
  residentRow,
  VISIT_ID,
  visitRow,
} from "./phone_fixture";

const CONFLICT_ID = "0190dddd-0000-7000-8000-000000000001";
const MINE_OP = "0190dddd-0000-7000-8000-0000000000a1";

function conflictRow(fields: Partial<ConflictFields> = {}, version = 1): Row {
  const row: ConflictFields = {
    entity_type: "resident",
    entity_id: RESIDENT_ID,
    field: "mobile",
    visit_id: VISIT_ID,
    resident_id: RESIDENT_ID,
    opened_at: "2026-11-23T11:00:00Z",
    base: "07700 900001",
    shown: { value: "07700 900002", who: "Test Office", at: "2026-11-23T10:00:00Z" },
    sides: [
      {
        op_id: MINE_OP,
        value: "07700 900003",
        who: "Test Officer",
        at: "2026-11-23T11:00:00Z",
        mine: true,
      },
    ],
    resolved: null,
    ...fields,
  };
  return {
    type: "conflict",
    id: CONFLICT_ID,
    version,
    field_versions: {},
    fields: row as unknown as Record<string, unknown>,
  };
}

async function openPhoneWithConflict() {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow({ mobile: "07700 900002" }), conflictRow()]);
  return store;
}

function answer(op_id: string, parts: Partial<Receipt>): Receipt {
  return { op_id, verdict: "applied", reason: null, detail: null, ...parts };
}

test("an open conflict needs attention, on its visit too", async () => {
  const store = await openPhoneWithConflict();
  expect(await listConflicts(store)).toMatchObject([
    { conflict: { id: CONFLICT_ID }, resolved: null, is_pending: false },
  ]);
  expect((await readStanding(store)).needs_attention).toBe(1);
  expect((await findVisit(store, VISIT_ID))?.needs_attention).toBe(true);
});

test("a choice is saved as work that names the version seen, and asks for nobody any more", async () => {
  const store = await openPhoneWithConflict();
  await saveResolution(store, CONFLICT_ID, 1, { chosen: MINE_OP, reason: "She told me today" }, NOON);
  expect(await listUnsentOperations(store)).toMatchObject([
    {
      kind: "conflict.resolve",
      entity: { type: "resident", id: RESIDENT_ID },
      fields: { mobile: { base_version: 3, base_value: "07700 900002", value: "07700 900003" } },
      payload: {
        conflicts: [{ conflict_id: CONFLICT_ID, conflict_version: 1, chosen: MINE_OP }],
        reason: "She told me today",
      },
    },
  ]);
  expect(await findConflict(store, CONFLICT_ID)).toMatchObject({
    is_pending: true,
    resolved: { value: "07700 900003", chosen: MINE_OP, mine: true, reason: "She told me today" },
  });
  expect((await readAttention(store)).count).toBe(0);
  expect((await findVisit(store, VISIT_ID))?.resident.fields.mobile).toBe("07700 900003");
});

test("what stands, a side or another value can be chosen", async () => {
  for (const [choice, value] of [
    [{ chosen: "shown", reason: "" }, "07700 900002"],
    [{ chosen: MINE_OP, reason: "" }, "07700 900003"],
    [{ chosen: "other", value: "07700 900009", reason: "" }, "07700 900009"],
  ] as const) {
    const store = await openPhoneWithConflict();
    await saveResolution(store, CONFLICT_ID, 1, choice, NOON);
    expect((await listUnsentOperations(store))[0]?.fields.mobile?.value).toBe(value);
  }
});

test("a second choice, one for a version no longer shown, and one for a conflict that has gone are refused", async () => {
  const store = await openPhoneWithConflict();
  const choice = { chosen: "shown", reason: "" };
  await expect(saveResolution(store, CONFLICT_ID, 7, choice, NOON)).rejects.toMatchObject({
    code: "already_saved",
  });
  await expect(saveResolution(store, crypto.randomUUID(), 1, choice, NOON)).rejects.toMatchObject({
    code: "not_found",
  });
  await saveResolution(store, CONFLICT_ID, 1, choice, NOON);
  await expect(saveResolution(store, CONFLICT_ID, 1, choice, NOON)).rejects.toMatchObject({
    code: "already_saved",
  });
  expect(await listUnsentOperations(store)).toHaveLength(1);
});

test("a choice that came too late settles nothing: the conflict needs attention again", async () => {
  const store = await openPhoneWithConflict();
  await saveResolution(store, CONFLICT_ID, 1, { chosen: "shown", reason: "" }, NOON);
  const [operation] = await listUnsentOperations(store);
  const moved = answer(operation?.op_id ?? "", { verdict: "conflict", reason: "conflict_moved" });
  await saveReceipts(store, [moved], NOON);
  expect(await findConflict(store, CONFLICT_ID)).toMatchObject({ resolved: null, is_pending: false });
  await bringRows(store, [conflictRow({}, 2)]);
  expect((await listAttention(store)).conflicts).toHaveLength(1);
  expect((await readAttention(store)).count).toBe(1);
  await saveResolution(store, CONFLICT_ID, 2, { chosen: "shown", reason: "again" }, NOON);
  expect((await readAttention(store)).count).toBe(0);
});

test("an edit whose conflict has no row yet is counted once, and once its row has come as the conflict", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow()]);
  await saveEdit(store, "resident", RESIDENT_ID, { mobile: "07700 900003" }, NOON);
  const [edit] = await listUnsentOperations(store);
  const detail = { conflict_ids: [CONFLICT_ID], fields: ["mobile"] };
  await saveReceipts(store, [answer(edit?.op_id ?? "", { verdict: "conflict", detail })], NOON);
  expect(await readAttention(store)).toMatchObject({ count: 1, receipt_ids: new Set([edit?.op_id]) });
  await bringRows(store, [conflictRow()]);
  expect(await readAttention(store)).toMatchObject({ count: 1, receipt_ids: new Set() });
  const resolved = {
    value: "07700 900002",
    chosen: "shown",
    who: "Test Office",
    at: "2026-11-23T12:30:00Z",
    reason: "rang her",
    mine: false,
  };
  await bringRows(store, [conflictRow({ resolved }, 2)]);
  expect((await readAttention(store)).count).toBe(0);
  expect((await readStanding(store)).operations[edit?.op_id ?? ""]).toBe("received");
});

test("a conflict that somebody else resolved is told once; one's own resolution is no news", async () => {
  const store = await openPhoneWithConflict();
  const resolved = {
    value: "07700 900002",
    chosen: "shown",
    who: "Test Office",
    at: "2026-11-23T12:30:00Z",
    reason: null,
    mine: false,
  };
  await bringRows(store, [conflictRow({ resolved }, 2)]);
  const [notice, ...others] = await listNotices(store);
  expect(others).toEqual([]);
  expect(notice).toMatchObject({
    kind: "conflict_resolved",
    visit_id: VISIT_ID,
    is_seen: false,
    at: resolved.at,
  });
  await markSeen(store, [notice?.notice_id ?? ""]);
  expect(await listNotices(store)).toMatchObject([{ is_seen: true }]);
  await bringRows(store, [conflictRow({ resolved: { ...resolved, mine: true } }, 3)]);
  expect(await listNotices(store)).toEqual([]);
});

test("a merged edit is told with what was wanted and what it became", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow()]);
  await saveEdit(store, "resident", RESIDENT_ID, { access_needs: "Slow" }, NOON);
  const [edit] = await listUnsentOperations(store);
  const merged = answer(edit?.op_id ?? "", {
    verdict: "merged",
    detail: { shown: { access_needs: "Slow, deaf" } },
  });
  await saveReceipts(store, [merged], NOON);
  expect(await listNotices(store)).toMatchObject([
    {
      kind: "merged",
      resident_id: RESIDENT_ID,
      receipt: {
        detail: { shown: { access_needs: "Slow, deaf" } },
        about: { kind: "resident.edit", values: { access_needs: "Slow" } },
      },
    },
  ]);
});

test("somebody else's late report of one's visit is told, and told again when the office has settled it", async () => {
  const store = await openFreshPhone();
  const late = { who: "Test Former", at: "2026-11-23T12:00:00Z" };
  await bringRows(store, [residentRow(), visitRow({ late_reports: [late] })]);
  const [first] = await listNotices(store);
  await markSeen(store, [first?.notice_id ?? ""]);
  await bringRows(store, [visitRow({ late_reports: [{ ...late, decision: "accepted" }] }, VISIT_ID, 2)]);
  expect(await listNotices(store)).toMatchObject([{ kind: "late_report_on_visit", is_seen: false }]);
});
