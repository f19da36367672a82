// A list has changed when the council changed it; an officer's own work is no news to her.
import { expect, test } from "vitest";
import { hasListChanged, seeList } from "../../../pwa/src/domain/list_changes";
import type { VisitFields, VisitRow, WarningMarkerRow } from "../../../pwa/src/domain/rows";
import type { ShownVisit } from "../../../pwa/src/domain/shown";
import { visitRow } from "../store/phone_fixture";

function visit(
  id: string,
  changes: Partial<VisitFields> = {},
  markers: string[] = [],
): Pick<ShownVisit, "visit" | "markers"> {
  const row = visitRow() as unknown as VisitRow;
  const stands: Partial<VisitFields> = { planned_on: "2026-11-23", position: 1, status: "assigned" };
  return {
    visit: { ...row, id, fields: { ...row.fields, ...stands, ...changes } },
    markers: markers.map((marker) => ({ id: marker }) as WarningMarkerRow),
  };
}

test.each([
  ["nothing", [visit("a"), visit("b")], false],
  ["one came", [visit("a"), visit("b"), visit("c")], true],
  ["one was taken back", [visit("a")], true],
  ["one has another day", [visit("a"), visit("b", { planned_on: "2026-11-24" })], true],
  ["one was put in another place", [visit("a"), visit("b", { position: 2 })], true],
  ["one has a new warning", [visit("a"), visit("b", {}, ["dog"])], true],
  ["one was begun", [visit("a"), visit("b", { status: "started" })], false],
  ["one was done", [visit("a"), visit("b", { status: "submitted" })], false],
  ["one was handed back", [visit("a"), visit("b", { status: "planned" })], false],
  ["one was sent back", [visit("a"), visit("b"), visit("c", { status: "sent_back" })], true],
])("%s", (_what, now, isNews) => {
  const before = seeList([visit("a"), visit("b"), visit("c", { status: "submitted" })]);
  expect(hasListChanged(before, now)).toBe(isNews);
});

test("a visit that was handed back and then leaves the phone is no news", () => {
  expect(hasListChanged(seeList([visit("a"), visit("b", { status: "planned" })]), [visit("a")])).toBe(false);
});
