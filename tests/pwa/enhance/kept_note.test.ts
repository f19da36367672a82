// What a page says that must not show what waits on the device: how many, and that it goes on; nothing of what it is.
import { Blob as NodeBlob } from "node:buffer";
import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startKeptNote } from "../../../pwa/src/enhance/evidence/kept_note";
import { removeKept } from "../../../pwa/src/store/evidence_left";
import {
  choose,
  dumpEvidence,
  EXPIRES_AT,
  LINK,
  NOON,
  NOTHING,
  openEvidence,
} from "../store/evidence_fixture";

const TEXTS = {
  waits: "Answer the question: {count}.",
  "waits-offline": "Not sent yet: {count}.",
  "waits-until": "Until {day}.",
  "waits-none": "Nothing waits.",
  "waits-sent": "We have everything that waited.",
  leave: "Remove from this device",
};
let stop: () => Promise<void>;
let requests: string[];
let answerPage: () => Response;

beforeEach(() => {
  vi.stubGlobal("crypto", webcrypto);
  vi.stubGlobal("Blob", NodeBlob);
  vi.useFakeTimers({ now: NOON, toFake: ["Date"] });
  requests = [];
  answerPage = () => new Response(null, { status: 403 });
  vi.stubGlobal("fetch", async (path: string, parts: RequestInit = {}) => {
    requests.push(`${parts.method ?? "GET"} ${new URL(path, "http://localhost").pathname}`);
    if (!path.includes("/files")) return answerPage();
    const receipt = { "Upload-Offset": "1000", "Doorstep-Received": `sha256=${sha256}` };
    const isNew = parts.method === "POST";
    const headers: Record<string, string> = isNew ? { Location: "/files/a", "Upload-Offset": "0" } : receipt;
    return new Response(null, { status: isNew ? 201 : 204, headers });
  });
});

afterEach(async () => {
  await stop();
  await removeKept();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

let sha256 = "";

async function keep(): Promise<void> {
  const files = await openEvidence();
  sha256 = (await files.keep(choose(), NOON)).sha256;
  await files.close();
}

async function show(place: string): Promise<void> {
  const source = JSON.stringify({ place, texts: TEXTS });
  document.body.innerHTML = `<script type="application/json" id="kept-source">${source}</script><div data-evidence="device"></div>`;
  stop = await startKeptNote();
}

const said = () => document.querySelector('[data-evidence="device"]')?.textContent ?? "";

test("without a line it says how many wait and until when, and names none of them", async () => {
  await keep();
  answerPage = () => Response.error();
  await show("waiting");
  expect(said()).toContain("Not sent yet: 1.");
  expect(said()).toContain("Until 29 December 2026.");
  expect(said()).not.toContain("letter from the bank");
  expect(requests).toEqual([]);
});

test("without a line and with nothing kept it says that nothing waits", async () => {
  await show("waiting");
  expect(said()).toBe("Nothing waits.");
});

test("before the question sending goes on while this browser's answer holds", async () => {
  await keep();
  const source = {
    link: LINK,
    pass: "link.one",
    document: null,
    expires_at: EXPIRES_AT,
    most_bytes: 9,
    texts: TEXTS,
  };
  answerPage = () =>
    new Response(`<script type="application/json" id="evidence-source">${JSON.stringify(source)}</script>`);
  await show("ask");
  await expect.poll(said).toContain("We have everything that waited.");
  expect(requests).toEqual(["GET /e/evidence", "POST /files", expect.stringMatching("PATCH /files/")]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("once the answer is over nothing is sent, and everything stays for the question", async () => {
  await keep();
  await show("ask");
  await expect.poll(() => requests).toEqual(["GET /e/evidence"]);
  expect(said()).toContain("Answer the question: 1.");
  expect((await dumpEvidence()).files).toHaveLength(1);
});
