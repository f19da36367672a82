// Text and numbers in their controls: what is stored, what stays in the box, what is said, what a phone's keyboard shows.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Asked, button, one, openAll, press, type } from "./asked";

let form: Asked;
beforeAll(async () => {
  form = await openAll();
});
afterEach(() => form.close());
afterAll(() => form.form.dispose());

const error = () => one<HTMLElement>(".govuk-error-message").textContent;

describe("text", () => {
  it("has its label with the marks of Markdown as elements, and its hint without the guidance", () => {
    form.ask("texts/plain");
    expect(one<HTMLElement>("label").innerHTML).toContain("<strong>Plain</strong>");
    expect(one<HTMLElement>(".govuk-hint").innerHTML).toBe("A <em>short</em> hint");
    expect(one<HTMLElement>("details").textContent).toBe("More about this questionGuidance for whoever asks");
  });

  it("is stored as it is typed, and described by its error and its hint", () => {
    form.ask("texts/plain", "Say it");
    type(one("input"), " two  words ");
    expect(form.answer("texts/plain")).toBe(" two  words ");
    expect(error()).toBe("Error: Say it");
    const described = one("input").getAttribute("aria-describedby")?.split(" ") ?? [];
    expect(described.map((id) => document.getElementById(id) !== null)).toEqual([true, true]);
  });

  it("has several lines, keyboards of its own, and the plain box for an appearance nobody knows", () => {
    form.ask("texts/long_words");
    type(one<HTMLTextAreaElement>("textarea"), "one\ntwo");
    expect(form.answer("texts/long_words")).toBe("one\ntwo");
    const keyboards = { digits: "tel", telephone: "tel", mail: "email", address: "url" };
    for (const [name, inputmode] of Object.entries(keyboards)) {
      form.ask(`texts/${name}`);
      expect(one("input").inputMode || one("input").getAttribute("inputmode")).toBe(inputmode);
    }
    form.ask("texts/unheard");
    type(one("input"), "anything");
    expect(form.answer("texts/unheard")).toBe("anything");
  });

  it("is masked until its button shows it", () => {
    form.ask("texts/secret");
    type(one("input"), "4711");
    expect(one("input").type).toBe("password");
    button("Show what is typed").click();
    expect(one("input").type).toBe("text");
    expect(one("input").value).toBe("4711");
    button("Hide what is typed").click();
    expect(one("input").type).toBe("password");
    expect(form.answer("texts/secret")).toBe("4711");
  });

  it("that is calculated or fixed is shown and cannot be changed", () => {
    form.set("texts/whole", "21");
    form.ask("texts/shown");
    expect(document.body.textContent).toContain("Twice the whole number");
    expect(document.body.textContent).toContain("42");
    expect(document.querySelector("input")).toBeNull();
    form.ask("texts/fixed");
    expect(document.body.textContent).toContain("as they were");
  });
});

describe("a number", () => {
  it("keeps in the box what is none, and stores nothing of it", () => {
    form.ask("texts/whole");
    type(one("input"), "3x");
    expect(one("input").value).toBe("3x");
    expect(form.answer("texts/whole")).toBe("");
    expect(form.typed.list().map(({ words }) => words)).toEqual(["number-whole-wrong"]);
    form.ask("texts/whole");
    expect(one("input").value).toBe("3x");
    type(one("input"), "30");
    expect(form.typed.list()).toEqual([]);
    expect(form.answer("texts/whole")).toBe("30");
  });

  it("is written with groups, and with a comma or a point before its decimals", () => {
    form.ask("texts/grouped");
    type(one("input"), "1,234 567");
    expect(form.answer("texts/grouped")).toBe("1234567");
    form.ask("texts/fraction");
    for (const typed of ["2,5", "2.5"]) {
      type(one("input"), typed);
      expect(form.answer("texts/fraction")).toBe("2.5");
    }
  });
});

describe("a number that is typed key by key", () => {
  const typeKeys = (text: string) => {
    for (const key of text) type(one("input"), one("input").value + key);
  };

  it.each([
    ["fraction", "2.5", "2.5"],
    ["fraction", "12,05", "12.05"],
    ["fraction", "-0.5", "-0.5"],
    ["grouped", "1,234 567", "1234567"],
    ["whole", "07", "7"],
  ])(
    "stands in the box as it was typed (%s: %s), and is shown as it is kept afterwards",
    (name, text, kept) => {
      form.ask(`texts/${name}`);
      type(one("input"), "");
      typeKeys(text);
      expect(one("input").value).toBe(text);
      expect(form.answer(`texts/${name}`)).toBe(kept);
      expect(form.typed.list()).toEqual([]);
      form.ask(`texts/${name}`);
      expect(one("input").value).toBe(kept);
    },
  );

  it("is not written over, so that the caret stays where it is", () => {
    form.ask("texts/grouped");
    const box = one("input");
    type(box, "1,34");
    for (const [text, caret] of [
      ["1,234", 3],
      ["1,4", 2],
      ["1,004", 4],
    ] as const) {
      box.value = text;
      box.setSelectionRange(caret, caret);
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      expect([box.value, box.selectionStart]).toEqual([text, caret]);
    }
  });
});

describe("a barcode", () => {
  it("is typed where the browser reads none", () => {
    form.ask("texts/code");
    expect(document.querySelector("input[type=file]")).toBeNull();
    type(one("input"), "5012345678900");
    expect(form.answer("texts/code")).toBe("5012345678900");
  });

  it("is read from a photograph where the browser can", async () => {
    class Detector {
      detect = async () => [{ rawValue: "96385074" }];
    }
    const picture = { close: () => undefined };
    Object.assign(globalThis, { BarcodeDetector: Detector, createImageBitmap: async () => picture });
    try {
      form.ask("texts/code");
      const input = one("input[type=file]");
      Object.defineProperty(input, "files", { value: [new File(["x"], "code.jpg")] });
      input.dispatchEvent(new Event("change", { bubbles: true }));
      await expect.poll(() => form.answer("texts/code")).toBe("96385074");
      expect(one<HTMLElement>("[role=status]").textContent).toBe("Read: 96385074");
    } finally {
      Reflect.deleteProperty(globalThis, "BarcodeDetector");
      Reflect.deleteProperty(globalThis, "createImageBitmap");
    }
  });
});

describe("a scale", () => {
  it("has no answer until it is touched, takes the middle by Enter, and can be cleared", () => {
    form.ask("scales/level");
    const bar = one("input[type=range]");
    expect(form.answer("scales/level")).toBe("");
    expect(bar.getAttribute("aria-valuetext")).toBe("Not answered");
    expect(press(bar, "Enter").defaultPrevented).toBe(true);
    expect(form.answer("scales/level")).toBe(bar.value);
    type(bar, "8");
    expect(form.answer("scales/level")).toBe("8");
    expect(one<HTMLElement>("output").textContent).toBe("8");
    button("Clear this answer").click();
    expect(form.answer("scales/level")).toBe("");
  });

  it("stands upright, is a menu, or is a rating where the form says so", () => {
    form.ask("scales/height");
    expect(one("input[type=range]").getAttribute("aria-orientation")).toBe("vertical");
    expect(document.querySelector("datalist")).toBeNull();
    type(one("input[type=range]"), "1.5");
    expect(form.answer("scales/height")).toBe("1.5");
    form.ask("scales/picked");
    const menu = one<HTMLSelectElement>("select");
    expect(menu.options).toHaveLength(13);
    menu.value = "12";
    menu.dispatchEvent(new Event("change", { bubbles: true }));
    expect(form.answer("scales/picked")).toBe("12");
    form.ask("scales/stars", "Rate it");
    expect(error()).toBe("Error: Rate it");
    one("input[value='4']").click();
    expect(form.answer("scales/stars")).toBe("4");
  });
});
