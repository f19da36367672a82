// Forms of the kinds that the ODK projects publish as examples: each opens in the app, is filled in by its controls, and is saved.
// tests/server/forms/test_example_forms.py makes them and holds these files against what it makes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { FinishedForm } from "../../../../pwa/src/domain/draft";
import "../../../../pwa/src/screens/check/check_screen";
import { type FakePhone, makePhone, makeVisit, VISIT_ID } from "../fake_phone";
import { heading, mountApp, press, until } from "../mounted_app";
import { all, settled, type } from "./asked";

Object.assign(globalThis, { scrollTo: () => undefined });
const FOLDER = join(import.meta.dirname, "../../../fixtures/forms/examples");
const NAMES = readdirSync(FOLDER).map((name) => name.replace(".xml", ""));
const BOXES: Readonly<Record<string, string>> = {
  day: "1",
  month: "3",
  year: "2026",
  hour: "9",
  minute: "5",
};
/** Names of questions, and what is typed into them where a number would not do. */
const WORDS: Readonly<Record<string, string>> = {
  way: "51.5 -0.1\n51.6 -0.2",
  field: "51.5 -0.1\n51.6 -0.1\n51.6 -0.2",
  number: "2",
};
/** A photo is taken, not typed; the rest is worked out or the form's own. */
const NOT_TYPED = /^(my_image|start|device|fixed|audit|thanks|note_fruit|fruit|instanceID|instanceName)$/;

let app: ReturnType<typeof mountApp> | undefined;
afterEach(() => app?.dispose());

function fillBoxes(): void {
  for (const box of all<HTMLInputElement | HTMLTextAreaElement>("main form input, main form textarea")) {
    if (box.value || /^(radio|checkbox|file|range)$/.test(box.type) || box.disabled || box.readOnly) continue;
    const [last = ""] = /[^-]+$/.exec(box.id) ?? [];
    type(box, BOXES[last] ?? WORDS[last] ?? "3");
  }
}

function choose(): void {
  const seen = new Set<string>();
  for (const box of all("main form input[type=radio], main form input[type=checkbox]")) {
    const isAnswered = all(`input[name="${box.name}"]`).some(({ checked }) => checked);
    if (!seen.has(box.name) && !isAnswered) box.click();
    seen.add(box.name);
  }
  for (const menu of all<HTMLSelectElement>("main form select")) {
    if (menu.value) continue;
    menu.selectedIndex = 1;
    menu.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const scale of all("main form input[type=range]")) type(scale, "3");
}

/** Until answering makes nothing new to answer. */
async function fillPage(): Promise<void> {
  for (let before = ""; before !== shape(); ) {
    before = shape();
    fillBoxes();
    choose();
    await settled();
  }
}

const shape = () =>
  all("main form input, main form select, main form textarea")
    .map(({ id }) => id)
    .join();

async function fillForm(phone: FakePhone): Promise<string> {
  app = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
  for (let page = 0; location.hash.endsWith(`/${page}`); page += 1) {
    const part = `Part ${page + 1} of`;
    await until(() => document.querySelector("main")?.textContent?.includes(part), part);
    await fillPage();
    all<HTMLButtonElement>("main form button[type=submit]").at(-1)?.click();
    await until(() => !location.hash.endsWith(`/${page}`), `what comes after page ${page}`);
  }
  await heading("Check your answers");
  await press("Save on this phone");
  const saved = await until(() => phone.saved.find(({ what }) => what === "submission"), "the saved form");
  return (saved.values[0] as FinishedForm).xml;
}

it.each(NAMES)("%s is opened, filled in and saved", async (name) => {
  const xml = await fillForm(makePhone([makeVisit()], readFileSync(join(FOLDER, `${name}.xml`), "utf8")));
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const empty = [...root.querySelectorAll("*")].filter(
    (node) => node.children.length === 0 && !node.textContent && !NOT_TYPED.test(node.localName),
  );
  expect(empty.map(({ localName }) => localName)).toEqual([]);
  expect(xml).toContain("<instanceID>uuid:");
});
