// The pages of a check around its questions: languages, what is missing, half-typed answers, what saving does.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../../../../pwa/src/domain/draft";
// The app loads this on demand; loaded here once, so that no test waits for it.
import "../../../../pwa/src/screens/check/check_screen";
import { type FakePhone, makePhone, makeVisit, VISIT_ID } from "../fake_phone";
import { heading, mountApp, press, until } from "../mounted_app";
import { ALL_TYPES, all, button, one, styled, type } from "./asked";

Object.assign(globalThis, { scrollTo: () => undefined });
const AT = `#/visit/${VISIT_ID}/check/try/`;

let app: ReturnType<typeof mountApp> | undefined;
let phone: FakePhone;
beforeEach(() => {
  phone = makePhone([makeVisit()], ALL_TYPES);
});
afterEach(() => app?.dispose());

const text = () => document.body.textContent ?? "";
const lastDraft = () =>
  phone.saved.filter(({ what }) => what === "draft").at(-1)?.values[0] as Draft | undefined;
const goTo = (page: number | "save") => {
  location.hash = `${AT}${page}`;
};

async function open(page: number | "save", title: string): Promise<void> {
  app = mountApp(phone, `${AT}${page}`);
  await heading(title);
}

describe("the languages of a form", () => {
  it("are all offered; one from right to left says so, keeps the focus and every answer, and is kept", async () => {
    await open(0, "Words and numbers");
    type(one("input[name$=plain]"), "typed before");
    const arabic = await until(() => all("button[lang=ar]").at(0), "العربية");
    arabic.focus();
    arabic.click();
    const title = await heading("Words and numbers (بالعربية)");
    expect([title.getAttribute("dir"), title.getAttribute("lang")]).toEqual(["rtl", "ar"]);
    expect(document.activeElement).toBe(arabic);
    expect(arabic.getAttribute("aria-pressed")).toBe("true");
    expect(one<HTMLElement>("form [dir=rtl]").textContent).toContain("A decimal number (بالعربية)");
    expect(one("input[name$=plain]").value).toBe("typed before");
    expect(text()).toContain("Continue");
    await until(() => lastDraft()?.language === "ar", "the draft's language");
  });

  it("are those of the draft when it is opened again", async () => {
    await open(0, "Words and numbers");
    type(one("input[name$=plain]"), "x");
    (await until(() => all("button[lang=ar]").at(0), "العربية")).click();
    const draft = (await until(() => lastDraft()?.language === "ar" && lastDraft(), "draft")) as Draft;
    app?.dispose();
    phone.findDraft = async () => ({ draft, photos: [] });
    await open(0, "Words and numbers (بالعربية)");
  });
});

describe("what was half typed", () => {
  it("stays on its page, in the draft and after a restart, and is named before saving", async () => {
    await open(0, "Words and numbers");
    type(one("input[name$=fraction]"), "3 apples");
    goTo("save");
    await heading("Check your answers");
    expect(text()).toContain("A decimal number: Enter a number, like 3 or 3.5");
    const draft = (await until(() => lastDraft()?.place === "save" && lastDraft(), "draft")) as Draft;
    expect(draft.typed).toEqual({
      "/data/texts/fraction": { words: "number-wrong", parts: { text: "3 apples" } },
    });
    app?.dispose();
    phone.findDraft = async () => ({ draft, photos: [] });
    await open(0, "Words and numbers");
    expect(one("input[name$=fraction]").value).toBe("3 apples");
  });
});

describe("what is missing", () => {
  it("is a link to the question, which opens with its error and the focus in it", async () => {
    await open("save", "Check your answers");
    const link = await press("Person 1: Answer: Their name");
    expect(link.getAttribute("href")).toBe(`${AT}7`);
    goTo(7); // jsdom follows no link
    await heading("People");
    await until(() => document.activeElement === one("input[name$=person-name]"), "the focus");
    expect(document.title).toMatch(/^Error: /);
    expect(one<HTMLElement>(".govuk-error-summary").textContent).toContain("Person 1: Answer: Their name");
    expect(one<HTMLElement>(".govuk-error-message").textContent).toBe("Error: Answer: Their name");
  });

  it("does not name a question that must not be read over a shoulder", async () => {
    await open("save", "Check your answers");
    expect(text()).toContain("A question on part 9 needs an answer");
    expect(text()).not.toContain("Are you worried?");
  });
});

describe("before saving", () => {
  it("says what it will do, each turn by itself, and nothing of a page that records an alert", async () => {
    await open(7, "People");
    all("input[value=yes]")[0]?.click();
    button("Add another: Person").click();
    await until(() => all("input[value=yes]").length === 2, "two people");
    all("input[value=yes]")[1]?.click();
    goTo(0);
    await heading("Words and numbers");
    type(one("input[name$=telephone]"), "07700 900002");
    type(one("input[name$=secret]"), "4711");
    goTo("save");
    await heading("Check your answers");
    const told = one<HTMLElement>("section[aria-labelledby=effects-title]").textContent;
    expect(told).toContain("2 referrals are made: food parcel (2)");
    expect(told).toContain("Mobile number becomes: 07700 900002");
    expect(told).not.toContain("recorded as");
    expect(text()).toContain("Answered, and not shown here");
    expect(text()).not.toContain("4711");
  });
});

describe("a need that the council has words for", () => {
  it("is said in those", async () => {
    const entries = [{ name: "food", label: { en: "Food box" } }];
    phone.findCodeList = async (name) => ({
      type: "code_list",
      id: "c1",
      version: 1,
      field_versions: {},
      fields: { name, entries },
    });
    await open(7, "People");
    all("input[value=yes]")[0]?.click();
    goTo("save");
    await heading("Check your answers");
    await until(() => text().includes("1 referral is made: Food box"), "the need in words");
  });
});

describe("a form whose style asks for one question a page", () => {
  beforeEach(() => {
    phone = makePhone([makeVisit()], styled("one-question", ALL_TYPES));
  });

  const caption = () => one<HTMLElement>(".govuk-caption-l").textContent;
  const contents = () =>
    all<HTMLLIElement>(".app-contents__list li").map((line) => [
      line.querySelector("a")?.textContent,
      line.querySelector("a")?.getAttribute("href")?.split("/").at(-1),
      line.querySelector(".app-contents__state")?.textContent,
    ]);
  const pageOf = (part: string) => Number(contents().find(([title]) => title === part)?.[1]);

  it("asks it under its own words, with the part beside whose it is and in the window's title", async () => {
    await open(0, "Plain words (optional)");
    expect(caption()).toMatch(/ – Words and numbers$/);
    expect(document.title).toMatch(/^Words and numbers – /);
    expect(all("form input").length).toBe(1);
    await press("Continue");
    await heading("Several lines (optional)");
    expect(location.hash).toBe(`${AT}1`);
  });

  it("lists the same parts as a form by groups, each leading to its first question, with what it lacks", async () => {
    await open(0, "Plain words (optional)");
    const byQuestion = contents();
    expect(one<HTMLElement>(".app-contents summary").textContent?.trim()).toBe("Part 1 of 9");
    expect(byQuestion[0]).toEqual(["Words and numbers", "0", "1 answer missing"]);
    app?.dispose();
    phone = makePhone([makeVisit()], ALL_TYPES);
    await open(0, "Words and numbers");
    const byGroup = contents();
    expect(byQuestion.map(([title, , state]) => [title, state])).toEqual(
      byGroup.map(([title, , state]) => [title, state]),
    );
  });

  it("says which part is open on its second question too", async () => {
    await open(0, "Plain words (optional)");
    goTo(pageOf("Scales") + 1);
    await heading("A height (optional)");
    expect(one<HTMLElement>(".app-contents summary").textContent?.trim()).toBe("Part 2 of 9");
    expect(one<HTMLElement>(".app-contents [aria-current]").textContent).toBe("Scales");
  });

  it("holds Continue back until its answer is right, and links the mistake to the question", async () => {
    await open(0, "Plain words (optional)");
    const before = pageOf("Choices");
    goTo(before);
    await heading("One colour");
    await press("Continue");
    const line = await until(() => all<HTMLAnchorElement>(".govuk-error-summary a").at(0), "the mistake");
    expect(document.activeElement).toBe(one<HTMLElement>(".govuk-error-summary"));
    expect(document.getElementById(line.getAttribute("href")?.slice(1) ?? "")).not.toBeNull();
    expect(location.hash).toBe(`${AT}${before}`);
  });

  it("leads from what is missing to that question, also in a turn of a repeat", async () => {
    await open("save", "Check your answers");
    const link = await press("Person 1: Answer: Their name");
    location.hash = link.getAttribute("href") ?? "";
    await heading("People");
    await until(() => document.activeElement === one("input[name$=person-name]"), "the focus");
    expect(one<HTMLElement>(".govuk-error-message").textContent).toBe("Error: Answer: Their name");
  });

  it("opens again where the draft was left", async () => {
    await open(0, "Plain words (optional)");
    type(one("input[name$=plain]"), "x");
    goTo(pageOf("Scales") + 1);
    await heading("A height (optional)");
    const draft = (await until(() => lastDraft()?.place !== "0" && lastDraft(), "draft")) as Draft;
    app?.dispose();
    phone.findDraft = async () => ({ draft, photos: [] });
    await open(Number(draft.place), "A height (optional)");
  });

  it("shows nothing of a part that records an alert, on whichever page of it the answer stands", async () => {
    await open(0, "Plain words (optional)");
    type(one("input[name$=plain]"), "typed here");
    goTo(pageOf("At the end") + 2);
    await heading("What happened?");
    all("input[type=radio]")[0]?.click();
    goTo("save");
    await heading("Check your answers");
    expect(text()).toContain("typed here");
    expect(text()).not.toContain("What happened?");
    expect(text()).not.toContain("Are you worried?");
    expect(text()).toContain("A question on part 9 needs an answer");
  });

  it("gives each answer of a part its own way back", async () => {
    await open(0, "Plain words (optional)");
    type(one("input[name$=plain]"), "first");
    goTo(1);
    await heading("Several lines (optional)");
    type(one("textarea"), "second");
    goTo("save");
    await heading("Check your answers");
    const ways = all<HTMLAnchorElement>("dl a").map((way) => [way.textContent, way.getAttribute("href")]);
    expect(ways.slice(0, 2)).toEqual([
      ["Change Plain words", `${AT}0`],
      ["Change Several lines", `${AT}1`],
    ]);
  });
});
