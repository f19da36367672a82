// What an officer is told and what she may settle: two answers for one thing, news, and what the office has in hand.
import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "../../../pwa/src/domain/problems";
import { listOptions } from "../../../pwa/src/screens/needs_attention/conflict_options";
import { gatherThings, reviewWords } from "../../../pwa/src/screens/needs_attention/review_list";
import { gatherNews } from "../../../pwa/src/screens/news";
import { type FakePhone, makePhone, makeSync, makeVisit } from "./fake_phone";
import { choose, heading, mountApp, press, until } from "./mounted_app";
import { listEveryNotice, MY_SIDE, makeConflict, makeNotice, makeReceipt, THIRD_SIDE } from "./told_rows";

Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
const mount = (...given: Parameters<typeof mountApp>) => {
  open = mountApp(...given);
  return open;
};
afterEach(() => open?.dispose());
const text = () => document.querySelector("main")?.textContent ?? "";

function phoneWithConflict(...conflicts: ReturnType<typeof makeConflict>[]): FakePhone {
  const phone = makePhone([makeVisit()]);
  phone.listConflicts = async () => (conflicts.length ? conflicts : [makeConflict()]);
  return phone;
}

describe("two answers for one thing", () => {
  it("stand with the field in words, every answer, its writer and its time", async () => {
    mount(phoneWithConflict(), "#/attention");
    await press("Choose, or leave it: Mobile number");
    await heading("Two answers: Mobile number");
    expect(text()).toContain("Rosalind Achebe");
    expect(text()).toContain("Mobile number, before07700 900001");
    const choices = [...document.querySelectorAll(".govuk-radios__item")].map((one) => one.textContent);
    expect(choices).toEqual([
      expect.stringContaining("Leave it to the office"),
      expect.stringMatching(/07700 900002Bela Office, .*09:10\. This stands now\./),
      expect.stringMatching(/07700 900003You, .*10:42/),
      expect.stringMatching(/NothingOmar Officer, .*09:20/),
    ]);
  });

  it("are left to the office unless the officer chooses", async () => {
    const phone = phoneWithConflict();
    mount(phone, "#/conflict/conflict-mobile");
    await press("Leave it");
    await heading("Needs attention");
    expect(phone.saved).toEqual([]);
  });

  it("are settled by a choice that is saved as work, with the version that was on the screen", async () => {
    const phone = phoneWithConflict();
    mount(phone, "#/conflict/conflict-mobile");
    await choose(MY_SIDE);
    await press("Save my choice on this phone");
    await heading("Needs attention");
    expect(phone.saved).toEqual([
      { what: "resolution", values: ["conflict-mobile", 2, { chosen: MY_SIDE, reason: "" }] },
    ]);
  });

  it("say so when another answer comes in while the officer looks", async () => {
    const moving = makeConflict();
    const phone = phoneWithConflict(moving);
    phone.saveResolution = async () => {
      throw new Problem("already_saved");
    };
    const app = mount(phone, "#/conflict/conflict-mobile");
    await choose(MY_SIDE);
    phone.listConflicts = async () => [{ ...moving, conflict: { ...moving.conflict, version: 3 } }];
    app.touch();
    await until(() => text().includes("Another answer has come in meanwhile"), "the warning");
    await press("Save my choice on this phone");
    await until(() => text().includes("This was settled, or another answer came in"), "the refusal");
  });

  it("show a choice that is not sent as saved on this phone, and then as received", async () => {
    const resolved = { value: "07700 900003", chosen: MY_SIDE, who: null, at: "", reason: "", mine: true };
    const phone = phoneWithConflict(makeConflict({}, { resolved, is_pending: true, op_id: "op-1" }));
    const app = mount(phone, "#/attention");
    await until(() => text().includes("Your choice is saved on this phone."), "saved here");
    expect(text()).not.toContain("Choose, or leave it");
    app.setSync(makeSync({ operations: { "op-1": "received" } }));
    await until(() => text().includes("The council has received your choice."), "received");
  });

  it("are offered as what stands now, mine, and the others by time", () => {
    const options = listOptions(makeConflict());
    expect(options.map(({ chosen }) => chosen)).toEqual(["shown", MY_SIDE, THIRD_SIDE]);
    expect(options.map(({ stands_now, mine }) => [stands_now, mine])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(options.map(({ value }) => value)).toEqual(["07700 900002", "07700 900003", null]);
  });
});

describe("news", () => {
  it("says each kind in words, is counted, and goes when the officer has read it", async () => {
    const phone = makePhone([makeVisit()]);
    let notices = listEveryNotice();
    phone.listNotices = async () => notices;
    const app = mount(phone, "#/");
    await until(() => text().includes("There is news about 5 things"), "the banner");
    expect(document.querySelector(".app-nav__count")?.textContent).toBe("5");
    await press("Read it");
    await heading("Needs attention");
    await until(() => text().includes("News"), "the news");
    for (const words of [
      "Your change was put together with somebody else’s",
      "Language is now: Welsh",
      "Your report was kept as a note. It changed nothing",
      "Sue Supervisor wrote: Seen twice",
      "Bela Office settled “Mobile number”",
      "Mobile number is now: 07700 900002",
      "Your answer was another one.",
      "Bela Office wrote: She rang us",
      "Omar Officer has also reported on this visit",
      "Your proposal was not taken up: Ada Falsename",
      "The office wrote: She has a visit tomorrow",
    ]) {
      expect(text()).toContain(words);
    }
    await press("I have read all of these");
    expect(phone.saved.at(-1)).toEqual({ what: "seen", values: [notices.map(({ notice_id }) => notice_id)] });
    notices = notices.map((notice) => ({ ...notice, is_seen: true }));
    app.touch();
    await until(() => text().includes("there is no news"), "no news");
    expect(document.querySelector(".app-nav__count")).toBeNull();
  });
});

it("what was settled about one visit is one piece of news, read with all its parts", () => {
  const settled = { decision: "accepted", who: null, at: "2026-11-23T11:00:00Z", note: null };
  const tell = (kind: string, notice_id: string) =>
    makeNotice({
      notice_id,
      kind: "settled",
      receipt: makeReceipt({
        detail: { settled },
        about: { kind, entity_type: "visit", entity_id: "v1", values: {} },
      }),
    });
  const seen = { ...makeNotice({ notice_id: "seen" }), is_seen: true };
  const news = gatherNews([tell("visit.start", "one"), tell("submission.create", "two"), seen]);
  expect(news.map(({ notice, notice_ids }) => [notice.notice_id, notice_ids])).toEqual([
    ["two", ["one", "two"]],
  ]);
});

describe("what the office has in hand", () => {
  it("is one plain sentence for each reason, never a code", () => {
    expect(reviewWords(makeReceipt())).toBe(
      "This visit had been given to somebody else. The council has your report and a supervisor will look at it.",
    );
    expect(reviewWords(makeReceipt({ reason: "a_reason_of_tomorrow" }))).toContain("You need do nothing.");
    const choice = { kind: "conflict.resolve", entity_type: "resident", entity_id: "r1", values: {} };
    expect(reviewWords(makeReceipt({ reason: "already_resolved", about: choice }))).toContain(
      "came too late",
    );
    expect(
      reviewWords(makeReceipt({ verdict: "conflict", reason: "conflict_moved", about: choice })),
    ).toContain("Choose again");
  });

  it("counts a check once, however many operations carry it, and says each reason once", () => {
    const kinds = ["visit.start", "submission.create", "visit.submit"];
    const parts = kinds.map((kind) =>
      makeReceipt({ op_id: kind, about: { kind, entity_type: "visit", entity_id: "v1", values: {} } }),
    );
    const [thing, ...others] = gatherThings([...parts, makeReceipt({ op_id: "n", reason: "not_yours" })]);
    expect(others).toEqual([]);
    expect(thing?.named.op_id).toBe("submission.create");
    expect(thing?.words).toHaveLength(2);
    const away = parts.map((receipt) => ({ ...receipt, entity_id: "" }));
    expect(gatherThings(away)).toHaveLength(1);
  });

  it("stands with its visit, and refused photos with the reason", async () => {
    const phone = makePhone([makeVisit()]);
    phone.listAttention = async () => ({
      receipts: [makeReceipt()],
      refused_photos: [
        {
          attachment_id: "p1",
          name: "p1.jpg",
          content_type: "image/jpeg",
          size: 1,
          sha256: "",
          captured_at: "2026-11-23T10:00:00Z",
          node: null,
          visit_id: makeVisit().visit.id,
          instance_id: null,
          added_at: "2026-11-23T10:00:00Z",
          place: "refused",
          refused_because: "the file is damaged",
          has_bytes: true,
        },
      ],
    });
    mount(phone, "#/attention");
    await until(() => text().includes("the file is damaged"), "the photo");
    const links = [...document.querySelectorAll<HTMLAnchorElement>("main a")].map((one) => one.textContent);
    expect(links).toEqual(["Rosalind Achebe", "Rosalind Achebe"]);
  });
});
