// What the engine makes of the shipped forms when they are filled: the XML that the server's checks (test_filled_forms.py) find nothing in.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openForm, walk } from "../../pwa/src/forms/host";
import type { Prefill } from "../../pwa/src/forms/prefill";
import filled from "./filled_forms/answers.json";

const PREFILL: Prefill = {
  visit: { id: "v1", version: 3, field_versions: {}, fields: { resident_id: "r1", case_id: "c1" } },
  resident: { id: "r1", version: 7, field_versions: { mobile: 5 }, fields: { mobile: "07700 900001" } },
  case: { id: "c1", version: 2, field_versions: {}, fields: { status: "open" } },
  officer: { id: "o1", version: 1, field_versions: {}, fields: { name: "Olu Officer" } },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-11-23T10:42:00Z"));
});
afterEach(() => vi.useRealTimers());

describe("a filled form", () => {
  it.each(filled)("$name, as the phone sends it", async ({ name, form_id, answers }) => {
    const xform = readFileSync(join(import.meta.dirname, "../fixtures/forms", `${form_id}.xml`), "utf8");
    const form = await openForm({ xform, prefill: PREFILL, device_id: "d1", draft: null, language: "en" });
    for (const [question, answer] of Object.entries(answers)) {
      const node = [...walk(form.root.currentState.children)].find(({ currentState }) =>
        currentState.reference.endsWith(`/${question}`),
      );
      if (node?.nodeType === "select") node.selectValues(answer.split(" "));
      else if (node?.nodeType === "input") node.setValue(answer as never);
      else if (node?.nodeType === "trigger") node.setValue(true as never);
      else if (node?.nodeType === "upload") {
        const photo = { name: answer, node: node.currentState.reference, content_type: "image/jpeg" };
        form.setPhoto(node, { ...photo, bytes: new ArrayBuffer(3) } as never);
      } else throw new Error(`${question} is not asked`);
    }
    expect(form.root.validationState.violations.map(({ reference }) => reference)).toEqual([]);
    const xml = form
      .xml()
      .replace(form.instance_id, "uuid:11111111-2222-4333-8444-555555555555")
      .replaceAll(/>[^<>]*\.jpg</g, ">photo.jpg<");
    await expect(`${xml}\n`).toMatchFileSnapshot(join(import.meta.dirname, "filled_forms", `${name}.xml`));
    form.dispose();
  });
});
