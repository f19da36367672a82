// A draft that can no longer be a report: as a note with its photos, in one step that no crash can split.
import { describe, expect, it } from "vitest";
import type { Draft } from "../../../pwa/src/domain/draft";
import { listDrafts, saveDraft } from "../../../pwa/src/store/drafts";
import { keepDraftAsNote, splitText } from "../../../pwa/src/store/leftover";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { addDraftPhoto, listVisitPhotos } from "../../../pwa/src/store/photos";
import { makePhoto, NOON, openFreshPhone, VISIT_ID } from "./phone_fixture";

const DRAFT: Draft = {
  instance_id: "uuid:0190aaaa-0000-7000-8000-00000000000d",
  entity: { type: "visit", id: VISIT_ID },
  form_id: "welfare_check",
  form_version_id: "f1",
  xml: "<data/>",
  bases: {},
  started_at: NOON.toISOString(),
  saved_at: NOON.toISOString(),
  place: "1",
};

async function openPhoneWithDraft() {
  const store = await openFreshPhone();
  await saveDraft(store, DRAFT);
  const photos = [await makePhoto(2_000), await makePhoto(3_000, 9)];
  for (const photo of photos) {
    await addDraftPhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: DRAFT.instance_id }, NOON);
  }
  return { store, kept: photos[0]!.facts.attachment_id };
}

describe("a draft kept as a note", () => {
  it("becomes a note and loose photos, and is no draft any more", async () => {
    const { store, kept } = await openPhoneWithDraft();
    await keepDraftAsNote(store, DRAFT, "Outcome: seen", [kept], NOON);
    const operations = await listUnsentOperations(store);
    expect(operations.map(({ kind }) => kind)).toEqual(["note.add", "attachment.add"]);
    expect(operations[0]?.payload).toEqual({ text: "Outcome: seen" });
    expect(operations[1]?.payload).toMatchObject({ attachment: { attachment_id: kept, node: null } });
    expect(await listDrafts(store)).toEqual([]);
    const photos = await listVisitPhotos(store, VISIT_ID);
    expect(photos.map(({ attachment_id, place }) => [attachment_id, place])).toEqual([[kept, "waiting"]]);
  });

  it("is kept once: a second tab is told that it is gone", async () => {
    const { store, kept } = await openPhoneWithDraft();
    await keepDraftAsNote(store, DRAFT, "Outcome: seen", [kept], NOON);
    await expect(keepDraftAsNote(store, DRAFT, "Outcome: seen", [kept], NOON)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listUnsentOperations(store)).toHaveLength(2);
  });
});

it("a text longer than one note goes as several, cut between lines, with nothing left out", () => {
  const line = "She asked for a call before the next visit. ".repeat(20).trim();
  const text = Array.from({ length: 30 }, (_, at) => `${at}: ${line}`).join("\n");
  const parts = splitText(text);
  expect(parts.length).toBeGreaterThan(1);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(9_000);
  expect(parts.join("\n")).toBe(text);
  expect(splitText("short")).toEqual(["short"]);
});
