// An officer says that she starts, is safe or has finished from the top of her list, with or without a connection.
import { afterEach, expect, it } from "vitest";
import type { OwnShift } from "../../../pwa/src/domain/own_shift";
import { makePhone, makeVisit } from "./fake_phone";
import { mountApp, press, until } from "./mounted_app";

Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
afterEach(() => open?.dispose());
const text = () => document.querySelector("main")?.textContent ?? "";

it("the list begins with when she is expected to be heard from, one tap for each word, and whom to ring", async () => {
  const shift: OwnShift = { shift_id: "s1", due_at: "2020-01-01T17:00:00Z", is_started: false, said: null };
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
