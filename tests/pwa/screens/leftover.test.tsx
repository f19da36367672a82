// A check that was begun: it opens where its officer was, and one that can no longer be saved is ended by a person.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Draft } from "../../../pwa/src/domain/draft";
import { Problem } from "../../../pwa/src/domain/problems";
import "../../../pwa/src/screens/check/check_screen";
import { type FakePhone, makePhone, makeVisit, VISIT_ID } from "./fake_phone";
import { choose, heading, mountApp, press, until } from "./mounted_app";

const XFORM = readFileSync(join(import.meta.dirname, "../forms/small_form.xml"), "utf8");
Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
afterEach(() => open?.dispose());
const text = () => document.body.textContent ?? "";
const lastDraft = (phone: FakePhone) =>
  phone.saved.findLast(({ what }) => what === "draft")?.values[0] as Draft;

/** What the phone keeps after "Seen, with needs", a concern and a look at the last page. */
async function beginCheck(): Promise<Draft> {
  const phone = makePhone([makeVisit()], XFORM);
  const begun = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
  await choose("seen_needs");
  await until(() => lastDraft(phone), "a draft");
  location.hash = `#/visit/${VISIT_ID}/check/try/2`;
  await choose("yes");
  await until(() => lastDraft(phone).place === "2" && lastDraft(phone).xml.includes("yes"), "a second draft");
  begun.dispose();
  return lastDraft(phone);
}

function keepDraft(phone: FakePhone, draft: Draft, can_go_on: boolean): void {
  phone.findDraft = async () => ({ draft, photos: [] });
  phone.findUnfinished = async () => ({
    draft,
    shown: makeVisit({ status: can_go_on ? "started" : "submitted" }),
    title: "Try",
    has_form: draft.form_version_id === "f1",
    can_go_on,
    photos: [],
  });
}

describe("a check that was begun", () => {
  it("goes on where its officer was", async () => {
    const draft = await beginCheck();
    const visit = { ...makeVisit({ status: "started" }), has_draft: true, drafts: [draft] };
    const phone = makePhone([visit], XFORM);
    keepDraft(phone, draft, true);
    open = mountApp(phone, `#/visit/${VISIT_ID}`);
    await press("Go on with the check");
    await until(() => document.querySelector("input[value=yes]"), "the page of the concern");
    expect(location.hash).toBe(`#/visit/${VISIT_ID}/check/try/2`);
  });

  it("keeps no draft of a form that was only looked at", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    open = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await until(() => document.querySelector("input[value=seen_needs]"), "the outcome");
    location.hash = `#/visit/${VISIT_ID}/check/try/save`;
    await heading("Check your answers");
    location.hash = `#/visit/${VISIT_ID}`;
    await heading("Rosalind Achebe");
    expect(phone.saved).toEqual([]);
  });
});

describe("the address of a check", () => {
  it("of a visit that is not on the phone says that, and not that a check was saved", async () => {
    open = mountApp(makePhone([]), `#/visit/${VISIT_ID}/check/try/0`);
    await heading("This visit is not on your phone");
    expect(text()).not.toContain("Its check was saved");
    await press("Back to visits");
    await until(() => text().includes("You have no visits"), "the list");
  });

  it("of a visit that was handed back says that, and not that a check was saved", async () => {
    open = mountApp(makePhone([makeVisit({ status: "planned" })]), `#/visit/${VISIT_ID}/check/try/0`);
    await heading("Handed back");
    expect(text()).toContain("You have handed this visit back, so no check can be made of it.");
    expect(text()).not.toContain("Its check was saved");
  });

  it("of a visit that is done says that its check was saved", async () => {
    open = mountApp(makePhone([makeVisit({ status: "submitted" })]), `#/visit/${VISIT_ID}/check/try/0`);
    await heading("This visit is done");
    expect(text()).toContain("Its check was saved.");
  });
});

describe("a check that can no longer be saved", () => {
  it("is offered to the office as a note that says more than the screen shows", async () => {
    const draft = await beginCheck();
    const phone = makePhone([makeVisit({ status: "submitted" })], XFORM);
    keepDraft(phone, draft, false);
    open = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await heading("A form that was not saved");
    await until(() => text().includes("Some answers are not shown here"), "the hidden part");
    expect(document.querySelector("main")?.textContent).not.toContain("oncern");
    await press("Send to the office as a note");
    await heading("Not sent");
    const [kept, note] = phone.saved.at(-1)?.values ?? [];
    expect((kept as Draft).instance_id).toBe(draft.instance_id);
    expect(note).toMatch(/^Answers of the form “Try”/);
    expect(note).toContain("oncern");
  });

  it("says in the note what is half typed, with its form and without", async () => {
    const begun = await beginCheck();
    const typed = {
      "/data/needs/people": { words: "integer-wrong", parts: { text: "two or 3" } },
      "/data/needs/day": { words: "date-wrong", parts: { day: "3", month: "12", year: "" } },
    };
    for (const form_version_id of ["f1", "gone"]) {
      const draft = { ...begun, form_version_id, typed };
      const phone = makePhone([makeVisit({ status: "submitted" })], XFORM);
      keepDraft(phone, draft, false);
      open = mountApp(phone, `#/leftover/${encodeURIComponent(draft.instance_id)}`);
      await press("Send to the office as a note");
      await heading("Not sent");
      const note = String(phone.saved.at(-1)?.values[1]);
      expect(note).toMatch(/[Pp]eople.*: two or 3 \(as typed, not finished\)/);
      if (form_version_id === "gone") expect(note).toContain("day: Day 3, Month 12 (as typed, not finished)");
      open.dispose();
    }
  });

  it("says so when its visit was handed back, and not that another form closed it", async () => {
    const draft = await beginCheck();
    const visit = makeVisit({ status: "planned" });
    const phone = makePhone([visit], XFORM);
    keepDraft(phone, draft, false);
    const kept = await phone.findUnfinished(draft.instance_id);
    phone.findUnfinished = async () => kept && { ...kept, shown: visit };
    open = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await heading("A form that was not saved");
    expect(text()).toContain("You have handed this visit back");
    expect(text()).not.toContain("closed by another form");
  });

  it("is thrown away only after a second question", async () => {
    const draft = await beginCheck();
    const phone = makePhone([makeVisit({ status: "submitted" })], XFORM);
    keepDraft(phone, draft, false);
    open = mountApp(phone, `#/leftover/${encodeURIComponent(draft.instance_id)}`);
    await press("Throw away");
    await press("No, keep them");
    expect(phone.saved).toEqual([]);
    await press("Throw away");
    await press("Yes, throw them away");
    await heading("Not sent");
    expect(phone.saved).toEqual([{ what: "thrown_away", values: [draft.instance_id] }]);
  });

  it("still says its answers when its form has left the phone", async () => {
    const draft = await beginCheck();
    const phone = makePhone([]);
    keepDraft(phone, { ...draft, form_version_id: "gone" }, false);
    open = mountApp(phone, `#/leftover/${encodeURIComponent(draft.instance_id)}`);
    await press("Send to the office as a note");
    await heading("Not sent");
    expect(phone.saved[0]?.values[1]).toContain("seen_needs");
  });

  it("does not put its answers into another version of its form, and says why it cannot go on", async () => {
    const draft = { ...(await beginCheck()), form_version_id: "before" };
    const visit = makeVisit({ status: "started" });
    const phone = makePhone([visit], XFORM);
    keepDraft(phone, draft, false);
    phone.findUnfinished = async () => ({
      draft,
      shown: visit,
      title: "Try",
      has_form: false,
      can_go_on: false,
      photos: [],
    });
    open = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await heading("A form that was not saved");
    expect(text()).toContain("The version of the form that this check was begun on is not on your phone");
    expect(document.querySelector("input")).toBeNull();
    await press("Send to the office as a note");
    await heading("Not sent");
    expect(phone.saved.map(({ what }) => what)).toEqual(["draft_as_note"]);
    expect(phone.saved[0]?.values[1]).toContain("seen_needs");
  });

  it("leads there from Save when another form has closed the visit", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    phone.saveSubmission = async () => {
      throw new Problem("already_saved");
    };
    open = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("seen_no_needs");
    await press("Skip to check and save");
    await heading("Check your answers");
    await until(() => lastDraft(phone), "a draft");
    keepDraft(phone, lastDraft(phone), false);
    await press("Save on this phone");
    await heading("A form that was not saved");
  });

  it("is listed with what is not sent, because it holds signing out", async () => {
    const draft = await beginCheck();
    const phone = makePhone([]);
    phone.listUnfinished = async () => [
      { draft, shown: null, title: "Welfare check", has_form: true, can_go_on: false },
    ];
    open = mountApp(phone, "#/not_sent");
    await until(() => text().includes("You cannot sign out while one is here."), "the list");
    const link = [...document.querySelectorAll<HTMLAnchorElement>("main a")].find((one) =>
      one.textContent?.startsWith("See what you can do with it"),
    );
    expect(link?.getAttribute("href")).toBe(`#/leftover/${encodeURIComponent(draft.instance_id)}`);
  });
});
