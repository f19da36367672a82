// The golden cases of form logic (forms/*.json) on the real engine; tests/contract/test_forms.py reads the same on the server.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AnyNode, type OpenForm, openForm } from "../../pwa/src/forms/host";
import type { Prefill } from "../../pwa/src/forms/prefill";

interface GoldenCase {
  name: string;
  /** The instance as it was filled: what stands inside `<data>`. */
  instance: string;
  /** Shorthand for a calculation of /data/result and what it gives. */
  expression?: string;
  gives?: string;
  binds?: Record<string, Record<string, string>>;
  body?: string;
  repeats?: string[];
  lists?: Record<string, Record<string, string>[]>;
  rows?: Record<string, Record<string, string>>;
  /** The day on which it was filled; 2026-11-23 when it does not matter. */
  on?: string;
  expect?: {
    values?: Record<string, string>;
    required?: string[];
    constraint?: string[];
    irrelevant?: string[];
  };
  /** The server cannot know it: the phone alone decides. */
  not_checkable?: boolean;
  /** How the engine differs from the specification. The engine is what officers see, so it counts. */
  differs?: string;
}

const FOLDER = join(import.meta.dirname, "forms");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const ALWAYS = "<meta><instanceID/></meta>";

function read(file: string): GoldenCase[] {
  return JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as GoldenCase[];
}

function writeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The XForm of a case, as `make_xform` of tests/factories/golden_forms.py writes it. */
function makeXform(golden: GoldenCase): string {
  const binds = { ...golden.binds };
  if (golden.expression !== undefined) binds["/data/result"] = { calculate: golden.expression };
  const lists = Object.entries(golden.lists ?? {}).map(([name, items]) => {
    const rows = items.map(
      (item) =>
        `<item>${Object.entries(item)
          .map(([key, value]) => `<${key}>${writeText(value)}</${key}>`)
          .join("")}</item>`,
    );
    return `<instance id="${name}"><root>${rows.join("")}</root></instance>`;
  });
  const rows = Object.keys(golden.rows ?? {}).map(
    (name) => `<instance id="${name}" src="jr://file-csv/${name}.csv"/>`,
  );
  const bound = Object.entries(binds).map(
    ([path, said]) =>
      `<bind nodeset="${path}" ${Object.entries(said)
        .map(([key, value]) => `${key}="${writeText(value)}"`)
        .join(" ")}/>`,
  );
  const repeats = (golden.repeats ?? []).map(
    (path) => `<group ref="${path}"><repeat nodeset="${path}"/></group>`,
  );
  const result = golden.expression === undefined ? "" : "<result/>";
  return (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" ' +
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">' +
    `<h:head><h:title>Golden</h:title><model><instance><data id="golden">${golden.instance}${result}${ALWAYS}</data></instance>` +
    `${lists.join("")}${rows.join("")}${bound.join("")}<bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/>` +
    `</model></h:head><h:body>${golden.body ?? ""}${repeats.join("")}</h:body></h:html>`
  );
}

function makePrefill(golden: GoldenCase): Prefill {
  const rows = Object.entries(golden.rows ?? {}).map(([name, { id = "", ...fields }]) => [
    name,
    { id, version: 1, field_versions: {}, fields },
  ]);
  return Object.fromEntries(rows) as Prefill;
}

function* everyNode(nodes: readonly AnyNode[]): Generator<AnyNode> {
  for (const node of nodes) {
    yield node;
    yield* everyNode((node.currentState.children ?? []) as readonly AnyNode[]);
  }
}

function observe(form: OpenForm) {
  const nodes = [...everyNode(form.root.currentState.children)];
  const violations = form.root.validationState.violations;
  const named = (condition: string) =>
    violations.filter((one) => one.violation.condition === condition).map((one) => one.reference);
  return {
    values: new Map(
      nodes.flatMap((node) =>
        "instanceValue" in node.currentState
          ? [[node.currentState.reference, String(node.currentState.instanceValue ?? "")] as const]
          : [],
      ),
    ),
    irrelevant: nodes
      .filter((node) => !node.currentState.relevant && !node.nodeType.startsWith("repeat-range"))
      .map((node) => node.currentState.reference),
    required: named("required"),
    constraint: named("constraint"),
  };
}

describe.each(FILES)("form logic, %s", (file) => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => vi.useRealTimers());

  it.each(read(file))("$name", async (golden) => {
    vi.setSystemTime(new Date(`${golden.on ?? "2026-11-23"}T10:42:00Z`));
    const form = await openForm({
      xform: makeXform(golden),
      prefill: makePrefill(golden),
      device_id: "device",
      draft: null,
      language: "en",
    });
    const seen = observe(form);
    const wanted = { ...golden.expect };
    if (golden.gives !== undefined) wanted.values = { "/data/result": golden.gives };
    for (const [node, value] of Object.entries(wanted.values ?? {}))
      expect([node, seen.values.get(node)]).toEqual([node, value]);
    for (const part of ["required", "constraint", "irrelevant"] as const) {
      if (wanted[part] || golden.expect)
        expect([part, seen[part].sort()]).toEqual([part, [...(wanted[part] ?? [])].sort()]);
    }
    form.dispose();
  });
});

describe("the golden cases", () => {
  it("are many, and each has a name of its own", () => {
    const names = FILES.flatMap((file) => read(file).map((golden) => golden.name));
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(new Set(names).size).toBe(names.length);
  });
});
