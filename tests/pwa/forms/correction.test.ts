// A correction begins with one's own answers, and never with what must not be read again.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCorrection } from "../../../pwa/src/forms/correction";
import { type AnyNode, openForm, walk } from "../../../pwa/src/forms/host";
import type { FormPhoto } from "../../../pwa/src/forms/photo";
import type { Prefill } from "../../../pwa/src/forms/prefill";

const XFORM = readFileSync(join(import.meta.dirname, "small_form.xml"), "utf8");
const PREFILL: Prefill = {
  visit: { id: "v1", version: 3, field_versions: {}, fields: { resident_id: "r1" } },
  resident: { id: "r1", version: 7, field_versions: { mobile: 5 }, fields: { mobile: "07700 900001" } },
};
const OUTCOME = "/data/outcome_page/outcome";
const PHOTO: FormPhoto = {
  attachment_id: "a1",
  node: "/data/needs/photo",
  name: "a1.jpg",
  content_type: "image/jpeg",
  size: 3,
  sha256: "00",
  captured_at: "2026-11-23T10:00:00Z",
  bytes: new Uint8Array([1, 2, 3]).buffer,
};

type Form = Awaited<ReturnType<typeof openForm>>;

function open(draft: Parameters<typeof openForm>[0]["draft"] = null): Promise<Form> {
  return openForm({ xform: XFORM, prefill: PREFILL, device_id: "d1", draft, language: "en" });
}

function find(form: Form, reference: string): AnyNode {
  const found = [...walk(form.root.currentState.children)].find(
    (node) => node.currentState.reference === reference,
  );
  if (!found) throw new Error(`no node ${reference}`);
  return found;
}

function answer(form: Form, reference: string, value: string): void {
  const node = find(form, reference);
  if (node.nodeType === "select") node.selectValue(value);
  else if (node.nodeType === "input") node.setValue(value as never);
}

async function saveAnswers(outcome: string): Promise<{ xml: string; instance_id: string }> {
  const form = await open();
  answer(form, OUTCOME, outcome);
  if (outcome === "seen_needs") {
    answer(form, "/data/needs/mobile", "07700 900002");
    form.setPhoto(find(form, "/data/needs/photo"), PHOTO);
    answer(form, "/data/safe/concern", "yes");
  } else answer(form, "/data/outcome_page/note", "The neighbour told me");
  const saved = { xml: form.xml(), instance_id: form.instance_id };
  form.dispose();
  return saved;
}

function correct(xml: string) {
  const own = { form_id: "try", form_version_id: "f1", xml, photo_names: ["a1.jpg"] };
  return startCorrection(XFORM, own, PREFILL);
}

describe("a correction", () => {
  it("has the answers of before under an id of its own, without photos and what was said of danger", async () => {
    const saved = await saveAnswers("seen_needs");
    expect(saved.xml).toContain("a1.jpg");
    const started = correct(saved.xml);
    const form = await open({ xml: started.xml, bases: started.bases, photos: [] });
    expect(form.instance_id).toBe(started.instance_id);
    expect(form.instance_id).not.toBe(saved.instance_id);
    expect(form.answers().get(OUTCOME)).toBe("seen_needs");
    expect(form.answers().get("/data/needs/mobile")).toBe("07700 900002");
    expect(form.answers().get("/data/safe/concern")).toBe("");
    expect(form.answers().get("/data/needs/photo")).toBe("");
    expect(form.alerts()).toEqual([]);
    form.dispose();
  });

  it("stands on one's own answer where that recorded something: going back to the old one is an edit", async () => {
    const { bases } = correct((await saveAnswers("seen_needs")).xml);
    expect(bases["/data/needs/mobile"]).toMatchObject({ version: 5, value: "07700 900002" });
  });

  it("asks an outcome that is an alert again, or it would be raised by opening the form", async () => {
    const { xml, bases } = correct((await saveAnswers("deceased")).xml);
    const form = await open({ xml, bases, photos: [] });
    expect(form.answers().get(OUTCOME)).toBe("");
    expect(form.answers().get("/data/outcome_page/note")).toBe("The neighbour told me");
    expect(form.alerts()).toEqual([]);
    form.dispose();
  });
});
