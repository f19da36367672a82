// Choices in their controls: radios, checkboxes, menus, columns, long lists found by typing, and things put in order.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import table from "../../../../pwa/src/forms/shown_appearances.json";
import { CONTROL_NAMES } from "../../../../pwa/src/screens/check/question";
import { ALL_TYPES, type Asked, all, button, one, openAll, press, settled, type } from "./asked";

let form: Asked;
beforeAll(async () => {
  form = await openAll();
});
afterEach(() => form.close());
afterAll(() => form.form.dispose());

it("names a control that exists for every line and every appearance of the table", () => {
  const named = table.questions.flatMap(({ control, appearances }) => [
    control,
    ...Object.values(appearances),
  ]);
  expect(named.filter((name) => !CONTROL_NAMES.includes(name))).toEqual([]);
});

it("asks every question of the form that asks everything, and none of them says that it cannot", async () => {
  const { children } = form.form.root.currentState;
  let asked = 0;
  for (const page of children) {
    if (page.nodeType !== "group") continue;
    for (const node of page.currentState.children) {
      const place = form.ask(node.currentState.reference.replace("/data/", ""));
      if (!place.textContent) continue;
      asked += 1;
      expect(place.textContent).not.toContain("cannot be answered on this phone");
    }
  }
  expect(asked).toBeGreaterThan(50);
});

describe("one of several", () => {
  it("is a radio, is described by its error, and may have to be answered", () => {
    form.ask("choices/one", "Choose a colour");
    expect(all("input[type=radio]")).toHaveLength(3);
    expect(one<HTMLElement>("legend").textContent).toBe("One colour");
    const described = one<HTMLElement>("fieldset").getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toBe("Error: Choose a colour");
    one("input[value=green]").click();
    expect(form.answer("choices/one")).toBe("green");
  });

  it.each(["one_columns", "one_quick", "one_map"])("stays a radio as %s", (name) => {
    form.ask(`choices/${name}`);
    one("input[value=blue]").click();
    expect(form.answer(`choices/${name}`)).toBe("blue");
  });

  it("is a menu as minimal, and can be taken back", () => {
    form.ask("choices/one_minimal");
    const menu = one<HTMLSelectElement>("select");
    for (const value of ["red", ""]) {
      menu.value = value;
      menu.dispatchEvent(new Event("change", { bubbles: true }));
      expect(form.answer("choices/one_minimal")).toBe(value);
    }
  });

  it("asks nothing as a heading of a table, and everything in a line of it", () => {
    form.ask("choices/table");
    expect(document.body.textContent).toContain("Headings of the table");
    expect(all("input[type=radio]")).toHaveLength(3);
    expect(all("label").map((label) => label.textContent)).toEqual(["Not at all", "Partly", "Wholly"]);
    one("input[value=half]").click();
    expect(form.answer("choices/table/first_line")).toBe("half");
  });
});

describe("several of several", () => {
  it("are checkboxes, in columns too", () => {
    for (const name of ["several", "several_columns"]) {
      form.ask(`choices/${name}`);
      one("input[value=red]").click();
      one("input[value=blue]").click();
      one("input[value=red]").click();
      expect(form.answer(`choices/${name}`)).toBe("blue");
    }
  });

  it("of a long list are found by some letters, and stay in sight once chosen", () => {
    form.ask("lists/long_several");
    expect(all("input[type=checkbox]")).toHaveLength(50);
    type(one("input[type=text]"), "7 example");
    expect(all("label").map((label) => label.textContent?.trim())).toContain("57 Example Street");
    one("input[value=s57]").click();
    type(one("input[type=text]"), "60");
    expect(all("input[type=checkbox]").map(({ value, checked }) => [value, checked])).toEqual([
      ["s57", true],
      ["s60", false],
    ]);
    one("input[value=s60]").click();
    expect(form.answer("lists/long_several")).toBe("s57 s60");
    expect(document.body.textContent).toContain("2 are chosen.");
  });
});

describe("a long list", () => {
  it.each(["street", "long_one"])("is a combobox: typed, walked through and chosen by keys (%s)", (name) => {
    form.ask(`lists/${name}`, "Choose a street");
    const box = one("[role=combobox]");
    expect(box.getAttribute("aria-expanded")).toBe("false");
    type(box, "exAMple 1");
    expect(box.getAttribute("aria-expanded")).toBe("true");
    expect(one<HTMLElement>("[role=status]").textContent).toMatch(/^\d+ fit, \d+ are shown$/);
    press(box, "ArrowDown");
    press(box, "ArrowDown");
    press(box, "ArrowUp");
    const active = document.getElementById(box.getAttribute("aria-activedescendant") ?? "");
    expect(active?.textContent).toBe("1 Example Street");
    press(box, "Enter");
    expect(box.value).toBe("1 Example Street");
    expect(box.getAttribute("aria-expanded")).toBe("false");
    expect(form.answer(`lists/${name}`)).toBe("s1");
  });

  it("takes an entry that is typed in full, and never guesses at half a word", () => {
    form.ask("lists/street");
    const box = one("[role=combobox]");
    type(box, "12 example street");
    box.dispatchEvent(new FocusEvent("blur"));
    expect(form.answer("lists/street")).toBe("s12");
    type(box, "Somewhere");
    box.dispatchEvent(new FocusEvent("blur"));
    expect(form.answer("lists/street")).toBe("");
    expect(form.typed.list().map(({ words }) => words)).toEqual(["list-wrong"]);
    type(box, "");
    box.dispatchEvent(new FocusEvent("blur"));
    expect(form.typed.list()).toEqual([]);
  });

  it("of 2,000 choices puts no more than 50 on the page", async () => {
    const items = Array.from(
      { length: 2000 },
      (_, at) => `<item><itextId>street-1</itextId><name>t${at}</name></item>`,
    ).join("");
    const long = await openAll(
      "en",
      ALL_TYPES.replace(/(<instance id="street"><root>).*?(<\/root>)/, `$1${items}$2`),
    );
    long.ask("lists/street");
    type(one("[role=combobox]"), "e");
    expect(all("[role=option]")).toHaveLength(50);
    expect(one<HTMLElement>("[role=status]").textContent).toBe("2,000 fit, 50 are shown");
    long.close();
    long.form.dispose();
  });
});

describe("an order", () => {
  const order = () => all<HTMLElement>(".app-ranked__text").map((text) => text.textContent);

  it("is no answer until something moves or somebody keeps it as it stands", () => {
    form.ask("choices/order");
    expect(form.answer("choices/order")).toBe("");
    button("Keep this order").click();
    expect(form.answer("choices/order")).toBe("red green blue");
  });

  it("moves by two buttons, says where to, and keeps the focus on what moved", async () => {
    form.ask("choices/order", "Put them in order");
    expect(button("Move up: Red").disabled).toBe(true);
    button("Move up: Blue").click();
    await settled();
    expect(order()).toEqual(["Red", "Blue", "Green"]);
    expect(document.activeElement).toBe(button("Move up: Blue"));
    expect(one<HTMLElement>("p[role=status]").textContent).toBe("Blue: now 2 of 3");
    button("Move up: Blue").click();
    await settled();
    expect(document.activeElement).toBe(button("Move down: Blue"));
    expect(form.answer("choices/order")).toBe("blue red green");
    expect(document.body.textContent).toContain("Error: Put them in order");
  });
});

describe("an acknowledgement", () => {
  it("is ticked and taken back", () => {
    form.ask("outcome_page/explained");
    const box = one("input[type=checkbox]");
    box.click();
    expect(form.answer("outcome_page/explained")).toBe("OK");
    box.click();
    expect(form.answer("outcome_page/explained")).toBe("");
  });
});
