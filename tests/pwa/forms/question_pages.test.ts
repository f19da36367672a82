// A form one question at a time: notes with the question that follows, tables and repeats whole, what is not asked left out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenForm, openForm, walk } from "../../../pwa/src/forms/host";
import { labelOf, listPages } from "../../../pwa/src/forms/pages";
import { listQuestionPages } from "../../../pwa/src/forms/question_pages";

const FORMS = join(import.meta.dirname, "../../fixtures/forms");
let form: OpenForm | undefined;
afterEach(() => form?.dispose());

async function open(name: string): Promise<OpenForm> {
  const xform = readFileSync(join(FORMS, `${name}.xml`), "utf8");
  form = await openForm({ xform, prefill: {}, device_id: "link", draft: null, language: "en" });
  return form;
}

function choose(reference: string, value: string): void {
  const node = [...walk(form?.root.currentState.children ?? [])].find(
    (one) => one.currentState.reference === `/data/${reference}`,
  );
  if (node?.nodeType !== "select") throw new Error(`no choice at ${reference}`);
  node.selectValue(value);
}

const shown = (one: OpenForm) =>
  listQuestionPages(one.root).map(({ title, nodes }) => [title, nodes.map(({ nodeType }) => nodeType)]);

describe("the claim for loss of income", () => {
  it("asks one thing at a time, with its opening words above the first question", async () => {
    expect(shown(await open("loss_of_income"))).toEqual([
      ["Check if you can apply", ["note", "select"]],
      ["Did you lose pay because of it?", ["select"]],
    ]);
  });

  it("says on a page of its own that somebody cannot apply, and asks no more", async () => {
    const one = await open("loss_of_income");
    choose("check/told_to_isolate", "no");
    expect(shown(one).at(-1)).toEqual(["Check if you can apply", ["note"]]);
  });

  it("goes on with every question of every group once they can, the heading being the question", async () => {
    const one = await open("loss_of_income");
    choose("check/told_to_isolate", "yes");
    choose("check/lost_pay", "yes");
    const pages = listQuestionPages(one.root);
    const asked = pages.flatMap(({ nodes }) => nodes.filter(({ nodeType }) => nodeType !== "note"));
    const byGroups = listPages(one.root).flatMap(({ nodes }) =>
      nodes.filter(({ nodeType }) => nodeType !== "note"),
    );
    expect(asked.map(({ nodeId }) => nodeId)).toEqual(byGroups.map(({ nodeId }) => nodeId));
    expect(pages.every(({ nodes }) => nodes.filter(({ nodeType }) => nodeType !== "note").length <= 1)).toBe(
      true,
    );
    const name = pages.find(({ title }) => title === "What is your full name?");
    expect([name?.section, name?.question !== null]).toEqual(["About you", true]);
    expect(name?.groups.map(labelOf)).toEqual(["About you"]);
  });
});

describe("the form that asks everything", () => {
  it("keeps rows of choices under one heading, and turns of a repeat, on one page each", async () => {
    const one = await open("all_question_types");
    const pages = listQuestionPages(one.root);
    const tables = pages.filter(({ nodes }) => nodes.some(({ nodeType }) => nodeType === "group"));
    expect(tables.length).toBeGreaterThan(0);
    expect(pages.some(({ nodes }) => nodes.some(({ nodeType }) => nodeType.startsWith("repeat-range")))).toBe(
      true,
    );
    expect(new Set(pages.map(({ key }) => key)).size).toBe(pages.length);
  });
});
