// Which shift is the officer's now, with what she has said folded in.
import { expect, test } from "vitest";
import { orderForSending } from "../../../pwa/src/domain/batches";
import { makeOperation, readMoment } from "../../../pwa/src/domain/operation";
import { countMinutes, findOwnShift, isFar } from "../../../pwa/src/domain/own_shift";
import type { ShiftFields, ShiftRow } from "../../../pwa/src/domain/rows";
import type { PendingOperation } from "../../../pwa/src/domain/shown";

const NOON = new Date("2026-11-23T12:00:00Z");

function shift(id: string, from: string, to: string, changes: Partial<ShiftFields> = {}): ShiftRow {
  const none = { place: null, started_at: null, finished_at: null, next_contact_at: null };
  const fields = { starts_at: `2026-11-23T${from}:00Z`, expected_end_at: `2026-11-23T${to}:00Z`, ...none };
  return { type: "shift", id, version: 1, field_versions: {}, fields: { ...fields, ...changes } };
}

function said(kind: string, shift_id: string): PendingOperation {
  const entity = { type: "officer", id: "u1" } as const;
  const payload = { kind, shift_id };
  const made = makeOperation(readMoment(NOON), { op_id: kind, kind: "check_in.add", entity, payload });
  return { ...made, device_id: "d", device_seq: 1, schema: 3, view: 0, saved_at: "", received_at: null };
}

test("the first shift not finished is hers, by the council's time alone, and a check-in leaves before other work", () => {
  const day = [shift("late", "13:00", "17:00"), shift("early", "09:00", "12:30")];
  expect(findOwnShift(day, [], NOON)).toMatchObject({ shift_id: "early", is_started: false, said: null });
  expect(findOwnShift(day, [said("start", "early"), said("safe", "early")], NOON)).toMatchObject({
    due_at: "2026-11-23T12:30:00Z",
    is_started: true,
    said: { kind: "safe" },
  });
  expect(findOwnShift(day, [said("finish", "early")], NOON)?.shift_id).toBe("late");
  expect(findOwnShift(day, [said("finish", "early")], NOON)?.said?.kind).toBe("finish");
  const far = [shift("far", "16:01", "20:00"), day[1] as ShiftRow];
  expect(findOwnShift(far, [said("finish", "early")], NOON)).toMatchObject({
    shift_id: "early",
    is_finished: true,
  });
  expect(findOwnShift(far, [], new Date("2026-11-24T01:00:00Z"))?.shift_id).toBe("far");
  const kinds = (...words: string[]) =>
    findOwnShift(
      day.slice(1),
      words.map((kind) => said(kind, "early")),
      NOON,
    );
  expect(kinds("start", "finish")).toMatchObject({ is_finished: true, said: { kind: "finish" } });
  expect(kinds("finish", "start")).toMatchObject({ is_finished: false, is_started: true });
  const begun = (at: string) =>
    findOwnShift(day.slice(0, 1), [], new Date(`2026-11-23T${at}:00Z`))?.has_begun;
  expect([begun("12:59"), begun("13:00")]).toEqual([false, true]);
  const next = findOwnShift(far, [], new Date("2026-11-24T01:00:00Z"));
  if (!next) throw new Error("no shift");
  const hours = ["12:00", "12:01"].map((at) =>
    isFar({ ...next, has_begun: false }, new Date(`2026-11-23T${at}:00Z`)),
  );
  expect(hours).toEqual([true, false]);
  const told = shift("early", "09:00", "12:30", { next_contact_at: "2026-11-23T13:10:00Z" });
  expect(countMinutes(findOwnShift([told], [], NOON)?.due_at ?? "", NOON)).toBe(70);
  const over = shift("early", "09:00", "12:30", { finished_at: "2026-11-23T11:00:00Z" });
  expect(findOwnShift([over], [], NOON)).toBeNull();
  expect(findOwnShift([over], [said("start", "early")], NOON)?.shift_id).toBe("early");
  expect(findOwnShift([shift("old", "09:00", "12:30")], [], new Date("2026-11-24T01:00:00Z"))).toBeNull();

  const one = { after: [], bytes: 1 };
  const work = [
    { ...one, op_id: "check", device_seq: 1, goes_first: false },
    { ...one, op_id: "safe", device_seq: 2, goes_first: true },
  ];
  expect(orderForSending(work).map(({ op_id }) => op_id)).toEqual(["safe", "check"]);
});
