// The golden labels (labels/labels.json) on the real engine: what a phone calls a question, and what it shows of it.
// tests/contract/test_labels.py reads the same on the server.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "solid-js/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenForm, openForm } from "../../pwa/src/forms/host";
import { labelOf, listMissing, listPages } from "../../pwa/src/forms/pages";
import { MarkedText } from "../../pwa/src/screens/check/marked_text";

interface GoldenLabel {
  name: string;
  marked: string;
  plain: string;
}

const GOLDEN = JSON.parse(
  readFileSync(join(import.meta.dirname, "labels/labels.json"), "utf8"),
) as GoldenLabel[];
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const WITH_ANSWERS = '<label><output value="/data/said"/>\n1. What of <output value="/data/said"/>?</label>';

let form: OpenForm;

beforeAll(async () => {
  const nodes = GOLDEN.map((_, at) => `<q${at}/>`).join("");
  const body = GOLDEN.map(
    ({ marked }, at) => `<input ref="/data/q${at}"><label>${escaped(marked)}</label></input>`,
  );
  const xform =
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">' +
    `<h:head><h:title>Labels</h:title><model><instance><data id="labels">${nodes}<said>2. **Two**</said><last/><meta><instanceID/></meta></data></instance>` +
    '<bind nodeset="/data/last" required="true()" jr:requiredMsg="3. **Say** it"/>' +
    '<bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/></model></h:head>' +
    `<h:body>${body.join("")}<input ref="/data/last">${WITH_ANSWERS}</input></h:body></h:html>`;
  form = await openForm({ xform, prefill: {}, device_id: "d1", draft: null, language: "en" });
});
afterAll(() => form.dispose());

/** What is read on the page, each block and each line by itself. */
function readAloud(at: number, inline: boolean): string {
  const page = document.createElement("div");
  const dispose = render(
    () => (
      <MarkedText range={form.root.currentState.children[at]?.currentState.label ?? null} inline={inline} />
    ),
    page,
  );
  for (const block of page.querySelectorAll("br, p, li, .app-marked-line, .app-marked-heading"))
    block.replaceWith(` ${block.textContent} `);
  const said = page.textContent.replace(/\s+/g, " ").trim();
  dispose();
  return said;
}

describe.each([...GOLDEN.entries()])("label %i", (at, { name, plain }) => {
  it(`${name}: a phone calls it so`, () => {
    const node = form.root.currentState.children[at];
    expect(node && labelOf(node)).toBe(plain);
  });

  it.each([true, false])(`${name}: and shows the same words, inside a label: %s`, (inline) => {
    expect(readAloud(at, inline)).toBe(plain);
  });
});

it("an answer inside a label keeps its number too", () => {
  expect(readAloud(GOLDEN.length + 1, true)).toBe("2. Two 1. What of 2. Two?");
});

it("what an author says of a missing answer is read the same way", () => {
  expect(listMissing(listPages(form.root)).map(({ message }) => message)).toEqual(["3. Say it"]);
});
