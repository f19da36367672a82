// A form at a desk: what is sent and when, what a failure says, and that nothing stays in the browser.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "solid-js/web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DeskScreen } from "../../../../pwa/src/screens/desk/desk_screen";
import type { DeskSource } from "../../../../pwa/src/screens/desk/desk_source";
import { keepNoLanguage, setLanguage } from "../../../../pwa/src/screens/texts";

Object.assign(globalThis, { scrollTo: () => undefined });

const XFORM = readFileSync(
  join(import.meta.dirname, "../../../fixtures/forms/telephone_contact.xml"),
  "utf8",
);
const ROW = { version: 1, field_versions: {} };
const URLS = { submit: "/submit", alert: "/alert", token: "/token", leave: "/resident" };
const INSTANCE = "uuid:11111111-2222-4333-8444-555555555555";

const SOURCE = {
  entity: { type: "case", id: "c1" },
  visit: null,
  resident: {
    ...ROW,
    field_versions: { mobile: 7 },
    type: "resident",
    id: "r1",
    fields: { first_name: "Test", last_name: "Person", mobile: "07700 900001" },
  },
  case: { ...ROW, type: "case", id: "c1", fields: { resident_id: "r1" } },
  form: {
    ...ROW,
    type: "form_version",
    id: "v1",
    fields: { form_id: "telephone_contact", title: "Telephone contact", xform: XFORM },
  },
  officer: { id: "u1", name: "Dee Desk", role: "back_office", team: null },
  corrects: null,
  urls: URLS,
} as unknown as DeskSource;

interface Sent {
  url: string;
  body: Record<string, unknown>;
  token: string | null;
}
type Answer = () => Partial<Response> | Promise<never>;

/** jsdom's files have no text() of their own. */
function readText(file: File): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(file);
  });
}

const refuse = (status: number, words?: string): Answer => {
  return () => ({
    ok: false,
    status,
    type: "basic",
    json: async () => (words ? { words } : Promise.reject()),
  });
};

/** `answers` are those of the sendings, in turn; then everything is taken. */
function open(source: DeskSource = SOURCE, answers: Answer[] = []) {
  keepNoLanguage();
  location.hash = "";
  const sent: Sent[] = [];
  const left: string[] = [];
  let tokens = 0;
  const take = (body: object) => ({ ok: true, status: 200, type: "basic", json: async () => body });
  const browser = {
    leaveFor: (url: string) => void left.push(url),
    fetch: (async (url: string, how: RequestInit = {}) => {
      if (url === URLS.token) {
        tokens += 1;
        return take({ csrf_token: `token ${tokens}` });
      }
      const file = (how.body as FormData).get("sent") as File;
      const token = new Headers(how.headers).get("X-CSRFToken");
      sent.push({ url, body: JSON.parse(await readText(file)), token });
      return answers.shift()?.() ?? take({ next: "/next" });
    }) as unknown as typeof fetch,
  };
  const place = document.createElement("div");
  document.body.append(place);
  dispose = render(() => <DeskScreen source={source} browser={browser} />, place);
  return { place, sent, left };
}

let dispose: () => void = () => undefined;
afterEach(async () => {
  await setLanguage("en");
  dispose();
  document.body.replaceChildren();
});

const heading = () => document.querySelector("h1")?.textContent;
const see = (words: string) => vi.waitFor(() => expect(document.body.textContent).toContain(words));
const seeHeading = (words: string) => vi.waitFor(() => expect(heading()).toBe(words));

function press(words: string): void {
  const found = [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === words);
  if (!found) throw new Error(`There is no button "${words}".`);
  found.click();
}

function choose(question: string, words: string): void {
  const group = [...document.querySelectorAll("fieldset")].find((one) =>
    one.querySelector("legend")?.textContent?.includes(question),
  );
  const label = [...(group?.querySelectorAll("label") ?? [])].find(
    (one) => one.textContent?.trim() === words,
  );
  if (!label) throw new Error(`"${question}" has no "${words}".`);
  document.getElementById(label.htmlFor)?.click();
}

async function fillIn(): Promise<void> {
  await seeHeading("The call");
  choose("What came of the call?", "No answer");
  press("Continue");
  await seeHeading("Before you end");
  press("Check your answers");
  await see("Send to the council");
}

function isAskedBeforeLeaving(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}

describe("a form at a desk", () => {
  it("is sent with the token of the moment, and leads on", async () => {
    const { sent, left } = open();
    await fillIn();
    press("Send to the council");
    await vi.waitFor(() => expect(left).toEqual(["/next"]));
    const [{ url, body, token } = sent[0] as Sent] = sent;
    expect([url, token, sent.length]).toEqual(["/submit", "token 1", 1]);
    expect(body).toMatchObject({
      entity: { type: "case", id: "c1" },
      by_id: "u1",
      form_version_id: "v1",
      alerts: [],
    });
    expect(body.xml).toContain("<contact_outcome>no_answer</contact_outcome>");
    expect(body.xml).toContain("<direction>outgoing</direction>");
    expect(body).not.toHaveProperty("corrects_id");
  });

  it("keeps nothing in the browser, says so, and asks before it is left with answers that are not sent", async () => {
    const { left } = open();
    await seeHeading("The call");
    expect(isAskedBeforeLeaving()).toBe(false);
    await fillIn();
    await vi.waitFor(() => expect(isAskedBeforeLeaving()).toBe(true));
    await see("Until then your answers are only on this page.");
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    press("Send to the council");
    await vi.waitFor(() => expect(left).toEqual(["/next"]));
    expect(isAskedBeforeLeaving()).toBe(false);
  });

  it("stays on the screen when sending fails, and is sent again as it was", async () => {
    const { sent, left } = open(SOURCE, [() => Promise.reject(new TypeError("no line")), refuse(500)]);
    await fillIn();
    press("Send to the council");
    await see("There is no connection to the council’s server");
    press("Send to the council");
    await see("could not take the form");
    expect(left).toEqual([]);
    press("Send to the council");
    await vi.waitFor(() => expect(left).toEqual(["/next"]));
    expect(sent.map(({ token }) => token)).toEqual(["token 1", "token 2", "token 3"]);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it("says in the server's own words why it was refused", async () => {
    open(SOURCE, [refuse(409, "This visit was closed meanwhile.")]);
    await fillIn();
    press("Send to the council");
    await see("This visit was closed meanwhile.");
    expect(heading()).toBe("Check your answers");
  });

  it.each([
    [403, "You may not send this form."],
    [413, "too large together"],
    [502, "could not take the form"],
  ])("says what a refusal with %i means where the server says nothing itself", async (status, words) => {
    open(SOURCE, [refuse(status)]);
    await fillIn();
    press("Send to the council");
    await see(words);
    expect(heading()).toBe("Check your answers");
  });

  it("says that one was signed out, and is sent after a sign-in elsewhere", async () => {
    const { left } = open(SOURCE, [
      () => ({ ok: false, status: 0, type: "opaqueredirect" }) as Partial<Response>,
    ]);
    await fillIn();
    press("Send to the council");
    await see("You were signed out");
    press("Send to the council");
    await vi.waitFor(() => expect(left).toEqual(["/next"]));
  });

  it("tells a concern the moment it is answered, and says when nobody could be told", async () => {
    const { sent } = open(SOURCE, [() => Promise.reject(new TypeError("no line"))]);
    await seeHeading("The call");
    choose("What came of the call?", "Answered, but did not want to talk");
    choose("Who did you speak to?", "The resident");
    press("Continue");
    await seeHeading("Concerns");
    choose("Is there something the duty manager must hear about today?", "Yes");
    await see("The duty manager could not be told. Ring the duty manager now");
    press("Tell the duty manager again");
    await see("The duty manager has been told");
    expect(sent.map(({ url }) => url)).toEqual(["/alert", "/alert"]);
    expect(sent[1]?.body).toMatchObject({
      entity: SOURCE.entity,
      by_id: "u1",
      alert: { kind: "safeguarding" },
    });
  });

  it("speaks Welsh with its own words over the phone's", async () => {
    open();
    await seeHeading("The call");
    choose("What came of the call?", "No answer");
    press("Cymraeg");
    await see("Parhau");
    await seeHeading("Yr alwad");
    press("Parhau");
    await seeHeading("Cyn i chi orffen");
    await see("Heb ei gadw nes i chi ei anfon");
  });
});

describe("the files of a desk form", () => {
  it("have nothing of the phone's store, sync or requests among them", () => {
    const seen = listModules(join(process.cwd(), "pwa/src/desk.tsx"));
    expect(seen.size).toBeGreaterThan(60);
    expect([...seen].filter((name) => /pwa\/src\/(store|sync|api)\//.test(name))).toEqual([]);
  });
});

/** What a file brings with it when it runs, by the way it is written: types are left out. */
function listModules(entry: string): Set<string> {
  const found = new Set([entry]);
  for (const name of found) {
    const source = readFileSync(name, "utf8");
    for (const [, what = "", from = ""] of source.matchAll(/^import ((?:[^;]*? from )?)"(\.[^"]+)";/gm)) {
      if (/^type /.test(what)) continue;
      const path = join(name, "..", from);
      const file = [path, `${path}.ts`, `${path}.tsx`].find((one) => existsSync(one) && /\.tsx?$/.test(one));
      if (file) found.add(file);
    }
  }
  return found;
}

describe("a correction at a desk", () => {
  const xml = `<data xmlns:orx="http://openrosa.org/xforms" id="telephone_contact"><call><direction>incoming</direction>
    <contact_outcome>refused_to_engage</contact_outcome><spoke_to>resident</spoke_to></call><concern_page>
    <concern>yes</concern><concern_words>Shouting</concern_words></concern_page><finish><mobile>07700 900002</mobile>
    <call_note>Again</call_note></finish><orx:meta><orx:instanceID>${INSTANCE}</orx:instanceID></orx:meta></data>`;
  const corrects = { submission_id: "s1", xml, photo_names: [], versions: { "/data/finish/mobile": 5 } };

  it("asks why first, begins with what was sent, and stands on what that left", async () => {
    const { sent, left } = open({ ...SOURCE, corrects });
    await seeHeading("Correct this submission");
    press("Continue");
    await see("Say why you correct it");
    const reason = document.querySelector<HTMLTextAreaElement>("#reason");
    if (!reason) throw new Error("There is no reason to give.");
    reason.value = "He rang back";
    reason.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Continue");
    await seeHeading("The call");
    expect(document.querySelector<HTMLInputElement>("input[value=incoming]")?.checked).toBe(true);
    choose("What came of the call?", "No answer");
    press("Continue");
    await seeHeading("Before you end");
    press("Check your answers");
    await see("Send to the council");
    press("Send to the council");
    await vi.waitFor(() => expect(left).toEqual(["/next"]));
    const body = sent[0]?.body as { xml: string; bases: Record<string, object> };
    expect(body).toMatchObject({ corrects_id: "s1", reason: "He rang back", alerts: [] });
    expect(body.xml).not.toContain(INSTANCE);
    expect(body.xml).not.toContain("Shouting");
    expect(body.bases["/data/finish/mobile"]).toMatchObject({ version: 5, value: "07700 900002" });
  });
});
