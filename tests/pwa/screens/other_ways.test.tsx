// What else an officer does with a visit: hands it back, corrects it, proposes another; and where her photos are.
import { afterEach, describe, expect, it } from "vitest";
import type { Draft, Photo } from "../../../pwa/src/domain/draft";
import { mayCorrect } from "../../../pwa/src/screens/visit/after_visit";
import { makeFormVersion, makePhone, makeSync, makeVisit, VISIT_ID } from "./fake_phone";
import { choose, heading, mountApp, press, until } from "./mounted_app";
import { makeProposal } from "./told_rows";

Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
const mount = (...given: Parameters<typeof mountApp>) => {
  open = mountApp(...given);
  return open;
};
afterEach(() => open?.dispose());
const text = () => document.querySelector("main")?.textContent ?? "";

function makeDraft(form_id: string): Draft {
  const entity = { type: "visit", id: VISIT_ID } as const;
  const at = "2026-11-23T09:00:00Z";
  const kept = { xml: "<data/>", bases: {}, started_at: at, saved_at: at, place: "2" };
  return { instance_id: "uuid:i9", entity, form_id, form_version_id: "f1", ...kept };
}

function type(id: string, words: string): void {
  const box = document.getElementById(id) as HTMLInputElement;
  box.value = words;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

describe("a form of the council's own", () => {
  it("is begun at a visit beside the check that belongs to it, and gone on with from there", async () => {
    const visit = makeVisit();
    const phone = makePhone([visit]);
    const published = ["try", "no_reply", "warm_home"].map((id) => makeFormVersion(id, "", `The form ${id}`));
    phone.listForms = async () => published;
    mount(phone, `#/visit/${VISIT_ID}`);
    await press("Fill in another form");
    await heading("Fill in another form");
    await until(() => text().includes("The form warm_home"), "what is published");
    expect(text()).not.toContain("The form try");
    expect(text()).not.toContain("The form no_reply");
    await press("The form warm_home");
    await until(() => location.hash === `#/visit/${VISIT_ID}/check/warm_home/0`, "the form");
    expect(phone.saved[0]).toEqual({ what: "start", values: [VISIT_ID] });
    open?.dispose();

    const draft = makeDraft("warm_home");
    const begun = { ...visit, drafts: [draft] };
    const again = makePhone([begun]);
    again.listUnfinished = async () => [
      { draft, shown: begun, title: "Warm home visit", has_form: true, can_go_on: true },
    ];
    mount(again, `#/visit/${VISIT_ID}`);
    await press("Go on with Warm home visit");
    await until(() => location.hash === `#/visit/${VISIT_ID}/check/warm_home/2`, "where it was left");
  });

  it("cannot be begun on a visit that is over", async () => {
    mount(makePhone([makeVisit({ status: "submitted" })]), `#/visit/${VISIT_ID}/forms`);
    await until(() => text().includes("Its check was saved"), "that it is over");
    expect(document.querySelector("main button")).toBeNull();
  });
});

describe("a visit that cannot be done", () => {
  it("goes back with a reason, and with words when the reason has none", async () => {
    const phone = makePhone([makeVisit()]);
    mount(phone, `#/visit/${VISIT_ID}`);
    await press("Cannot do this visit");
    await heading("Cannot do this visit");
    await press("Hand the visit back");
    await until(() => text().includes("Choose why you cannot do this visit"), "a reason is missing");
    await choose("other");
    await press("Hand the visit back");
    await until(() => text().includes("Say in a few words why"), "words are missing");
    await choose("unsafe_area");
    expect(text()).toContain("ring 999");
    type("note", "A fight in the street");
    await press("Hand the visit back");
    await heading("Rosalind Achebe");
    expect(phone.saved).toEqual([
      { what: "cannot", values: [VISIT_ID, "unsafe_area", "A fight in the street"] },
    ]);
  });

  it("says whether the council knows it", async () => {
    const visit = { ...makeVisit({ status: "planned" }), not_sent: 1 };
    mount(makePhone([visit]), `#/visit/${VISIT_ID}`);
    await until(() => text().includes("The council does not know it yet"), "only here");
    expect(text()).toContain("Handed back");
    expect(text()).not.toContain("Start check");
  });
});

describe("a check that was wrong", () => {
  it("is opened again with a reason, until the office has looked at it", async () => {
    const phone = makePhone([makeVisit({ status: "submitted", outcome: "seen_no_needs" })]);
    mount(phone, `#/visit/${VISIT_ID}`);
    await press("Correct this check");
    await heading("Correct this check");
    await until(() => text().includes("this phone can no longer read them"), "that the answers are sealed");
    await press("Open the check again");
    await until(() => text().includes("Say what was wrong"), "why");
    type("why", "Wrong flat");
    await press("Open the check again");
    await heading("Rosalind Achebe");
    expect(phone.saved).toEqual([{ what: "reopen", values: [VISIT_ID, "Wrong flat"] }]);
    expect(mayCorrect(makeVisit({ status: "submitted", review_state: "approved" }))).toBe(false);
    expect(mayCorrect(makeVisit({ status: "reviewed" }))).toBe(false);
    expect(mayCorrect(makeVisit({ status: "started" }))).toBe(false);
  });
});

describe("a check that this phone can still read", () => {
  it("is opened again with the answers of before, as a form of its own", async () => {
    const phone = makePhone([makeVisit({ status: "submitted", outcome: "seen_no_needs" })]);
    const form = await phone.findForm("try");
    const xml = "<data><outcome>seen_no_needs</outcome><meta><instanceID>uuid:1</instanceID></meta></data>";
    const answers = { form_id: "try", form_version_id: "f1", xml, photo_names: [] };
    phone.findOwnAnswers = async () => form && { answers, form };
    mount(phone, `#/visit/${VISIT_ID}/correct`);
    await until(() => text().includes("opens with the answers you gave"), "what it opens with");
    type("why", "Wrong flat");
    await press("Open the check again");
    await heading("Rosalind Achebe");
    const [reopened, drafted] = phone.saved;
    expect(reopened?.what).toBe("reopen");
    const draft = drafted?.values[0] as { xml: string; instance_id: string; form_version_id: string };
    expect(drafted?.what).toBe("draft");
    expect(draft.xml).toContain("<outcome>seen_no_needs</outcome>");
    expect(draft.xml).toContain(`<instanceID>${draft.instance_id}</instanceID>`);
    expect(draft.instance_id).not.toBe("uuid:1");
  });
});

describe("a proposed visit", () => {
  it("at this address needs only a reason", async () => {
    const phone = makePhone([makeVisit()]);
    mount(phone, `#/visit/${VISIT_ID}`);
    await press("Somebody else at this address");
    await until(() => text().includes("12 Carey Gardens, SW8 4HR"), "the address");
    await press("Save on this phone");
    await until(() => text().includes("Say why they need a visit"), "why");
    type("why", "Her brother cannot cook");
    await press("Save on this phone");
    await heading("Your visits");
    expect(phone.saved[0]).toMatchObject({
      what: "proposal",
      values: [
        { basis: "same_address", visit_id: VISIT_ID, why: "Her brother cannot cook", first_name: null },
      ],
    });
  });

  it("elsewhere needs a name or an address, and a real date where one is given", async () => {
    const phone = makePhone([]);
    mount(phone, "#/");
    await press("Propose a visit");
    await press("Save on this phone");
    await until(() => text().includes("Choose what you know"), "the basis");
    await choose("met");
    type("why", "No food");
    type("wanted_on-day", "31");
    await press("Save on this phone");
    await until(() => text().includes("Enter a name or an address"), "who");
    expect(text()).toContain("Enter a real date");
    type("last_name", "Falsename");
    type("wanted_on-day", "1");
    type("wanted_on-month", "12");
    type("wanted_on-year", "2026");
    await press("Save on this phone");
    await heading("Your visits");
    expect(phone.saved[0]).toMatchObject({
      values: [{ basis: "met", visit_id: null, last_name: "Falsename", wanted_on: "2026-12-01" }],
    });
  });

  it("is listed with where it is and what the council answered", async () => {
    const phone = makePhone([makeVisit()]);
    phone.listProposals = async () => [
      makeProposal({}, { is_pending: true, op_id: "op-1" }),
      makeProposal({ status: "accepted", answer_words: "Yours today", made_visit_id: VISIT_ID }),
      makeProposal({ status: "declined", answer_words: "Visited yesterday" }),
    ];
    const app = mount(phone, "#/");
    await until(() => text().includes("Your proposals"), "the list");
    const said = () => [...document.querySelectorAll(".app-thing__line")].map((one) => one.textContent);
    expect(said()).toEqual([
      "Only on this phone",
      "Accepted",
      "The office wrote: Yours today",
      "Not taken up",
      "The office wrote: Visited yesterday",
    ]);
    expect([...document.querySelectorAll("main a")].map((one) => one.textContent)).toContain("See the visit");
    app.setSync(makeSync({ operations: { "op-1": "received" } }));
    await until(() => said()[0] === "The council has received it", "received");
  });
});

describe("photos of a visit", () => {
  it("each say where they are, with how much of them the council has", async () => {
    const photo = (attachment_id: string): Photo => ({
      attachment_id,
      name: `${attachment_id}.jpg`,
      content_type: "image/jpeg",
      size: 400_000,
      sha256: "",
      captured_at: "2026-11-23T10:00:00Z",
      node: null,
      visit_id: VISIT_ID,
      instance_id: null,
      added_at: "2026-11-23T10:00:00Z",
      place: "waiting",
      refused_because: null,
      has_bytes: true,
    });
    const visit = {
      ...makeVisit({ status: "submitted" }),
      photos: [photo("p1"), photo("p2"), photo("p3")],
      photos_not_sent: 2,
      waiting_photo_ids: ["p2", "p3"],
    };
    const app = mount(makePhone([visit]), `#/visit/${VISIT_ID}`);
    await heading("Rosalind Achebe");
    app.setSync(
      makeSync({
        photos: {
          p1: { state: "received", percent: 100 },
          p2: { state: "sending", percent: 40 },
          p3: { state: "waiting", percent: 0 },
        },
        visits: { [VISIT_ID]: "sending" },
      }),
    );
    await until(() => text().includes("Sending, 40 %"), "the percentage");
    expect(document.querySelector(".app-standing .app-chip")?.textContent).toBe("Sending, 40 %");
    const chips = [...document.querySelectorAll(".app-things .app-chip")].map((one) => one.textContent);
    expect(chips).toEqual(["Received by the council", "Sending, 40 %", "Only on this phone"]);
  });
});

describe("work that vanished", () => {
  it("is reported on My device too, with the number to ring", async () => {
    const app = mount(makePhone([]), "#/device");
    await heading("My device");
    app.setSync(makeSync({ lost: { had: 3, now: 0 } }));
    await until(() => text().includes("This phone had 3 unsent, and now has 0."), "the report");
    expect(document.querySelector("main a[href='tel:02079460000']")).not.toBeNull();
    await press("I have read this");
    await until(() => !text().includes("This phone had 3 unsent"), "no report");
  });
});
