// The page on which a resident adds photos, with its script: kept at once, told truly, sent when all is there, removed when asked.
import { Blob as NodeBlob, File as NodeFile } from "node:buffer";
import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startEvidencePage } from "../../../pwa/src/enhance/evidence/page";
import { removeKept } from "../../../pwa/src/store/evidence_left";
import { dumpEvidence, LINK, NOTHING } from "../store/evidence_fixture";

const TEXTS = {
  sending: "Sending: {percent}%",
  received: "We have it",
  "no-signal": "No signal. Kept here.",
  "all-received": "You can close this page.",
  "held-send": "We wait for the rest.",
  "leave-ask": "Lost if removed: {count}.",
  "leave-yes": "Remove them",
  "leave-no": "Keep them",
  "not-taken": "Not taken.",
  "fault-unknown_type": "No photo that we can open.",
  "fault-damaged": "It is damaged.",
  already: "{file} is here already.",
  remove: "Remove",
  removing: "Removing",
  "removing-waits": "Not removed yet.",
  removed: "{file} is removed.",
  "taken-back": "It is taken back.",
  "taking-back": "Taking back",
  "taking-back-waits": "Not taken back yet.",
  choose: "Choose files",
};
let stop: (() => Promise<void>) | null = null;
let isCut: boolean;
let fault: string | null;
let arrived: Map<string, number>;
const submitted = vi.fn();

beforeEach(() => {
  [isCut, fault, arrived] = [true, null, new Map()];
  vi.stubGlobal("crypto", webcrypto);
  vi.stubGlobal("File", NodeFile);
  vi.stubGlobal("Blob", NodeBlob);
  vi.stubGlobal("fetch", answer);
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: () => "blob:", revokeObjectURL: () => undefined }),
  );
  HTMLFormElement.prototype.submit = submitted;
});

afterEach(async () => {
  await stop?.();
  await removeKept();
  vi.unstubAllGlobals();
  submitted.mockClear();
  document.body.replaceChildren();
});

async function answer(path: string, parts: RequestInit = {}): Promise<Response> {
  if (isCut) throw new TypeError("cut");
  if (!path.includes("/files")) return new Response(page("added"));
  if (parts.method === "DELETE") return new Response(null, { status: 204 });
  if (parts.method === "POST") {
    const metadata = new Headers(parts.headers).get("Upload-Metadata") ?? "";
    const pairs = Object.fromEntries(metadata.split(",").map((pair) => pair.split(" ") as [string, string]));
    const id = atob(pairs.attachment_id ?? "");
    const headers = { Location: `/files/${id}`, "Upload-Offset": "0", Sha: atob(pairs.sha256 ?? "") };
    hashes.set(id, headers.Sha);
    return new Response(null, { status: 201, headers });
  }
  const id = path.split("/").at(-1) ?? "";
  if (parts.method === "HEAD" && !hashes.has(id)) return new Response(null, { status: 404 });
  const size = (parts.body as ArrayBuffer | null)?.byteLength ?? 0;
  arrived.set(id, size);
  const verdict = fault
    ? { "Doorstep-Quarantined": "words", "Doorstep-Fault": fault }
    : { "Doorstep-Received": `sha256=${hashes.get(id)}` };
  return new Response(null, { status: 204, headers: { "Upload-Offset": String(size), ...verdict } });
}

const hashes = new Map<string, string>();

function page(added = ""): string {
  const source = {
    link: LINK,
    pass: "link.one",
    document: 1,
    expires_at: "2099-01-01T00:00:00Z",
    most_bytes: 1000,
    texts: TEXTS,
  };
  return `<script type="application/json" id="evidence-source">${JSON.stringify(source)}</script>
    <form data-evidence="add"><input type="file" multiple><button>Add</button></form>
    <div data-evidence="device"></div><div data-evidence="added">${added}</div>
    <form data-evidence="send"><button>Send</button></form>
    <form data-evidence="leave"><button>Remove from this device</button></form>`;
}

async function open(): Promise<void> {
  document.body.innerHTML = page();
  stop = await startEvidencePage();
}

function choose(...names: string[]): void {
  const input = document.querySelector("input");
  const files = names.map(
    (name) => new File([name], name, { type: name.endsWith("pdf") ? "application/pdf" : "" }),
  );
  Object.defineProperty(input, "files", { value: files, configurable: true });
  input?.dispatchEvent(new Event("change"));
}

const status = () => document.querySelector('[role="status"]')?.textContent;
const shown = (selector: string) =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
const press = (name: string) =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.startsWith(name))?.click();

test("what is chosen without a line is kept and shown, and nobody is told that the page can be closed", async () => {
  await open();
  expect(document.querySelector<HTMLElement>('[data-evidence="add"] button')?.hidden).toBe(true);
  choose("one.pdf", "two.pdf", "one.pdf", "sums.xls");
  await expect.poll(() => shown(".doorstep-kept li p:first-child")).toEqual(["one.pdf", "two.pdf"]);
  await expect.poll(status).toBe("No signal. Kept here.");
  expect(shown(".govuk-error-message")).toEqual([
    "one.pdf is here already.",
    "sums.xls: No photo that we can open.",
  ]);
  expect((await dumpEvidence()).files).toHaveLength(2);
});

test("when the line is back each is received, the page shows what the council has, and only then may be closed", async () => {
  await open();
  choose("one.pdf", "two.pdf");
  await expect.poll(status).toBe("No signal. Kept here.");
  isCut = false;
  window.dispatchEvent(new Event("online"));
  await expect.poll(status).toBe("You can close this page.");
  expect(shown(".doorstep-kept .govuk-body-s")).toEqual(["We have it", "We have it"]);
  await expect.poll(() => shown('[data-evidence="added"]')).toEqual(["added"]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("Send waits for what is on its way and goes once it is there", async () => {
  await open();
  choose("one.pdf");
  await expect.poll(status).toBe("No signal. Kept here.");
  press("Send");
  await expect.poll(status).toBe("We wait for the rest. No signal. Kept here.");
  expect(submitted).not.toHaveBeenCalled();
  isCut = false;
  window.dispatchEvent(new Event("online"));
  await expect.poll(() => submitted.mock.calls.length).toBe(1);
});

test("what is refused on the way is told at its name, and Send does not go without being pressed again", async () => {
  await open();
  choose("one.pdf");
  await expect.poll(status).toBe("No signal. Kept here.");
  press("Send");
  await expect.poll(status).toBe("We wait for the rest. No signal. Kept here.");
  [isCut, fault] = [false, "damaged"];
  window.dispatchEvent(new Event("online"));
  await expect.poll(() => shown(".govuk-error-message")).toEqual(["one.pdf: Not taken. It is damaged."]);
  await expect.poll(async () => (await dumpEvidence()).files).toEqual([]);
  expect(submitted).not.toHaveBeenCalled();
});

test("Remove from this device names what would be lost, and then leaves nothing", async () => {
  await open();
  choose("one.pdf");
  await expect.poll(status).toBe("No signal. Kept here.");
  press("Remove from this device");
  await expect.poll(() => shown('[role="alert"] p')).toEqual(["Lost if removed: 1."]);
  press("Keep them");
  expect((await dumpEvidence()).files).toHaveLength(1);
  press("Remove from this device");
  await expect.poll(() => shown('[role="alert"] p')).toEqual(["Lost if removed: 1."]);
  press("Remove them");
  await expect.poll(() => submitted.mock.calls.length).toBe(1);
  expect(await dumpEvidence()).toEqual({});
});

test("what is removed without a line says so and is gone once the council has answered", async () => {
  await open();
  choose("one.pdf");
  await expect.poll(status).toBe("No signal. Kept here.");
  press("Remove: one.pdf");
  await expect.poll(() => shown(".doorstep-kept .govuk-body-s")).toEqual(["Not removed yet."]);
  isCut = false;
  window.dispatchEvent(new Event("online"));
  await expect.poll(status).toBe("one.pdf is removed.");
  await expect.poll(() => shown(".doorstep-kept li")).toEqual([]);
  expect(await dumpEvidence()).toEqual(NOTHING);
});

test("what the council has is taken back in sight, and again by itself where the line is away", async () => {
  document.body.innerHTML = page(
    '<form data-evidence="take-back" action="/e/evidence/1/remove"><input name="added" value="a"><button>Take back</button></form>',
  );
  stop = await startEvidencePage();
  press("Take back");
  await expect.poll(() => shown('form [role="status"]')).toEqual(["Not taken back yet."]);
  isCut = false;
  window.dispatchEvent(new Event("online"));
  await expect.poll(() => shown('[data-evidence="added"]')).toEqual(["added"]);
  expect(document.activeElement).toBe(document.querySelector('[data-evidence="added"]'));
  expect([status(), submitted.mock.calls]).toEqual(["It is taken back.", []]);
});

test("the browser's own input gives its place to a button, and a helper's fields open with their radio button", async () => {
  document.body.innerHTML = `${page()}<div data-module="govuk-radios">
    <input type="radio" name="who" value="resident"><input type="radio" name="who" value="helper" data-aria-controls="more">
    <div class="govuk-radios__conditional" id="more">Your name</div></div>`;
  stop = await startEvidencePage();
  expect(shown("label.doorstep-choose")).toEqual(["Choose files"]);
  const more = document.getElementById("more");
  const isFolded = () => more?.classList.contains("govuk-radios__conditional--hidden");
  expect(isFolded()).toBe(true);
  document.querySelector<HTMLInputElement>('[value="helper"]')?.click();
  expect(isFolded()).toBe(false);
});

test("a browser that keeps nothing leaves the plain form as it is", async () => {
  vi.stubGlobal("indexedDB", undefined);
  document.body.innerHTML = page();
  expect(await startEvidencePage()).toBeNull();
  expect(document.querySelector<HTMLElement>('[data-evidence="add"] button')?.hidden).toBe(false);
});
