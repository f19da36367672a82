// Photos of a visit that answer no question: on the real store of a phone, under the real screens.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../../pwa/src/domain/problems";
import { openLater } from "../../../pwa/src/screens/stored_later";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { listVisitPhotos } from "../../../pwa/src/store/photos";
import { readStanding } from "../../../pwa/src/store/standing";
import { openFreshPhone, VISIT_ID } from "../store/phone_fixture";
import { chooseFile } from "./check/asked";
import { type FakePhone, makePhone, makeVisit } from "./fake_phone";
import { heading, mountApp, press, until } from "./mounted_app";

Object.assign(globalThis, { scrollTo: () => undefined });
Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });

const PATIENT = { timeout: 4000 };

let store: PhoneStore;
let phone: FakePhone;
let open: ReturnType<typeof mountApp> | undefined;
const text = () => document.querySelector("main")?.textContent ?? "";
const photos = () => listVisitPhotos(store, VISIT_ID);

beforeEach(async () => {
  store = await openFreshPhone();
  const visit = makeVisit({}, VISIT_ID);
  const { findDraft, saveDraft, savePhoto, removePhoto, keepDraftAsNote, throwDraftAway } = openLater(store);
  const stored = { findDraft, saveDraft, savePhoto, removePhoto, keepDraftAsNote, throwDraftAway };
  phone = { ...makePhone([visit]), ...stored };
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  open?.dispose();
  await store.close();
});

async function openPhotos(): Promise<void> {
  open?.dispose();
  open = mountApp(phone, `#/visit/${VISIT_ID}/photos`);
  await heading("Add photos");
  await until(() => document.getElementById("take-photo"), "the ways to add one");
}

async function take(name = "door.jpg", type = "image/jpeg"): Promise<void> {
  const input = await until(
    () => document.querySelector<HTMLInputElement>("#take-photo:enabled"),
    "the camera",
  );
  chooseFile(input, name, type);
}

const captions = () => [...document.querySelectorAll<HTMLInputElement>('input[name^="caption-"]')];

function write(box: HTMLInputElement | undefined, words: string): void {
  if (!box) throw new Error("no box");
  box.value = words;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** A browser that can draw: what it was given, and at which size it drew it. */
function drawEverythingAs(picture: Blob): { size: number; drawn: string }[] {
  const opened: { size: number; drawn: string }[] = [];
  vi.stubGlobal("createImageBitmap", async ({ size }: Blob) => {
    opened.push({ size, drawn: "" });
    return { width: 640, height: 480, close: () => undefined };
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (
    this: HTMLCanvasElement,
    done,
  ) {
    const last = opened.at(-1);
    if (last) last.drawn = `${this.width} x ${this.height}`;
    done(picture);
  });
  return opened;
}

it("stands on the visit as a small picture, drawn from its sealed bytes, until those are gone", async () => {
  await openPhotos();
  await take();
  await until(() => captions().length === 1, "the photo");
  await press("Save on this phone");
  await until(() => location.hash === `#/visit/${VISIT_ID}`, "the visit");
  const [saved] = await photos();
  const small = new Blob(["small"], { type: "image/jpeg" });
  const opened = drawEverythingAs(small);
  const { findThumbnail } = openLater(store);
  expect(await findThumbnail(saved!)).toBe(small);
  expect(opened).toEqual([{ size: saved?.size, drawn: "320 x 240" }]);
  expect(await findThumbnail({ ...saved!, has_bytes: false })).toBeNull();
  expect(await findThumbnail({ ...saved!, attachment_id: crypto.randomUUID() })).toBeNull();
  const details = await phone.findVisit(VISIT_ID);
  Object.assign(phone, { findThumbnail, findVisit: async () => ({ ...details, photos: [saved] }) });
  open?.dispose();
  open = mountApp(phone, `#/visit/${VISIT_ID}`);
  await until(() => document.querySelector("#main-content img[alt], main img[alt]"), "the small picture");
});

describe("a photo of a visit that answers no question", () => {
  it("is kept when it is taken, outlives the page, and is saved with what it shows", async () => {
    await openPhotos();
    await take();
    await until(() => text().includes("1 photo is on this phone and not saved yet."), "the photo");
    await take("letter.pdf", "application/pdf");
    await until(() => captions().length === 2, "the second");
    write(captions()[1], "Her letter of Monday");
    const described = async () =>
      Object.values((await phone.findDraft(VISIT_ID, "#photos"))?.draft.captions ?? {});
    await expect.poll(described, PATIENT).toEqual(["Her letter of Monday"]);
    await openPhotos();
    await until(() => captions().length === 2, "both, after the page was gone");
    expect(captions()[1]?.value).toBe("Her letter of Monday");
    expect((await photos()).map(({ place }) => place)).toEqual(["draft", "draft"]);
    expect(await listUnsentOperations(store)).toEqual([]);
    expect(await readStanding(store)).toMatchObject({ unfinished: 0, loose_drafts: 1, loose_photos: 2 });
    await press("Save on this phone");
    await until(() => location.hash === `#/visit/${VISIT_ID}`, "the visit");
    expect(await readStanding(store)).toMatchObject({ unfinished: 0, loose_drafts: 0, loose_photos: 0 });
    const [first, second] = await photos();
    expect([first?.place, second?.place]).toEqual(["waiting", "waiting"]);
    const saved = await listUnsentOperations(store);
    expect(saved.map(({ kind, payload }) => [kind, payload.note])).toEqual([
      ["attachment.add", undefined],
      ["attachment.add", "Her letter of Monday"],
    ]);
    expect(saved.map(({ payload }) => payload.attachment)).toMatchObject([
      { attachment_id: first?.attachment_id, node: null },
      { attachment_id: second?.attachment_id, node: null, content_type: "application/pdf" },
    ]);
    expect(await phone.findDraft(VISIT_ID, "#photos")).toBeNull();
  });

  it("can be taken away again until it is saved, and those saved before stay", async () => {
    await openPhotos();
    await take();
    await until(() => captions().length === 1, "the photo");
    await press("Save on this phone");
    await until(() => location.hash === `#/visit/${VISIT_ID}`, "the visit");
    await openPhotos();
    expect(captions()).toEqual([]);
    await take("second.jpg");
    await until(() => captions().length === 1, "the second");
    await press("Remove photo 1");
    await until(() => captions().length === 0, "none");
    await expect.poll(() => phone.findDraft(VISIT_ID, "#photos"), PATIENT).toBeNull();
    expect((await photos()).map(({ place }) => place)).toEqual(["waiting"]);
    await press("Save on this phone");
    await until(() => text().includes("Take a photo or choose a file first"), "that there is none");
    expect(await listUnsentOperations(store)).toHaveLength(1);
  });

  it("of which a second tab added another is saved with it", async () => {
    await openPhotos();
    await take();
    await until(() => captions().length === 1, "the photo");
    const begun = await phone.findDraft(VISIT_ID, "#photos");
    const other = { ...begun!.photos[0]!, attachment_id: crypto.randomUUID(), node: null };
    await phone.savePhoto(VISIT_ID, begun!.draft.instance_id, other);
    await press("Save on this phone");
    await until(() => location.hash === `#/visit/${VISIT_ID}`, "the visit");
    expect((await photos()).map(({ place }) => place)).toEqual(["waiting", "waiting"]);
    expect(await listUnsentOperations(store)).toHaveLength(2);
  });

  it("that finds no room is said in words, and those before it are there", async () => {
    await openPhotos();
    await take();
    await until(() => captions().length === 1, "the photo");
    phone.savePhoto = vi.fn(async () => Promise.reject(new Problem("no_room")));
    await openPhotos();
    await take("second.jpg");
    await until(() => text().includes("There is no room on this phone"), "why it is not kept");
    expect(captions()).toHaveLength(1);
    expect((await photos()).map(({ place }) => place)).toEqual(["draft"]);
  });

  it("of a kind that the council does not keep is refused in words", async () => {
    await openPhotos();
    await take("talk.mp3", "audio/mpeg");
    await until(
      () => text().includes("The council keeps pictures and PDF documents only"),
      "that it is not kept",
    );
    expect(await photos()).toEqual([]);
  });
});

it("the visit says that there are photos which are not saved", async () => {
  const visit = makeVisit({}, VISIT_ID);
  open = mountApp(makePhone([visit]), `#/visit/${VISIT_ID}`);
  await press("Add photos");
  await heading("Add photos");
  await take();
  await until(() => captions().length === 1, "the photo");
  open.dispose();
  const entity = { type: "visit", id: VISIT_ID } as const;
  const at = "2026-11-23T09:00:00Z";
  const draft = { instance_id: `uuid:${VISIT_ID}`, entity, form_id: "#photos", form_version_id: "" };
  const drafts = [{ ...draft, xml: "<data/>", bases: {}, started_at: at, saved_at: at, place: null }];
  const done = { ...makeVisit({ status: "submitted" }, VISIT_ID), drafts };
  open = mountApp(makePhone([done]), `#/visit/${VISIT_ID}`);
  await press("Go on with photos that are not saved");
  await heading("Add photos");
  expect(text()).not.toContain("never saved");
});
