// A resident's files go one after the other, go on where the line broke, and leave the device only for a receipt of their
// sha-256 or a word against them.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EvidenceFiles } from "../../../pwa/src/store/evidence_files";
import { removeKept } from "../../../pwa/src/store/evidence_left";
import { EvidenceSender, type SenderPorts } from "../../../pwa/src/sync/evidence_sender";
import { choose, dumpEvidence, NOON, NOTHING, openEvidence } from "../store/evidence_fixture";

/** A council that takes what comes by tus, and breaks as a test wants it to. */
class Council {
  requests: string[] = [];
  readonly held = new Map<string, { length: number; bytes: Buffer; metadata: string }>();
  fault: (request: string) => Response | "cut" | null = () => null;

  readonly fetch = async (path: string, parts: RequestInit): Promise<Response> => {
    const headers = new Headers(parts.headers);
    const request = `${parts.method} ${headers.get("Authorization")}`;
    this.requests.push(`${parts.method} ${headers.get("Upload-Offset") ?? ""}`.trim());
    const fault = this.fault(request);
    if (fault === "cut") throw new TypeError("cut");
    if (fault) return fault;
    const id = new URL(path, "http://localhost").pathname.replace("/files/", "");
    const known = this.held.get(id);
    if (parts.method === "POST") return this.#create(headers);
    if (!known) return new Response(null, { status: 404 });
    if (parts.method === "PATCH")
      known.bytes = Buffer.concat([known.bytes, Buffer.from(parts.body as ArrayBuffer)]);
    return new Response(null, {
      status: parts.method === "PATCH" ? 204 : 200,
      headers: {
        "Upload-Offset": String(known.bytes.byteLength),
        "Upload-Length": String(known.length),
        ...(known.bytes.byteLength === known.length
          ? { "Doorstep-Received": `sha256=${hash(known.bytes)}` }
          : {}),
      },
    });
  };

  #create(headers: Headers): Response {
    const metadata = Object.fromEntries(
      (headers.get("Upload-Metadata") ?? "").split(",").map((pair) => {
        const [key = "", value = ""] = pair.split(" ");
        return [key, Buffer.from(value, "base64").toString()];
      }),
    );
    const id = metadata.attachment_id ?? "";
    const length = Number(headers.get("Upload-Length"));
    this.held.set(id, { length, bytes: Buffer.alloc(0), metadata: JSON.stringify(metadata) });
    return new Response(null, { status: 201, headers: { Location: `/files/${id}`, "Upload-Offset": "0" } });
  }
}

let council: Council;
let files: EvidenceFiles;
let told: string[];
let pass: string;
let renewed: "again" | "no_signal" | "renewed";
let rests: number[];
let restless: () => void;

beforeEach(async () => {
  council = new Council();
  vi.stubGlobal("fetch", council.fetch);
  files = await openEvidence();
  [told, rests, pass, renewed] = [[], [], "one", "renewed"];
  restless = () => undefined;
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await files.close();
  await removeKept();
});

function startSender(): EvidenceSender {
  const ports: SenderPorts = {
    origin: "http://localhost",
    findPass: () => pass,
    renewPass: async () => {
      if (renewed === "renewed") pass = "two";
      return renewed;
    },
    runAlone: (work) => work(),
    rest: async (ms) => {
      rests.push(ms);
      restless();
    },
    now: () => NOON,
    chance: () => 0,
    tellLine: (state) => told.push(state),
    tellPercent: () => undefined,
    tellReceived: ({ size }) => told.push(`received ${size}`),
    tellRefused: ({ size }, fault) => told.push(`refused ${size} ${fault}`),
    tellRemoved: ({ size }, isGone) => told.push(`${isGone ? "removed" : "not removed"} ${size}`),
  };
  return new EvidenceSender(files, ports);
}

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const refusal = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

test("everything arrives whole, in pieces of 256 KiB, for its document, and then nothing is left here", async () => {
  const [one, two] = [choose(600_000), choose(10, { document: 2 })];
  await files.keep(one, NOON);
  await files.keep(two, new Date(NOON.getTime() + 1));
  await startSender().wake();
  expect(council.requests).toEqual(["POST", "PATCH 0", "PATCH 262144", "PATCH 524288", "POST", "PATCH 0"]);
  const held = [...council.held.values()];
  expect(held.map(({ bytes }) => hash(bytes))).toEqual([one.sha256, two.sha256]);
  expect(held.map(({ metadata }) => JSON.parse(metadata).document)).toEqual(["1", "2"]);
  expect(told).toEqual(["sending", "received 600000", "sending", "received 10", "idle"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("a cut keeps everything, says so, and the next try sends only what is missing, also after a restart", async () => {
  await files.keep(choose(600_000), NOON);
  council.fault = (request) => (request.startsWith("PATCH") && council.requests.length === 3 ? "cut" : null);
  const first = startSender();
  restless = () => first.stop();
  await first.wake();
  expect(told).toEqual(["sending", "no_signal"]);
  expect(await files.list()).toMatchObject([{ offered_at: NOON.toISOString() }]);
  council.requests = [];
  council.fault = () => null;
  await startSender().wake();
  expect(council.requests).toEqual(["HEAD", "PATCH 262144", "PATCH 524288"]);
  expect(told.slice(2)).toEqual(["sending", "received 600000", "idle"]);
});

test("without a line each try waits longer, and no byte is given up", async () => {
  await files.keep(choose(), NOON);
  council.fault = () => "cut";
  const sender = startSender();
  restless = () => rests.length === 4 && sender.stop();
  await sender.wake();
  expect(rests).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(await files.list()).toHaveLength(1);
});

test("a receipt with another sha-256 drops nothing", async () => {
  await files.keep(choose(), NOON);
  council.fault = (request) =>
    request.startsWith("PATCH")
      ? refusal(204, { "Upload-Offset": "1000", "Doorstep-Received": `sha256=${"0".repeat(64)}` })
      : null;
  const sender = startSender();
  restless = () => sender.stop();
  await sender.wake();
  expect(told.at(-1)).toBe("busy");
  expect(await files.list()).toHaveLength(1);
});

test("what the council will not have is told by its code and holds up no other", async () => {
  await files.keep(choose(1000), NOON);
  await files.keep(choose(2000), new Date(NOON.getTime() + 1));
  council.fault = (request) =>
    request.startsWith("POST") && council.requests.length === 1
      ? refusal(403, { "Doorstep-Fault": "too_many" })
      : null;
  await startSender().wake();
  expect(told).toEqual(["sending", "refused 1000 too_many", "sending", "received 2000", "idle"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("a request that was closed takes file and key off the device", async () => {
  await files.keep(choose(1000), NOON);
  await files.keep(choose(2000), NOON);
  council.fault = () => refusal(403, { "Doorstep-Fault": "closed" });
  await startSender().wake();
  expect(told).toEqual(["sending", "closed"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("a link that must wait waits as long as it is told", async () => {
  await files.keep(choose(), NOON);
  council.fault = () => refusal(429, { "Doorstep-Fault": "wait", "Retry-After": "900" });
  const sender = startSender();
  restless = () => sender.stop();
  await sender.wake();
  expect([told.at(-1), rests]).toEqual(["wait", [900_000]]);
});

test("a pass that is over is renewed by the page, and the same file goes on", async () => {
  await files.keep(choose(), NOON);
  council.fault = (request) => (request.endsWith("Bearer one") ? refusal(401) : null);
  await startSender().wake();
  expect(told.at(-1)).toBe("idle");
});

test("once the page must be opened again it says so, and keeps everything", async () => {
  for (const answer of ["again", "renewed"] as const) {
    await files.keep(choose(), NOON);
    renewed = answer;
    pass = "two"; // the page has no other to give
    council.fault = () => refusal(401);
    await startSender().wake();
    expect(told.at(-1)).toBe("again");
  }
  expect(await files.list()).toHaveLength(2);
});

test("a file that is removed while it is sent is not sent on, and the next one goes", async () => {
  const [one, two] = [choose(600_000), choose(10)];
  await files.keep(one, NOON);
  await files.keep(two, new Date(NOON.getTime() + 1));
  council.fault = (request) => {
    if (request.startsWith("PATCH") && council.requests.length === 2) void files.drop(one.attachment_id);
    return null;
  };
  await startSender().wake();
  expect(told.filter((word) => word.startsWith("received"))).toEqual(["received 10"]);
  expect(rests).toEqual([]);
});

test("what is removed loses its bytes at once and its line once the council has answered, also after a time without a line", async () => {
  const one = choose(600_000);
  await files.keep(one, NOON);
  await files.markOffered(one.attachment_id, NOON);
  expect(await files.beginRemoving(one.attachment_id, NOON)).toBe(true);
  expect((await dumpEvidence()).pieces).toEqual([]);
  council.fault = () => (council.requests.length === 1 ? "cut" : refusal(204));
  await startSender().wake();
  expect(council.requests).toEqual(["DELETE", "DELETE"]);
  expect(told).toEqual(["no_signal", "removed 600000", "idle"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("what the council has whole by then is taken back; what it keeps is said to be kept", async () => {
  for (const [status, word] of [
    [200, "removed 1000"],
    [409, "not removed 1000"],
  ] as const) {
    const one = choose();
    await files.keep(one, NOON);
    await files.markOffered(one.attachment_id, NOON);
    await files.beginRemoving(one.attachment_id, NOON);
    council.fault = (request) => refusal(request.startsWith("POST") ? status : 403);
    await startSender().wake();
    expect(told.at(-2)).toBe(word);
  }
  expect(council.requests).toEqual(["DELETE", "POST", "DELETE", "POST"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("what the council never heard of is gone at once, and nobody is asked", async () => {
  const one = choose();
  await files.keep(one, NOON);
  expect(await files.beginRemoving(one.attachment_id, NOON)).toBe(false);
  await startSender().wake();
  expect([council.requests, await dumpEvidence()]).toEqual([[], NOTHING]);
});
