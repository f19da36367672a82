// The shipped forms that close no visit, in the real engine: a call, a claim with photos, and where to get help.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AnyNode, type OpenForm, openForm, walk } from "../../../pwa/src/forms/host";
import type { Prefill } from "../../../pwa/src/forms/prefill";

const FOLDER = join(import.meta.dirname, "../../fixtures/forms");

const PREFILL: Prefill = {
  resident: {
    id: "resident-1",
    version: 7,
    field_versions: { mobile: 5 },
    fields: { mobile: "07700 900001" },
  },
  case: { id: "case-1", version: 2, field_versions: {}, fields: { status: "open" } },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-11-23T10:42:00Z"));
});
afterEach(() => vi.useRealTimers());

function open(name: string, language = "en", prefill = PREFILL): Promise<OpenForm> {
  const xform = readFileSync(join(FOLDER, `${name}.xml`), "utf8");
  return openForm({ xform, prefill, device_id: "device-1", draft: null, language });
}

function find(form: OpenForm, name: string): AnyNode {
  const found = [...walk(form.root.currentState.children)].find((node) =>
    node.currentState.reference.endsWith(`/${name}`),
  );
  if (!found) throw new Error(`${name} is not asked`);
  return found;
}

function answer(form: OpenForm, answers: Record<string, string>): void {
  for (const [name, value] of Object.entries(answers)) {
    const node = find(form, name);
    if (node.nodeType === "select") node.selectValues(value.split(" "));
    else if (node.nodeType === "input") node.setValue(value as never);
    else if (node.nodeType === "trigger") node.setValue(true as never);
  }
}

function listWrong(form: OpenForm): string[] {
  return form.root.validationState.violations.map(({ reference }) => reference.replace(/^.*\//, ""));
}

function isAsked(form: OpenForm, name: string): boolean {
  return [...walk(form.root.currentState.children)].some(({ currentState }) =>
    currentState.reference.endsWith(`/${name}`),
  );
}

function addPhoto(form: OpenForm, name: string): void {
  const node = find(form, name);
  form.setPhoto(node, {
    attachment_id: name,
    node: node.currentState.reference,
    name: `${name}.jpg`,
    content_type: "image/jpeg",
    bytes: new ArrayBuffer(3),
  } as never);
}

describe("a telephone contact", () => {
  it.each(["voicemail", "no_answer"])("is finished with %s alone", async (outcome) => {
    const form = await open("telephone_contact");
    answer(form, { contact_outcome: outcome });
    expect(listWrong(form)).toEqual([]);
    expect(form.alerts()).toEqual([]);
    form.dispose();
  });

  it("asks how they are after a call that was finished, and raises a concern at once", async () => {
    const form = await open("telephone_contact");
    answer(form, { contact_outcome: "callback_complete", spoke_to: "resident" });
    expect(form.answers().get("/data/finish/mobile")).toBe("07700 900001");
    expect(listWrong(form)).toContain("food_supply");
    answer(form, { concern: "yes" });
    expect(form.alerts().map(({ kind }) => kind)).toEqual(["safeguarding"]);
    answer(form, { food_wanted: "yes" });
    expect(isAsked(form, "food_agreed")).toBe(true);
    form.dispose();
  });

  it("wants the day of a call that was put off, not in the past", async () => {
    const form = await open("telephone_contact");
    answer(form, { contact_outcome: "call_rescheduled" });
    expect(listWrong(form)).toEqual(["call_again_on"]);
    answer(form, { call_again_on: "2026-11-22" });
    expect(listWrong(form)).toEqual(["call_again_on"]);
    answer(form, { call_again_on: "2026-11-24" });
    expect(listWrong(form)).toEqual([]);
    form.dispose();
  });
});

const CLAIM = {
  told_to_isolate: "yes",
  lost_pay: "yes",
  full_name: "Ann Testing",
  born_on: "1984-03-27",
  address: "1 High Street",
  postcode: "LL11 1AY",
  contact_way: "text",
  telephone: "07700 900001",
  isolated_from: "2026-11-10",
  isolated_until: "2026-11-20",
  trace_id: "ab12cd34",
  work_kind: "employed",
  employer: "Test Bakery, 01632 960001",
  pay_lost: "380.50",
  benefits: "none",
  account_name: "A Testing",
  sort_code: "30 94 30",
  account_number: "12345678",
  is_true: "OK",
};

describe("a claim for loss of income", () => {
  it("is complete with answers and a photo of the pay", async () => {
    const form = await open("loss_of_income", "en", {});
    answer(form, CLAIM);
    expect(listWrong(form)).toEqual(["pay_photo"]);
    addPhoto(form, "pay_photo");
    expect(listWrong(form)).toEqual([]);
    form.dispose();
  });

  it("asks for the message itself where there is no number", async () => {
    const form = await open("loss_of_income", "en", {});
    answer(form, { ...CLAIM, trace_id: "" });
    addPhoto(form, "pay_photo");
    expect(listWrong(form)).toEqual(["isolation_photo"]);
    form.dispose();
  });

  it.each([
    ["born_on", "2015-01-01"],
    ["postcode", "LL11"],
    ["telephone", "ask my son"],
    ["isolated_from", "2026-11-24"],
    ["isolated_until", "2026-11-09"],
    ["isolated_until", "2027-01-09"],
    ["trace_id", "123"],
    ["pay_lost", "0"],
    ["benefits", "none esa"],
    ["sort_code", "30943"],
    ["account_number", "123456789"],
  ])("does not take %s %s", async (name, value) => {
    const form = await open("loss_of_income", "en", {});
    answer(form, { ...CLAIM, [name]: value });
    expect(listWrong(form)).toContain(name);
    form.dispose();
  });

  it("says at once that there is no payment, and asks nothing more", async () => {
    const form = await open("loss_of_income", "cy", {});
    answer(form, { told_to_isolate: "yes", lost_pay: "no" });
    expect(isAsked(form, "full_name")).toBe(false);
    expect(find(form, "cannot_apply").currentState.label?.asString).toContain("Allwch chi ddim");
    expect(listWrong(form)).toEqual([]);
    form.dispose();
  });
});

const HOME = {
  pays_council_tax: "yes",
  home_kind: "council",
  adults: "2",
  not_counted: "none",
  age_band: "working_age",
  benefits: "none",
  savings: "under_6000",
  income_fell: "no",
};
const RESULTS = [
  "not_on_bill",
  "may_get_reduction",
  "single_discount",
  "nobody_counted",
  "band_reduction",
  "pension_credit",
  "universal_credit",
  "hardship",
  "nothing_found",
];

describe("help with Council Tax", () => {
  it.each([
    ["no discount", {}, ["nothing_found"]],
    ["one adult", { adults: "1" }, ["single_discount"]],
    ["a student beside one other", { not_counted: "student", adults_not_counted: "1" }, ["single_discount"]],
    ["students only", { not_counted: "student", adults_not_counted: "2" }, ["nobody_counted"]],
    ["Universal Credit", { benefits: "universal_credit" }, ["may_get_reduction", "universal_credit"]],
    ["a disability benefit alone", { benefits: "disability" }, ["nothing_found"]],
    ["savings that are too high", { benefits: "universal_credit", savings: "over_16000" }, ["nothing_found"]],
    [
      "Pension Credit with savings",
      { age_band: "pension_age", benefits: "pension_credit", savings: "over_16000" },
      ["may_get_reduction"],
    ],
    ["pension age without Pension Credit", { age_band: "pension_age" }, ["pension_credit"]],
    ["arrears", { income_fell: "yes" }, ["may_get_reduction", "hardship"]],
    ["a wheelchair", { adapted: "wheelchair" }, ["band_reduction"]],
  ])("signposts %s", async (_what, changes, results) => {
    const form = await open("council_tax_support", "en", {});
    answer(form, { ...HOME, ...changes });
    expect(RESULTS.filter((name) => isAsked(form, name))).toEqual(results);
    expect(listWrong(form)).toEqual([]);
    form.dispose();
  });

  it("tells somebody who is not on the bill so, and asks nothing more", async () => {
    const form = await open("council_tax_support", "en", {});
    answer(form, { pays_council_tax: "no" });
    expect(RESULTS.filter((name) => isAsked(form, name))).toEqual(["not_on_bill"]);
    expect(listWrong(form)).toEqual([]);
    form.dispose();
  });
});
