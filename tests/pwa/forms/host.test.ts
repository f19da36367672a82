// The host runs a real XForm in the real engine: prefill, draft and restore, meaning, photos, languages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEffect, createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import { type AnyNode, FormUnreadable, openForm, walk } from "../../../pwa/src/forms/host";
import { alertId } from "../../../pwa/src/forms/meaning";
import { listMissing, listPages } from "../../../pwa/src/forms/pages";
import type { Prefill } from "../../../pwa/src/forms/prefill";

const XFORM = readFileSync(join(import.meta.dirname, "small_form.xml"), "utf8");

const PREFILL: Prefill = {
  visit: { id: "v1", version: 3, field_versions: {}, fields: { resident_id: "r1" } },
  resident: {
    id: "r1",
    version: 7,
    field_versions: { mobile: 5 },
    fields: {
      first_name: 'Ann "Nan"',
      mobile: "07700 900001",
      address_lines: ["1 High St, Flat 2", "Line\nTwo"],
    },
  },
};

function open(draft: Parameters<typeof openForm>[0]["draft"] = null, prefill = PREFILL) {
  return openForm({ xform: XFORM, prefill, device_id: "d1", draft, language: "en" });
}

function find(form: Awaited<ReturnType<typeof open>>, reference: string): AnyNode {
  const found = [...walk(form.root.currentState.children)].find(
    (node) => node.currentState.reference === reference,
  );
  if (!found) throw new Error(`no node ${reference}`);
  return found;
}

function choose(form: Awaited<ReturnType<typeof open>>, reference: string, value: string): void {
  const node = find(form, reference);
  if (node.nodeType === "select") node.selectValue(value);
  else if (node.nodeType === "input") node.setValue(value as never);
}

const OUTCOME = "/data/outcome_page/outcome";

describe("opening a form", () => {
  it("fills an answer from the resident's row, quotes and line breaks included", async () => {
    const form = await open();
    choose(form, OUTCOME, "seen_needs");
    expect(form.answers().get("/data/needs/mobile")).toBe("07700 900001");
    form.dispose();
  });

  it("works without any row at all", async () => {
    const form = await open(null, {});
    choose(form, OUTCOME, "seen_needs");
    expect(form.answers().get("/data/needs/mobile")).toBe("");
    form.dispose();
  });

  it("keeps the version that a prefilled answer stood on", async () => {
    const form = await open();
    expect(form.bases["/data/needs/mobile"]).toEqual({
      entity_type: "resident",
      entity_id: "r1",
      field: "mobile",
      version: 5,
      value: "07700 900001",
    });
    form.dispose();
  });

  it("says in its own error that a text is no form", async () => {
    await expect(
      openForm({ xform: "<html/>", prefill: {}, device_id: "d", draft: null, language: "en" }),
    ).rejects.toThrow(FormUnreadable);
  });
});

describe("a draft", () => {
  it("comes back with the same instance id, answers and bases", async () => {
    const first = await open();
    choose(first, OUTCOME, "seen_needs");
    choose(first, "/data/needs/mobile", "07700 900002");
    const draft = { xml: first.xml(), bases: first.bases, photos: [] };
    const instanceId = first.instance_id;
    first.dispose();
    const newer: Prefill = {
      resident: { id: "r1", version: 9, field_versions: { mobile: 9 }, fields: { mobile: "x" } },
    };
    const second = await open(draft, newer);
    expect(second.instance_id).toBe(instanceId);
    expect(second.answers().get("/data/needs/mobile")).toBe("07700 900002");
    expect(second.bases["/data/needs/mobile"]?.version).toBe(5);
    second.dispose();
  });

  it("comes back with its photo", async () => {
    const first = await open();
    choose(first, OUTCOME, "seen_needs");
    const photo = {
      attachment_id: "a1",
      node: "/data/needs/photo",
      name: "a1.jpg",
      content_type: "image/jpeg",
      size: 3,
      sha256: "00",
      captured_at: "2026-11-23T10:00:00Z",
      bytes: new Uint8Array([1, 2, 3]).buffer,
    };
    first.setPhoto(find(first, "/data/needs/photo"), photo);
    expect(first.xml()).toContain("<photo>a1.jpg</photo>");
    const draft = { xml: first.xml(), bases: first.bases, photos: [photo] };
    first.dispose();
    const second = await open(draft);
    expect(second.answers().get("/data/needs/photo")).toBe("a1.jpg");
    second.setPhoto(find(second, "/data/needs/photo"), null);
    expect(second.answers().get("/data/needs/photo")).toBe("");
    expect(second.xml()).not.toContain("a1.jpg");
    second.dispose();
  });

  it("says when it ended only once it is finished, also where it was restored", async () => {
    const xform = XFORM.replace("<meta>", "<ended_at/><meta>").replace(
      '<bind nodeset="/data/meta/instanceID"',
      '<bind nodeset="/data/ended_at" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>$&',
    );
    expect(xform).toContain("jr:preloadParams");
    const source = { xform, prefill: PREFILL, device_id: "d1", language: "en" };
    const first = await openForm({ ...source, draft: null });
    const draft = { xml: first.xml(), bases: first.bases, photos: [] };
    expect(draft.xml).toContain("<ended_at/>");
    first.dispose();
    const second = await openForm({ ...source, draft });
    expect(second.finalise()).toMatch(/<ended_at>\d{4}-\d\d-\d\dT[^<]+<\/ended_at>/);
    expect(second.finalise()).toBe(second.finalise());
    second.dispose();
  });

  it("is noticed by an effect after every answer", async () => {
    const form = await open();
    const seen: string[] = [];
    const stop = createRoot((dispose) => {
      createEffect(() => seen.push(form.xml()));
      return dispose;
    });
    await Promise.resolve();
    choose(form, OUTCOME, "seen_no_needs");
    await Promise.resolve();
    expect(seen.at(-1)).toContain("<outcome>seen_no_needs</outcome>");
    expect(seen.length).toBeGreaterThan(1);
    stop();
    form.dispose();
  });
});

describe("what answers mean", () => {
  it("raises an alert for an outcome and for a safeguarding answer, and none for a no", async () => {
    const form = await open();
    choose(form, "/data/safe/concern", "no");
    expect(form.alerts()).toEqual([]);
    choose(form, "/data/safe/concern", "yes");
    choose(form, OUTCOME, "deceased");
    expect(form.alerts().map(({ kind, node }) => [kind, node])).toEqual([
      ["deceased", OUTCOME],
      ["safeguarding", "/data/safe/concern"],
    ]);
    form.dispose();
  });

  it("gives one alert the same id however often it is asked", () => {
    const instance = "uuid:0f0c6f4e-7b0c-4a3c-9b9e-111111111111";
    expect(alertId(instance, "/data/outcome")).toBe(alertId(instance, "/data/outcome"));
    expect(alertId(instance, "/data/outcome")).not.toBe(alertId(instance, "/data/other"));
  });
});

describe("pages", () => {
  it("shows only groups that matter, and what is missing on each", async () => {
    const form = await open();
    expect(listPages(form.root).map((page) => page.title)).toEqual(["What happened", "Concerns"]);
    choose(form, OUTCOME, "seen_needs");
    const pages = listPages(form.root);
    expect(pages.map((page) => page.title)).toEqual(["What happened", "Needs", "Concerns"]);
    choose(form, "/data/needs/people", "99");
    expect(listMissing(pages).map(({ reference, kind }) => [reference, kind])).toEqual([
      ["/data/outcome_page/note", "required"],
      ["/data/needs/people", "constraint"],
      ["/data/needs/explained", "required"],
    ]);
    form.dispose();
  });

  it("speaks the other language when asked", async () => {
    const form = await open();
    form.setLanguage("cy");
    expect(listPages(form.root)[0]?.title).toBe("Beth ddigwyddodd");
    form.setLanguage("xx");
    expect(listPages(form.root)[0]?.title).toBe("Beth ddigwyddodd");
    form.dispose();
  });
});
