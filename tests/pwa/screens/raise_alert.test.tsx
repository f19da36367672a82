// An alert can be raised from wherever an officer is, with one tap on what it is.
import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "../../../pwa/src/domain/problems";
import { makeLocked } from "./fake_lock";
import { makeAlert, makePhone, makeVisit, VISIT_ID } from "./fake_phone";
import { heading, mountApp, press, until } from "./mounted_app";

Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
const mount = (...given: Parameters<typeof mountApp>) => {
  open = mountApp(...given);
  return open;
};
afterEach(() => open?.dispose());
const text = () => document.querySelector("main")?.textContent ?? "";
const way = () => document.querySelector<HTMLElement>('header [aria-label="Raise an alert"]');

function type(id: string, words: string): void {
  const box = document.getElementById(id) as HTMLTextAreaElement;
  box.value = words;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

describe("raising an alert", () => {
  it("from the list takes two taps, asks where, and shows whom to ring before anything is saved", async () => {
    const phone = makePhone([makeVisit()]);
    mount(phone, "#/");
    (await until(way, "the way to it")).click();
    await heading("Raise an alert");
    await until(() => document.querySelector('a[href="tel:02079460100"]'), "the duty manager");
    expect(document.querySelectorAll('a[href="tel:999"]').length).toBe(1);
    type("alert-where", "The stairs of Harrow House");
    await press("Unsafe: you withdrew");
    await heading("Your visits");
    expect(phone.saved).toEqual([
      {
        what: "alert_by_hand",
        values: [{ kind: "unsafe_withdrew", address_text: "The stairs of Harrow House", words: "" }, null],
      },
    ]);
  });

  it("from a visit, its note or its check is about that visit, and asks for no place", async () => {
    const phone = makePhone([makeVisit()]);
    mount(phone, `#/visit/${VISIT_ID}/note`);
    (await until(way, "the way to it")).click();
    await until(() => text().includes("It is about Rosalind Achebe, 12 Carey Gardens"), "whom it is about");
    expect(document.getElementById("alert-where")).toBeNull();
    await press("Emergency: 999");
    await heading("Rosalind Achebe");
    expect(phone.saved).toMatchObject([
      { what: "alert_by_hand", values: [{ kind: "emergency_999" }, VISIT_ID] },
    ]);
  });

  it("of a visit that has left the phone waits for nothing", async () => {
    const phone = makePhone([]);
    mount(phone, `#/visit/${VISIT_ID}/alert`);
    await heading("Raise an alert");
    await press("No reply, and you are worried");
    await until(() => phone.saved.length, "the alert");
    expect(phone.saved).toMatchObject([{ values: [{ kind: "no_reply_concern" }, null] }]);
  });

  it("that the phone cannot save says so, and stays", async () => {
    const phone = makePhone([makeVisit()]);
    phone.raiseAlert = async () => Promise.reject(new Problem("no_room"));
    mount(phone, "#/alert");
    await heading("Raise an alert");
    await press("Emergency: 999");
    await until(() => text().includes("There is no room on this phone"), "why");
    expect(location.hash).toBe("#/alert");
  });

  it("is offered on a visit's page, and not while another stands above everything, nor on a locked phone", async () => {
    const phone = makePhone([makeVisit()]);
    const { touch, lock } = mount(phone, `#/visit/${VISIT_ID}`);
    await heading("Rosalind Achebe");
    const link = [...document.querySelectorAll("main a")].find((one) => one.textContent === "Raise an alert");
    expect(link?.getAttribute("href")).toBe(`#/visit/${VISIT_ID}/alert`);
    phone.alerts = [makeAlert()];
    touch();
    await heading("The council does not know this yet");
    expect(way()).toBeNull();
    phone.alerts = [];
    touch();
    await until(way, "the way back");
    lock.setState(makeLocked());
    await heading("Locked");
    await press("Raise an alert");
    await heading("Raise an alert");
  });

  it("names the hours of a number once", async () => {
    const phone = makePhone([]);
    const number = { type: "duty_number" as const, version: 1, field_versions: {} };
    phone.listDutyNumbers = async () => [
      {
        ...number,
        id: "1",
        fields: { label: "Duty manager, by day", telephone: "1", hours: "day", position: 0 },
      },
      {
        ...number,
        id: "2",
        fields: { label: "Duty manager", telephone: "2", hours: "out_of_hours", position: 1 },
      },
    ];
    mount(phone, "#/alert");
    const one = await until(() => document.querySelector('a[href="tel:1"]'), "the first number");
    expect(one.textContent).toBe("Duty manager, by day1");
    expect(document.querySelector('a[href="tel:2"]')?.textContent).toBe("Duty manager2Out of hours");
  });
});
