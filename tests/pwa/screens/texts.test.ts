// Every text that a screen asks for exists, in each language, with the same values in it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SCREENS = join(process.cwd(), "pwa/src/screens");
const SOURCES = readdirSync(SCREENS, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(SCREENS, name), "utf8"));

function readCatalogue(code: string): Map<string, Set<string>> {
  const parts = [`${code}_desk`, `${code}_resident`, `${code}_push`];
  const files = code === "en" ? ["en", "en_locked", "en_later", ...parts] : [code, ...parts];
  const source = files
    .map((name) => readFileSync(join(process.cwd(), `pwa/texts/${name}.ftl`), "utf8"))
    .join("\n");
  const messages = source.split(/^(?=[a-z][\w-]* =)/m).filter((part) => /^[a-z][\w-]* =/.test(part));
  return new Map(
    messages.map((message) => [
      message.slice(0, message.indexOf(" ")),
      new Set([...message.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? "")),
    ]),
  );
}

const english = readCatalogue("en");
const asked = new Set(
  SOURCES.flatMap((source) => [...source.matchAll(/\bt\(\s*"([a-z0-9_-]+)"/g)].map(([, name]) => name ?? "")),
);

describe("the catalogues", () => {
  it("have every text that a screen asks for by name", () => {
    expect(asked.size).toBeGreaterThan(100);
    expect([...asked].filter((name) => !english.has(name))).toEqual([]);
  });

  it("say the same things in Welsh, with the same values", () => {
    const welsh = readCatalogue("cy");
    expect([...english.keys()].filter((name) => !welsh.has(name))).toEqual([]);
    expect([...welsh.keys()].filter((name) => !english.has(name))).toEqual([]);
    const differing = [...english].filter(([name, values]) => {
      const theirs = welsh.get(name) ?? new Set();
      return [...values].some((value) => !theirs.has(value));
    });
    expect(differing.map(([name]) => name)).toEqual([]);
  });
});
