// The worker holds a whole build or none, answers only for the app, and never keeps the council's data.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

class CacheFixture {
  readonly kept = new Map<string, Response>();
  match = async (url: string) => this.kept.get(url)?.clone();
  put = async (url: string, response: Response) => void this.kept.set(url, response);
}

const stores = new Map<string, CacheFixture>();
let fetched: string[] = [];
let missing = "";

beforeEach(() => {
  stores.clear();
  fetched = [];
  missing = "";
  vi.stubGlobal("__BUILD_VERSION__", "new");
  vi.stubGlobal("__PRECACHE__", [
    { url: "/app/", hash: "1" },
    { url: "/app/assets/engine-abc.js", hash: "2" },
  ]);
  vi.stubGlobal("caches", {
    open: async (name: string) => stores.get(name) ?? stores.set(name, new CacheFixture()).get(name),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    match: async (url: string) => {
      for (const cache of stores.values()) if (cache.kept.has(url)) return cache.match(url);
      return undefined;
    },
  });
  vi.stubGlobal("fetch", async (url: string | Request) => {
    const address = typeof url === "string" ? url : url.url;
    fetched.push(address);
    return new Response(`network ${address}`, { status: address === missing ? 404 : 200 });
  });
  vi.stubGlobal("self", { location: new URL("https://council.example/app/service_worker.js") });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("a build of which one file is missing is not kept at all", async () => {
  missing = "/app/assets/engine-abc.js";
  const { fillCache } = await import("../../service_worker/precache");
  await expect(fillCache()).rejects.toThrow();
  expect([...stores.keys()]).toEqual([]);
});

test("an older build stays until the new one has taken over, and unchanged files are not fetched again", async () => {
  const old = new CacheFixture();
  old.kept.set("/app/assets/engine-abc.js", new Response("engine"));
  stores.set("doorstep-app-old", old);
  const { dropOldCaches, fillCache } = await import("../../service_worker/precache");
  await fillCache();
  expect(fetched).toEqual(["/app/"]);
  expect([...stores.keys()]).toEqual(["doorstep-app-old", "doorstep-app-new"]);
  await dropOldCaches();
  expect([...stores.keys()]).toEqual(["doorstep-app-new"]);
});

test("every address of the app gets the shell from this build, with no network", async () => {
  const { fillCache } = await import("../../service_worker/precache");
  const { answerFetch } = await import("../../service_worker/fetch_routes");
  await fillCache();
  fetched = [];
  const request = { method: "GET", mode: "navigate", url: "https://council.example/app/visits/1?from=list" };
  const answer = await answerFetch(request as Request);
  expect(await answer?.text()).toBe("network /app/");
  expect(fetched).toEqual([]);
});

test("the council's data, other pages and other sites are left to the browser", async () => {
  const { answerFetch } = await import("../../service_worker/fetch_routes");
  const leave = (method: string, url: string) => answerFetch({ method, mode: "cors", url } as Request);
  expect(leave("POST", "https://council.example/api/v1/sync/pull")).toBeNull();
  expect(leave("GET", "https://council.example/api/v1/openapi.json")).toBeNull();
  expect(leave("HEAD", "https://council.example/files/1")).toBeNull();
  expect(leave("GET", "https://council.example/office/")).toBeNull();
  expect(leave("GET", "https://elsewhere.example/app/x.js")).toBeNull();
  expect(leave("GET", "https://council.example/app/service_worker.js")).toBeNull();
});
