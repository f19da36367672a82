// The worker of residents' pages keeps one page that is the same for everybody, and shows it only where the council cannot be reached.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerEvidence, dropOldPages, keepPage } from "../../service_worker/evidence_pages";

const KEPT = { edition: "new", page: "/e/waiting?lang=cy", files: ["/assets/assets/office-1.css"] };
const CODE = "https://council.example/e/NmVWk4f0u1";
const stores = new Map<string, Map<string, Response>>();
let answer: (address: string) => Promise<Response>;

beforeEach(() => {
  stores.clear();
  answer = async (address) => new Response(`network ${address}`);
  vi.stubGlobal("self", { location: new URL("https://council.example/e/service_worker.js") });
  vi.stubGlobal("fetch", (asked: string | { url: string }) =>
    answer(typeof asked === "string" ? asked : asked.url),
  );
  vi.stubGlobal("caches", {
    open: async (name: string) => {
      const kept = stores.get(name) ?? stores.set(name, new Map()).get(name);
      return {
        match: async (url: string) => kept?.get(url)?.clone(),
        put: async (url: string, response: Response) => void kept?.set(url, response),
      };
    },
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ask = (url: string, parts: { method?: string; mode?: string } = {}) =>
  answerEvidence({ url, method: "GET", mode: "navigate", ...parts } as Request, KEPT);
const words = async (url: string) => (await ask(url))?.text();

test("without a line, and on one that brings nothing, any page of a link is the one page; with one it is the council's own", async () => {
  await keepPage(KEPT);
  expect(await words(CODE)).toBe(`network ${CODE}`);
  answer = async () => new Response("This link does not open", { status: 404 });
  expect(await words(CODE)).toBe("This link does not open");
  answer = () => Promise.reject(new TypeError("no line"));
  expect(await words(CODE)).toBe("network /e/waiting?lang=cy");
  expect(await words("https://council.example/assets/assets/office-1.css")).toBeUndefined(); // opened as a page
  vi.useFakeTimers();
  answer = () => new Promise(() => undefined);
  const slow = words(CODE);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await slow).toBe("network /e/waiting?lang=cy");
});

test("nothing but that page and its files is ever kept, and no address of a link", async () => {
  await keepPage(KEPT);
  await words(CODE);
  await words("https://council.example/e/evidence/1");
  expect([...stores].map(([name, kept]) => [name, [...kept.keys()]])).toEqual([
    ["doorstep-evidence-new", [KEPT.page, ...KEPT.files]],
  ]);
});

test("what is posted, sent in pieces, or none of these pages passes the worker by", () => {
  expect(ask(CODE, { method: "POST" })).toBeNull();
  expect(ask("https://council.example/files/1", { mode: "cors" })).toBeNull();
  expect(ask("https://council.example/app/")).toBeNull();
  expect(ask("https://elsewhere.example/e/evidence")).toBeNull();
  expect(ask("https://council.example/e/evidence", { mode: "cors" })).toBeNull();
});

test("an edition is kept whole or not at all, and takes the place of the one before, never of the app", async () => {
  stores.set("doorstep-evidence-old", new Map());
  stores.set("doorstep-app-1", new Map());
  answer = async (address) => new Response("", { status: address.startsWith("/assets") ? 404 : 200 });
  await expect(keepPage(KEPT)).rejects.toThrow("404");
  expect([...stores.keys()]).toEqual(["doorstep-evidence-old", "doorstep-app-1"]);
  answer = async () => new Response("whole");
  await keepPage(KEPT);
  await dropOldPages(KEPT);
  expect([...stores.keys()]).toEqual(["doorstep-app-1", "doorstep-evidence-new"]);
});
