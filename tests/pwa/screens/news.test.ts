// News is gathered by what the office did at once; nothing is marked as read that was not shown.
import { expect, test } from "vitest";
import { gatherNews } from "../../../pwa/src/screens/news";
import { makeNotice, makeReceipt } from "./told_rows";

function settledAt(at: string, note: string, op_id: string) {
  const settled = { decision: "kept_as_note", who: "Sue Supervisor", at, note };
  const receipt = makeReceipt({ op_id, detail: { settled } });
  return makeNotice({ kind: "settled", notice_id: `settled:${op_id}:${at}`, at, receipt });
}

test("what was settled at once about one visit is one piece of news", () => {
  const at = "2026-11-23T11:00:00Z";
  const news = gatherNews([settledAt(at, "Seen twice", "op-1"), settledAt(at, "Seen twice", "op-2")]);
  expect(news.map(({ notice_ids }) => notice_ids.length)).toEqual([2]);
});

test("what was settled later about the same visit has words of its own, and is told by itself", () => {
  const later = settledAt("2026-11-24T09:00:00Z", "The dog was reported", "op-2");
  const news = gatherNews([later, settledAt("2026-11-23T11:00:00Z", "Seen twice", "op-1")]);
  expect(news.map(({ notice, notice_ids }) => [notice.notice_id, notice_ids.length])).toEqual([
    ["settled:op-2:2026-11-24T09:00:00Z", 1],
    ["settled:op-1:2026-11-23T11:00:00Z", 1],
  ]);
});
