// The one sentence never says that all is well while anything is not.
import { describe, expect, test } from "vitest";
import { type ItemState, NOTHING_KNOWN, type SyncState, withLine } from "../../../pwa/src/domain/sync_state";
import {
  findGravest,
  findPhotoState,
  findPieceState,
  findTruth,
  findVisitState,
} from "../../../pwa/src/domain/truth";

const WELL: SyncState = { ...NOTHING_KNOWN, last_contact_at: "2026-11-23T12:00:00Z", received: 3 };
const word = (changes: Partial<SyncState>) => findTruth({ ...WELL, ...changes }).word;

describe("all is with the council", () => {
  test("is said when everything has a receipt and the last try went well", () => {
    expect(word({})).toBe("all_received");
    expect(word({ operations: { a: "received" }, photos: { b: { state: "received", percent: 100 } } })).toBe(
      "all_received",
    );
  });

  const unwell: [string, Partial<SyncState>][] = [
    ["something is unsent", { not_sent: 1, operations_not_sent: 1 }],
    ["a photo is unsent", { photos_not_sent: 1 }],
    ["one thing has no receipt, whatever the counts say", { operations: { a: "waiting" } }],
    ["a photo is still on its way", { photos: { a: { state: "sending", percent: 99 } } }],
    ["something needs a person", { needs_attention: 1 }],
    ["the last try failed", { trouble: "server_error" }],
    ["the line is gone", { offline: true, trouble: "offline" }],
    ["the phone is signed out", { trouble: "signed_out" }],
    ["the app is too old to hear of anything new", { trouble: "too_old" }],
    ["there was no contact yet", { last_contact_at: null }],
    ["work has vanished", { lost: { had: 2, now: 0 } }],
    ["a restored server may lack photos", { not_kept: 1 }],
  ];
  test.each(unwell)("is not said when %s", (_why, changes) => {
    expect(word(changes)).not.toBe("all_received");
  });
});

test("a phone without a line says so at once, before any request has failed", () => {
  expect(findTruth(withLine(WELL, true)).word).toBe("all_received");
  expect(findTruth(withLine(WELL, false)).word).toBe("out_of_touch");
  expect(findTruth(withLine({ ...WELL, not_sent: 1, sending: true }, false)).word).toBe("waiting_offline");
});

test("what is worst is said first, and both numbers are there whatever is said", () => {
  const all = { lost: { had: 2, now: 0 }, not_kept: 1, not_sent: 4, needs_attention: 3, offline: true };
  expect(findTruth({ ...WELL, ...all })).toMatchObject({ word: "lost", not_sent: 4, needs_attention: 3 });
  expect(word({ ...all, lost: null })).toBe("not_kept");
  expect(word({ ...all, lost: null, not_kept: 0 })).toBe("waiting_offline");
  expect(word({ not_sent: 4, sending: true, needs_attention: 1 })).toBe("sending");
  expect(word({ not_sent: 4, trouble: "busy" })).toBe("trouble");
  expect(word({ not_sent: 4 })).toBe("waiting");
  expect(word({ needs_attention: 3, trouble: "busy" })).toBe("attention");
  expect(word({ trouble: "busy" })).toBe("out_of_touch");
});

test("of a whole the gravest part is told", () => {
  const mixed: ItemState[] = ["received", "waiting", "sending", "attention"];
  expect(mixed.map((_one, at) => findGravest(mixed.slice(0, at + 1)))).toEqual(mixed);
  expect(findGravest([])).toBeNull();
  const state: SyncState = {
    ...WELL,
    operations: { a: "received", b: "sending" },
    photos: { p: { state: "waiting", percent: 0 } },
    visits: { v: "sending" },
  };
  expect(findPieceState(state, ["a", "b", "unknown"])).toBe("sending");
  expect(findPieceState(state, ["unknown"])).toBeNull();
  expect(findVisitState(state, "v")).toBe("sending");
  expect(findVisitState(state, "other")).toBeNull();
  expect(findPhotoState(state, "p")).toEqual({ state: "waiting", percent: 0 });
});
