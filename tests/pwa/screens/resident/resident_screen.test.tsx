// A form by link as a resident meets it: who fills it in, one question a page, checking, sending, and a line that breaks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "solid-js/web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RequestFailure } from "../../../../pwa/src/api/requests";
import { ResidentRefusal } from "../../../../pwa/src/api/resident_form";
import type { Send } from "../../../../pwa/src/screens/resident/resident_form";
import { ResidentScreen } from "../../../../pwa/src/screens/resident/resident_screen";
import { setLanguage } from "../../../../pwa/src/screens/texts";
import { heading, press, until } from "../mounted_app";

Object.assign(globalThis, { scrollTo: () => undefined });
const FORMS = join(import.meta.dirname, "../../../fixtures/forms");
const COUNCIL = { name: "Test Council", telephone: "020 7946 0000" };
const RECEIPT = { reference: "ABCD-1234", received_at: "2026-11-27T10:00:00Z" };
let dispose: (() => void) | undefined;

afterEach(async () => {
  dispose?.();
  document.body.replaceChildren();
  location.hash = "";
  await setLanguage("en");
});

const read = (name: string) => readFileSync(join(FORMS, `${name}.xml`), "utf8");

function open(send: Send, name = "council_tax_support", xform = read(name)) {
  const place = document.createElement("div");
  document.body.append(place);
  const source = {
    link: "a-link",
    title: "Help with Council Tax",
    xform,
    language: "en",
    media: { "home.png": "/e/form/media/home.png" },
    council: COUNCIL,
  };
  dispose = render(() => <ResidentScreen source={source} send={send} />, place);
}

const text = () => document.body.textContent ?? "";
const box = (label: string) =>
  [...document.querySelectorAll("label")].find((one) => one.textContent?.trim() === label)?.control as
    | HTMLInputElement
    | undefined;

async function choose(label: string): Promise<void> {
  (await until(() => box(label), label)).click();
}

function type(label: string, words: string): void {
  const input = box(label);
  if (!input) throw new Error(label);
  input.value = words;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function answerUpToTheEnd(): Promise<void> {
  await heading("Help with Council Tax");
  await choose("I am the person it was sent to");
  await press("Continue");
  await heading("Your home");
  await choose("No");
  await press("Continue");
  await heading("What you may get");
  await press("Continue");
  await heading("Check your answers");
}

/** Whether the browser would ask before the page is left. */
const leave = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
const sentForm = (send: ReturnType<typeof vi.fn<Send>>, call = 0) => send.mock.calls[call]?.[0];

describe("a form by link", () => {
  it("shows what a part's label shows above each question of the part, and above no other", async () => {
    const label = "<value>Your home</value>";
    const xform = read("council_tax_support");
    expect(xform).toContain(label);
    open(
      async () => RECEIPT,
      "",
      xform.replace(label, `${label}<value form="image">jr://images/home.png</value>`),
    );
    const pictures = () => [...document.querySelectorAll("main img")].map((img) => img.getAttribute("src"));
    await heading("Help with Council Tax");
    await choose("I am the person it was sent to");
    await press("Continue");
    await heading("Your home");
    await until(() => pictures().length > 0, "the picture");
    expect(pictures()).toEqual(["/e/form/media/home.png"]);
    await choose("Yes");
    await press("Continue");
    await until(() => !document.querySelector("h1")?.textContent?.includes("Your home"), "the next question");
    expect(document.querySelector(".govuk-caption-l")?.textContent).toBe("Your home");
    await until(() => pictures().length > 0, "the picture");
    expect(pictures()).toEqual(["/e/form/media/home.png"]);
  });

  it("is sent once with what was answered, and gives a reference number", async () => {
    const send = vi.fn<Send>(async () => RECEIPT);
    open(send);
    await answerUpToTheEnd();
    await press("Send");
    await heading("Sent");
    expect(text()).toContain("ABCD-1234");
    expect(send).toHaveBeenCalledTimes(1);
    expect(sentForm(send)?.xml).toContain("<pays_council_tax>no</pays_council_tax>");
    expect(sentForm(send)?.helper).toBeNull();
  });

  it("keeps every answer when the line breaks, and sends the very same again", async () => {
    const send = vi.fn<Send>(async () => RECEIPT);
    send.mockRejectedValueOnce(new RequestFailure("offline"));
    open(send);
    await answerUpToTheEnd();
    await press("Send");
    await until(() => text().includes("Your answers are still here"), "the words");
    await press("Send");
    await heading("Sent");
    expect(sentForm(send, 1)).toEqual(sentForm(send, 0));
  });

  it("says the council's own reason, with the number to ring", async () => {
    open(async () => Promise.reject(new ResidentRefusal("answered")));
    await answerUpToTheEnd();
    await press("Send");
    await until(() => text().includes("A form was sent by this link already"), "the reason");
    expect(text()).toContain("020 7946 0000");
  });

  it("asks a helper for name, relationship and permission before anything else", async () => {
    const send = vi.fn<Send>(async () => RECEIPT);
    open(send);
    await heading("Help with Council Tax");
    await choose("I am helping them");
    await press("Continue");
    await until(() => document.querySelectorAll(".govuk-error-summary a").length === 3, "three mistakes");
    type("Your name", "Bo");
    type("Who are you to them?", "son");
    await choose("They have agreed that I fill in this form for them");
    await press("Continue");
    await heading("Your home");
    await choose("No");
    await press("Continue");
    await heading("What you may get");
    await press("Continue");
    await heading("Check your answers");
    expect(text()).toContain("Bo (son)");
    await press("Send");
    await heading("Sent");
    expect(sentForm(send)?.helper).toEqual({ name: "Bo", relationship: "son" });
  });

  it("does not ask again whoever removes it from the device", async () => {
    open(async () => RECEIPT);
    await answerUpToTheEnd();
    expect(leave()).toBe(true);
    addEventListener("submit", (event) => event.preventDefault(), { once: true }); // nothing is navigated here
    await press("Remove from this device");
    expect(leave()).toBe(false);
  });

  it("warns before it is left with answers, and not when they are sent", async () => {
    open(async () => RECEIPT);
    await heading("Help with Council Tax");
    expect(leave()).toBe(false);
    await answerUpToTheEnd();
    expect(leave()).toBe(true);
    await press("Send");
    await heading("Sent");
    expect(leave()).toBe(false);
  });

  it("says what is missing on its page, in the form's words, and speaks Welsh with every answer kept", async () => {
    open(async () => RECEIPT);
    await heading("Help with Council Tax");
    await choose("I am the person it was sent to");
    await press("Continue");
    await heading("Your home");
    await press("Continue");
    await until(() => text().includes("Choose an answer"), "the mistake");
    await choose("No");
    await press("Cymraeg");
    await heading("Eich cartref");
    await until(() => text().includes("Parhau"), "the page's own Welsh");
    expect(document.querySelector<HTMLInputElement>("input:checked")?.value).toBe("no");
  });

  it("names what is missing before it can be sent, and leads to that question with its mistake", async () => {
    open(async () => RECEIPT);
    await answerUpToTheEnd();
    location.hash = "#/0";
    await heading("Your home");
    await choose("Yes");
    location.hash = "#/answers";
    const line = await until(
      () => [...document.querySelectorAll<HTMLElement>(".govuk-error-summary a")][0],
      "a line",
    );
    expect([...document.querySelectorAll("button")].map(({ textContent }) => textContent)).not.toContain(
      "Send",
    );
    line.click();
    await until(() => document.querySelector(".govuk-error-message"), "its mistake");
    expect(location.hash).toBe("#/1");
  });

  it("stays where it is when somebody skips to the content", async () => {
    open(async () => RECEIPT);
    await answerUpToTheEnd();
    location.hash = "#main";
    await new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    expect(document.querySelector("h1")?.textContent).toBe("Check your answers");
  });
});
