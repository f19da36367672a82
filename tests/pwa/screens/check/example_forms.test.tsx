// Forms of the kinds that the ODK projects publish as examples: each opens in the app, is filled in by its controls, and is saved.
// tests/server/forms/test_example_forms.py makes them and holds these files against what it makes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { FinishedForm } from "../../../../pwa/src/domain/draft";
import type { FormPhoto } from "../../../../pwa/src/forms/photo";
import "../../../../pwa/src/screens/check/check_screen";
import { type FakePhone, makePhone, makeVisit, VISIT_ID } from "../fake_phone";
import { heading, mountApp, press, until } from "../mounted_app";
import { all, chooseFile, settled, type } from "./asked";

Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });
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
/** What is worked out or the form's own. */
const NOT_TYPED = /^(start|device|fixed|audit|thanks|note_fruit|fruit|instanceID|instanceName)$/;

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

/** Of every question for a file; resolves when the phone has them. */
async function takePhotos(phone: FakePhone): Promise<void> {
  const before = savedPhotos(phone).length;
  const inputs = all("main form .app-file input[type=file]").filter(({ disabled }) => !disabled);
  const questions = new Map(inputs.map((input) => [input.closest("fieldset, .govuk-form-group"), input]));
  for (const input of questions.values()) chooseFile(input, "photo.jpg", "image/jpeg");
  await until(() => savedPhotos(phone).length === before + questions.size, "photos on the phone");
}

const savedPhotos = (phone: FakePhone) => phone.saved.filter(({ what }) => what === "photo");

async function fillForm(phone: FakePhone): Promise<FinishedForm> {
  app = mountApp(phone, `#/visit/${VISIT_ID}/check/try/0`);
  for (let page = 0; location.hash.endsWith(`/${page}`); page += 1) {
    const part = `Part ${page + 1} of`;
    await until(() => document.querySelector("main")?.textContent?.includes(part), part);
    await fillPage();
    await takePhotos(phone);
    all<HTMLButtonElement>("main form button[type=submit]").at(-1)?.click();
    await until(() => !location.hash.endsWith(`/${page}`), `what comes after page ${page}`);
  }
  await heading("Check your answers");
  await press("Save on this phone");
  const saved = await until(() => phone.saved.find(({ what }) => what === "submission"), "the saved form");
  return saved.values[0] as FinishedForm;
}

it.each(NAMES)("%s is opened, filled in and saved", async (name) => {
  const phone = makePhone([makeVisit()], readFileSync(join(FOLDER, `${name}.xml`), "utf8"));
  const { xml } = await fillForm(phone);
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const empty = [...root.querySelectorAll("*")].filter(
    (node) => node.children.length === 0 && !node.textContent && !NOT_TYPED.test(node.localName),
  );
  expect(empty.map(({ localName }) => localName)).toEqual([]);
  expect(xml).toContain("<instanceID>uuid:");
  const asked = name === "widgets" ? [root.querySelector("my_image")?.textContent] : [];
  expect(savedPhotos(phone).map(({ values }) => (values[2] as FormPhoto).name)).toEqual(asked);
});
