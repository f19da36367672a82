// Days, times, places and files in their controls: half of one is never guessed, and a phone that refuses has another way.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { focusField } from "../../../../pwa/src/ui/error_summary";
import { type Asked, all, button, chooseFile, one, openAll, settled, type } from "./asked";

let form: Asked;
beforeAll(async () => {
  form = await openAll();
});
afterEach(() => form.close());
afterAll(() => form.form.dispose());

const words = () => form.typed.list().map((one) => one.words);
const fill = (...values: string[]) => {
  values.forEach((value, at) => {
    const box = all("input")[at];
    if (!box) throw new Error(`no box ${at}`);
    type(box, value);
  });
};

describe("a moment", () => {
  it.each([
    ["day", ["27", "3", "2026"], "2026-03-27"],
    ["month", ["3", "2026"], "2026-03-01"],
    ["year", ["2026"], "2026-01-01"],
    ["other_calendar", ["1", "12", "2025"], "2025-12-01"],
    ["hour", ["9", "5"], "09:05:00.000"],
  ])("%s is asked in boxes and kept as ISO 8601", (name, typed, kept) => {
    form.ask(`days/${name}`);
    expect(all("input")).toHaveLength(typed.length);
    fill(...typed);
    expect(form.answer(`days/${name}`)).toBe(kept);
    expect(words()).toEqual([]);
  });

  it("with a day and a time keeps this phone's offset and comes back in the same boxes", () => {
    form.ask("days/moment");
    fill("27", "3", "2026", "14", "5");
    expect(form.answer("days/moment")).toMatch(/^2026-03-27T14:05:00\.000[+-]\d\d:\d\d$/);
    form.ask("days/moment");
    expect(all("input").map(({ value }) => value)).toEqual(["27", "3", "2026", "14", "05"]);
  });

  it.each([
    ["day", ["31", "2", "2026"], "date-wrong"],
    ["month", ["13", "2026"], "month-wrong"],
    ["year", ["26"], "year-wrong"],
    ["hour", ["24", "0"], "time-wrong"],
    ["moment", ["27", "3", "2026", "14", ""], "moment-wrong"],
  ])("%s that is half one or none says so, stores nothing and stays in its boxes", (name, typed, why) => {
    form.ask(`days/${name}`);
    fill(...typed);
    expect(form.answer(`days/${name}`)).toBe("");
    expect(words()).toEqual([why]);
    form.ask(`days/${name}`, "Mend it");
    expect(all("input").map(({ value }) => value)).toEqual(typed);
    expect(document.body.textContent).toContain("Error: Mend it");
    fill(...typed.map(() => ""));
    expect(words()).toEqual([]);
  });
});

describe("a place", () => {
  let tell: (accuracy: number) => void;
  let refuse: (code: number) => void;
  const clearWatch = vi.fn();
  beforeEach(() => {
    clearWatch.mockClear();
    const watchPosition = (found: PositionCallback, failed: PositionErrorCallback) => {
      tell = (accuracy) =>
        found({
          coords: { latitude: 51.5, longitude: -0.12, altitude: 11, accuracy },
        } as GeolocationPosition);
      refuse = (code) => failed({ code } as GeolocationPositionError);
      return 7;
    };
    Object.defineProperty(navigator, "geolocation", {
      configurable: true,
      value: { watchPosition, clearWatch },
    });
  });
  afterEach(() => {
    for (const name of ["here", "on_map"]) form.set(`places/${name}`, "");
    Reflect.deleteProperty(navigator, "geolocation");
  });

  it("gets nearer until it is near enough, and says how near in words", () => {
    form.ask("places/here");
    button("Use where I am now").click();
    const said = () => one<HTMLElement>("[role=status]").textContent;
    expect(said()).toContain("Finding where you are");
    tell(150);
    expect(said()).toContain("right to within 150 metres");
    expect(said()).toContain("That is not very near");
    tell(400);
    expect(form.answer("places/here")).toBe("51.5 -0.12 11.0 150.0");
    tell(4);
    expect(clearWatch).toHaveBeenCalledWith(7);
    expect(form.answer("places/here")).toBe("51.5 -0.12 11.0 4.0");
    expect(said()).toBe("51.50000, -0.12000: right to within 4 metres.");
    button("Clear this place").click();
    expect(form.answer("places/here")).toBe("");
  });

  it("can be left at what it is, and stops the search when its page is left", () => {
    form.ask("places/on_map");
    button("Use where I am now").click();
    tell(30);
    button("This is near enough").click();
    expect(form.answer("places/on_map")).toBe("51.5 -0.12 11.0 30.0");
    button("Find the place again").click();
    clearWatch.mockClear();
    form.close();
    expect(clearWatch).toHaveBeenCalled();
  });

  it("is typed where the phone refuses, and says why and how to allow it", () => {
    form.ask("places/here", "Say where");
    button("Use where I am now").click();
    refuse(1);
    expect(document.body.textContent).toContain("This phone does not let the app know where it is.");
    expect(one<HTMLDetailsElement>("details").open).toBe(true);
    fill("91", "-0.1");
    expect(words()).toEqual(["place-wrong"]);
    fill("51.501", "-0.124");
    expect(words()).toEqual([]);
    expect(form.answer("places/here")).toBe("51.501 -0.124");
    expect(document.body.textContent).toContain("Error: Say where");
  });

  it("that no phone can find is typed as well", () => {
    Reflect.deleteProperty(navigator, "geolocation");
    form.ask("places/here");
    button("Use where I am now").click();
    expect(document.body.textContent).toContain("This phone cannot say where it is.");
  });

  it("in a preview asks nobody, and says what a phone would do", () => {
    form.placeWay = "preview";
    const watchPosition = vi.spyOn(navigator.geolocation, "watchPosition");
    for (const [name, words] of [
      ["here", "Use where I am now"],
      ["way", "Add where I am now"],
    ] as const) {
      form.ask(`places/${name}`);
      button(words).click();
      expect(one<HTMLElement>("[role=status]").textContent).toBe(
        "A preview does not ask where you are. A phone would find the place now. Here, type it.",
      );
    }
    expect(watchPosition).not.toHaveBeenCalled();
    form.placeWay = "asked";
  });

  it("of a form by link is typed, since its page never asks where somebody is", () => {
    form.placeWay = "typed";
    form.ask("places/here", "Say where");
    expect(all("button")).toEqual([]);
    expect(one<HTMLDetailsElement>("details").open).toBe(true);
    focusField("q-data-places-here");
    expect(document.activeElement).toBe(all("input")[0]);
    type(all("input")[0] as HTMLInputElement, "51.5");
    type(all("input")[1] as HTMLInputElement, "-0.1");
    expect(form.answer("places/here")).toBe("51.5 -0.1");
    form.ask("places/area");
    expect(all("button")).toEqual([]);
    form.placeWay = "asked";
  });

  it.each(["latitude", "longitude"])("is typed key by key, west and south too (%s)", (name) => {
    form.ask("places/here");
    for (const other of ["latitude", "longitude"]) type(one(`input[id$=${other}]`), "1");
    const box = one(`input[id$=${name}]`);
    type(box, "");
    for (const key of "-0.105") type(box, box.value + key);
    expect(box.value).toBe("-0.105");
    expect(form.answer("places/here")?.split(" ").map(Number)).toEqual(
      name === "latitude" ? [-0.105, 1] : [1, -0.105],
    );
    expect(box.closest("details")?.open).toBe(true);
    expect(words()).toEqual([]);
  });

  it("of a way is typed key by key", () => {
    form.ask("places/way");
    const box = one<HTMLTextAreaElement>("textarea");
    type(box, "");
    for (const key of "51.5 -0.12\n51.60 -0.13") type(box, box.value + key);
    expect(box.value).toBe("51.5 -0.12\n51.60 -0.13");
    expect(form.answer("places/way")).toBe("51.5 -0.12;51.6 -0.13");
    type(box, "");
    expect(form.answer("places/way")).toBe("");
  });

  it("of a way or an area is one line, added on the spot or typed; too few are none", () => {
    form.ask("places/way");
    const box = () => one<HTMLTextAreaElement>("textarea");
    button("Add where I am now").click();
    tell(8);
    expect(words()).toEqual(["way-wrong"]);
    type(box(), `${box().value}\n51.6, -0.13`);
    expect(form.answer("places/way")).toBe("51.5 -0.12 11.0 8.0;51.6 -0.13");
    form.ask("places/area", "Say where");
    type(box(), "51.5 -0.1\n51.6 -0.1");
    expect(words()).toEqual(["area-wrong"]);
    type(box(), "51.5 -0.1\n51.6 -0.1\n51.6 -0.2");
    expect(form.answer("places/area")).toBe("51.5 -0.1;51.6 -0.1;51.6 -0.2;51.5 -0.1");
    form.ask("places/area");
    expect(box().value.split("\n")).toHaveLength(3);
    expect(words()).toEqual([]);
  });
});

describe("a file", () => {
  const buttons = () => all<HTMLElement>(".app-file").map((way) => way.textContent?.trim());
  beforeAll(() => {
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });
  });

  it.each([
    ["picture", ["Take photo", "Choose file"], "image/*,.heic,.heif", "environment"],
    ["signature", ["Take photo", "Choose file"], "image/*,.heic,.heif", "environment"],
    ["face", ["Take photo"], "image/*,.heic,.heif", "user"],
    ["document", ["Choose file"], "image/*,.heic,.heif,application/pdf", null],
  ])("%s is offered the ways that it has", (name, ways, accept, capture) => {
    form.ask(`files/${name}`, "Add one");
    expect(buttons()).toEqual(ways);
    const [first] = all("input[type=file]");
    expect(first?.accept).toBe(accept);
    expect(first?.getAttribute("capture")).toBe(capture);
    expect(document.body.textContent).toContain("Error: Add one");
  });

  it.each(["sound", "film"])("that would be a %s is not asked for, since the council keeps none", (name) => {
    form.ask(`files/${name}`);
    expect(document.body.textContent).toContain(`A ${name}`);
    expect(document.body.textContent).toContain("The council cannot keep sounds and films yet");
    expect(all("input, button")).toEqual([]);
  });

  const choose = (name: string, type: string) => chooseFile(one("input[type=file]"), name, type);

  it.each([
    ["letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["talk.mp3", "audio/mpeg"],
    ["letter.docx", ""],
  ])(
    "of a kind that the council does not keep (%s, %s) is refused in words, and another may be chosen",
    async (name, type) => {
      form.ask("files/document");
      choose(name, type);
      expect(document.body.textContent).toContain("The council keeps pictures and PDF documents only.");
      expect(form.answer("files/document")).toBe("");
      choose("letter.pdf", "application/pdf");
      await expect.poll(() => form.answer("files/document")).toMatch(/\.pdf$/);
      expect(document.body.textContent).not.toContain("PDF documents only");
      button("Remove this file").click();
      await expect.poll(() => form.answer("files/document")).toBe("");
    },
  );

  it("is shown once it is kept, can be removed, and the focus stays with it", async () => {
    form.ask("files/document");
    choose("letter.pdf", "");
    await expect.poll(() => form.answer("files/document")).toMatch(/\.pdf$/);
    button("Remove this file").focus();
    button("Remove this file").click();
    await expect.poll(() => form.answer("files/document")).toBe("");
    await settled();
    expect(document.activeElement).toBe(one("input[type=file]"));
  });
});
