// What a screen shows is the base row with the phone's own work laid over it.
import { expect, test } from "vitest";
import { composeEdit, makeOperation, readMoment } from "../../../pwa/src/domain/operation";
import type { ResidentRow, VisitRow, WarningMarkerRow } from "../../../pwa/src/domain/rows";
import {
  findGroup,
  findMarkers,
  foldRow,
  groupVisits,
  type PendingOperation,
  type ShownVisit,
} from "../../../pwa/src/domain/shown";
import { NOON, residentRow, visitRow } from "../store/phone_fixture";

const VISIT = visitRow() as unknown as VisitRow;
const RESIDENT = residentRow() as unknown as ResidentRow;
const MOMENT = readMoment(NOON);

function pending(parts: Parameters<typeof makeOperation>[1]): PendingOperation {
  const numbers = { device_id: "d", device_seq: 1, schema: 1, view: 0, saved_at: "", received_at: null };
  return { ...makeOperation(MOMENT, parts), ...numbers };
}

test("a row that nothing pending touches stays the very same object", () => {
  expect(foldRow(VISIT, [])).toBe(VISIT);
});

test("a finished check closes the visit on the phone at once, with its outcome", () => {
  const entity = { type: "visit" as const, id: VISIT.id };
  const folded = foldRow(VISIT, [
    pending({ op_id: "1", kind: "visit.start", entity }),
    pending({ op_id: "2", kind: "visit.submit", entity, shown: { outcome: "seen_needs" } }),
  ]);
  expect(folded.fields).toMatchObject({ status: "submitted", outcome: "seen_needs" });
  expect(findGroup({ visit: folded, needs_attention: false }, "2026-11-23")).toBe("done");
  expect(VISIT.fields.status).toBe("assigned");
});

test("an edit names the version it saw; an edit on one's own unsent edit names that operation", () => {
  const entity = { type: "resident" as const, id: RESIDENT.id };
  const trunk = { mobile: { version: 3, value: "07700 900001" } };
  const first = composeEdit(entity, { mobile: "07700 900002" }, trunk, [], "op-1", MOMENT);
  expect(first.fields.mobile).toEqual({ base_version: 3, base_value: "07700 900001", value: "07700 900002" });
  const kept = pending(first);
  const second = composeEdit(entity, { mobile: "07700 900003" }, trunk, [kept], "op-2", MOMENT);
  expect(second.after).toEqual(["op-1"]);
  expect(second.fields.mobile).toEqual({
    base_version: 3,
    base_value: "07700 900002",
    value: "07700 900003",
  });
  expect(foldRow(RESIDENT, [kept, pending(second)]).fields.mobile).toBe("07700 900003");
});

test("a visit of an earlier day that is not done is overdue, not gone", () => {
  expect(findGroup({ visit: VISIT, needs_attention: false }, "2026-11-24")).toBe("overdue");
  expect(findGroup({ visit: VISIT, needs_attention: false }, "2026-11-22")).toBe("later");
});

test("what its officer must look at heads the list, what is undone follows by day and time, what is done ends it", () => {
  const shown = (id: string, fields: object, more: Partial<ShownVisit> = {}) =>
    ({
      visit: { ...VISIT, id, fields: { ...VISIT.fields, position: null, ...fields } },
      resident: RESIDENT,
      not_sent: 0,
      photos_not_sent: 0,
      needs_attention: false,
      ...more,
    }) as unknown as ShownVisit;
  const groups = groupVisits(
    [
      shown("reviewed", { status: "reviewed", planned_on: "2026-11-23", window_from: "08:00:00" }),
      shown("just saved", { status: "submitted", planned_on: "2026-11-23" }, { not_sent: 2 }),
      shown("afternoon", { planned_on: "2026-11-23", window_from: "14:00:00" }),
      shown("morning", { planned_on: "2026-11-23", window_from: "09:30:00" }),
      shown("tomorrow", { planned_on: "2026-11-24" }),
      shown("late", { planned_on: "2026-11-20" }),
      shown("conflict", { status: "submitted", planned_on: "2026-11-23" }, { needs_attention: true }),
      shown("sent back", { status: "sent_back", planned_on: "2026-11-20" }),
    ],
    "2026-11-23",
  );
  expect(groups.map(({ name, visits }) => [name, visits.map(({ visit }) => visit.id)])).toEqual([
    ["attention", ["sent back", "conflict"]],
    ["overdue", ["late"]],
    ["today", ["morning", "afternoon"]],
    ["later", ["tomorrow"]],
    ["done", ["just saved", "reviewed"]],
  ]);
});

test("a marker of the address shows for every visit there, whoever lives there", () => {
  const marker = (fields: Partial<WarningMarkerRow["fields"]>) =>
    ({
      type: "warning_marker",
      id: "m",
      version: 1,
      field_versions: {},
      fields,
    }) as unknown as WarningMarkerRow;
  const here = marker({ resident_id: null, address_id: VISIT.fields.address_id });
  const elsewhere = marker({ resident_id: "another", address_id: "another" });
  const nobody = marker({ resident_id: null, address_id: null });
  expect(findMarkers(VISIT, [here, elsewhere, nobody])).toEqual([here]);
  const noAddress = { ...VISIT, fields: { ...VISIT.fields, address_id: null } };
  expect(findMarkers(noAddress, [nobody])).toEqual([]);
});
