// An officer says that she starts, is safe or has finished from the top of her list, with or without a connection.
import { afterEach, expect, it } from "vitest";
import type { OwnShift } from "../../../pwa/src/domain/own_shift";
import { makePhone, makeSync, makeVisit } from "./fake_phone";
import { mountApp, press, until } from "./mounted_app";

Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
afterEach(() => open?.dispose());
const text = () => document.querySelector("main")?.textContent ?? "";

it("the list begins with when she is expected to be heard from, one tap for each word, and whom to ring", async () => {
  const none = { is_started: false, has_begun: true, is_finished: false, said: null };
  const times = { starts_at: "2020-01-01T09:00:00Z", due_at: "2020-01-01T17:00:00Z" };
  const shift: OwnShift = { shift_id: "s1", ...times, ...none };
  const phone = makePhone([makeVisit()]);
  open = mountApp({ ...phone, findOwnShift: async () => shift }, "#/");
  await until(() => text().includes("The council expected to hear from you by"), "that the time has passed");
  expect(document.querySelector('.app-shift a[href="tel:02079460100"]')).not.toBeNull();
  await press("Start shift");
  await press("I am safe");
  await press("Finish");
  const officer = expect.any(String);
  const words = ["start", "safe", "finish"].map((kind) => ({
    what: "check_in",
    values: [officer, kind, "s1"],
  }));
  await until(() => phone.saved.length === 3, "three words saved");
  expect(phone.saved).toEqual(words);
});

it("of the next shift only when it begins is said, and no word is offered that the council would not take", async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const none = { shift_id: "s1", is_started: false, has_begun: false, is_finished: false, said: null };
  const shift = (starts_at: string): OwnShift => ({ ...none, starts_at, due_at: "2199-01-02T17:00:00Z" });
  const phone = makePhone([makeVisit()]);
  open = mountApp({ ...phone, findOwnShift: async () => shift("2199-01-02T09:00:00Z") }, "#/");
  await until(() => text().includes("Your next shift begins"), "the next shift");
  const offered = () =>
    [...document.querySelectorAll(".app-shift .app-buttons button")].map((one) => one.textContent);
  expect(offered()).toEqual([]);
  open.dispose();
  open = mountApp({ ...phone, findOwnShift: async () => shift(soon) }, "#/");
  await until(() => offered().length > 0, "the shift that is near");
  expect(offered()).toEqual(["Start shift"]);
});

it("the place of her shift is kept from the moment the list is there, as high as what comes into it", async () => {
  const phone = makePhone([makeVisit()]);
  const getDay = async () => ({ ...(await phone.getDay()), has_shift: true });
  const findOwnShift = () => new Promise<null>(() => undefined); // its part of the app is still on the way
  open = mountApp({ ...phone, getDay, findOwnShift }, "#/");
  await until(() => document.querySelector(".app-visit"), "the list");
  expect(document.querySelector(".app-shift-place--running")).not.toBeNull();
  expect(document.querySelector(".app-shift")).toBeNull();
});

it("what she said last is told with who has it, and Finish can be taken back", async () => {
  const said = { kind: "finish", at: "2026-11-23T12:00:00Z" } as const;
  const shift: OwnShift = {
    shift_id: "s1",
    starts_at: "2026-11-23T09:00:00Z",
    due_at: "2026-11-23T17:00:00Z",
    is_started: true,
    has_begun: true,
    is_finished: true,
    said,
  };
  const phone = makePhone([makeVisit()]);
  open = mountApp({ ...phone, findOwnShift: async () => shift }, "#/");
  open.setSync(makeSync({ not_sent: 1, last_contact_at: "2026-11-23T12:30:00Z" }));
  await until(() => text().includes("without signal the council does not know it yet"), "that it waits");
  expect(text()).not.toContain("The council has it");
  open.setSync(makeSync({ last_contact_at: "2026-11-23T11:59:00Z" }));
  expect(text()).not.toContain("The council has it");
  open.setSync(makeSync({ last_contact_at: "2026-11-23T12:00:01Z" }));
  await until(() => text().includes("You said that you have finished"), "her word");
  expect(text()).toContain("The council has it");
  await press("Start shift");
  await until(() => phone.saved.length === 1, "taken back");
  expect(phone.saved[0]).toMatchObject({ what: "check_in", values: ["u1", "start", "s1"] });
});
