// The shipped forms, as the server converts them, run in the real engine: prefill, the short way through, alerts, Welsh.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AnyNode, type OpenForm, openForm, walk } from "../../../pwa/src/forms/host";
import type { Prefill } from "../../../pwa/src/forms/prefill";

const FOLDER = join(import.meta.dirname, "../../fixtures/forms");
const OUTCOME = "/data/outcome_page/outcome";

const PREFILL: Prefill = {
  visit: {
    id: "visit-1",
    version: 3,
    field_versions: {},
    fields: { resident_id: "resident-1", case_id: "case-1" },
  },
  resident: {
    id: "resident-1",
    version: 7,
    field_versions: { mobile: 5 },
    fields: { first_name: "Ann", last_name: "Testing", mobile: "07700 900001, or ask her son" },
  },
  case: { id: "case-1", version: 2, field_versions: {}, fields: { next_contact_on: null, status: "open" } },
  officer: { id: "officer-1", version: 1, field_versions: {}, fields: { name: "Olu Officer" } },
};

function open(name: string, language = "en"): Promise<OpenForm> {
  const xform = readFileSync(join(FOLDER, `${name}.xml`), "utf8");
  return openForm({ xform, prefill: PREFILL, device_id: "device-1", draft: null, language });
}

function find(form: OpenForm, reference: string): AnyNode {
  const found = [...walk(form.root.currentState.children)].find(
    (node) => node.currentState.reference === reference,
  );
  if (!found) throw new Error(`no node ${reference}`);
  return found;
}

function choose(form: OpenForm, reference: string, ...values: string[]): void {
  const node = find(form, reference);
  if (node.nodeType === "select") node.selectValues(values);
  else if (node.nodeType === "input") node.setValue(values[0] as never);
}

function listPageNames(form: OpenForm): string[] {
  return form.root.currentState.children
    .filter((node) => node.nodeType === "group" && node.currentState.relevant)
    .map((node) => node.currentState.reference.replace("/data/", ""))
    .filter((name) => name !== "meta");
}

function listViolations(form: OpenForm): string[] {
  return form.root.validationState.violations.map((violation) => violation.reference);
}

describe("the welfare check", () => {
  it("knows whom and what it is about, and shows the mobile number as the council has it", async () => {
    const form = await open("welfare_check");
    choose(form, OUTCOME, "seen_no_needs");
    const answers = form.answers();
    expect(answers.get("/data/visit_id")).toBe("visit-1");
    expect(answers.get("/data/resident_id")).toBe("resident-1");
    expect(answers.get("/data/case_id")).toBe("case-1");
    expect(answers.get("/data/officer_id")).toBe("officer-1");
    expect(answers.get("/data/finish/mobile")).toBe("07700 900001, or ask her son");
    choose(form, "/data/finish/mobile", "07700 900002");
    choose(form, OUTCOME, "seen_needs");
    expect(form.answers().get("/data/finish/mobile")).toBe("07700 900002");
    choose(form, "/data/finish/mobile", "");
    expect(form.answers().get("/data/finish/mobile")).toBe("");
    form.dispose();
  });

  it("has nothing left to answer after seen_no_needs, and one page more", async () => {
    const form = await open("welfare_check");
    choose(form, OUTCOME, "seen_no_needs");
    expect(listPageNames(form)).toEqual(["outcome_page", "finish"]);
    expect(listViolations(form)).toEqual([]);
    form.dispose();
  });

  it.each(["unsafe_withdrew", "emergency_999"])(
    "is complete with %s alone, raises it and still has room for a note",
    async (outcome) => {
      const form = await open("welfare_check");
      choose(form, OUTCOME, outcome);
      expect(listViolations(form)).toEqual([]);
      expect(form.alerts().map((alert) => alert.kind)).toEqual([outcome]);
      expect(listPageNames(form)).toEqual(["outcome_page", "note_page"]);
      form.dispose();
    },
  );

  it("asks each need, and agreement for what a voluntary body would hear of", async () => {
    const form = await open("welfare_check");
    choose(form, OUTCOME, "seen_needs");
    expect(listPageNames(form)).not.toContain("sharing");
    choose(form, "/data/food/food_wanted", "yes");
    expect(listPageNames(form)).toContain("sharing");
    expect(find(form, "/data/sharing/food_agreed").currentState.required).toBe(true);
    choose(form, "/data/concern_page/concern", "yes");
    expect(form.alerts().map((alert) => alert.kind)).toEqual(["safeguarding"]);
    form.dispose();
  });

  it("asks for agreement before each photo", async () => {
    const form = await open("welfare_check");
    choose(form, OUTCOME, "seen_needs");
    const shown = () =>
      [...walk(form.root.currentState.children)].filter((node) => node.nodeType === "upload").length;
    expect(shown()).toBe(0);
    choose(form, "/data/photos/photo_1_agreed", "yes");
    expect(shown()).toBe(1);
    form.setPhoto(find(form, "/data/photos/photo_1"), {
      attachment_id: "a1",
      node: "/data/photos/photo_1",
      name: "a1.jpg",
      content_type: "image/jpeg",
      bytes: new ArrayBuffer(3),
    } as never);
    choose(form, "/data/photos/photo_2_agreed", "yes");
    expect(shown()).toBe(2);
    form.dispose();
  });

  it("has every page in Welsh", async () => {
    const form = await open("welfare_check", "cy");
    expect(find(form, OUTCOME).currentState.label?.asString).toBe("Beth ddigwyddodd?");
    form.dispose();
  });
});

describe("no reply", () => {
  it("does not take a letter without a check, and proposes the concern instead", async () => {
    const form = await open("no_reply");
    choose(form, OUTCOME, "no_reply_letter");
    choose(form, "/data/note_page/visit_note", "Curtains open, nobody came.");
    expect(listViolations(form)).toEqual(["/data/door_checks/checks_done"]);
    choose(form, "/data/door_checks/checks_done", "none_possible");
    expect(listViolations(form)).toEqual(["/data/door_checks/checks_done"]);
    expect(find(form, "/data/door_checks/propose_concern").currentState.relevant).toBe(true);
    choose(form, "/data/door_checks/checks_done", "windows", "slip");
    expect(listViolations(form)).toEqual([]);
    form.dispose();
  });

  it("takes a concern when nothing could be checked, and raises it", async () => {
    const form = await open("no_reply");
    choose(form, OUTCOME, "no_reply_concern");
    choose(form, "/data/door_checks/checks_done", "none_possible");
    choose(form, "/data/door_checks/concern_signs", "no_check_possible");
    choose(form, "/data/note_page/visit_note", "Gate locked.");
    expect(listViolations(form)).toEqual([]);
    expect(form.alerts().map((alert) => alert.kind)).toEqual(["no_reply_concern"]);
    form.dispose();
  });
});
