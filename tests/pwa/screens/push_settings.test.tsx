// On My device: being told when visits change, on and off, and why not, in words.
import { afterEach, expect, test } from "vitest";
import { makePhone } from "./fake_phone";
import { heading, mountApp, until } from "./mounted_app";

let app: ReturnType<typeof mountApp>;

afterEach(() => app.dispose());

const words = (part: string) => until(() => app.place.textContent?.includes(part), part);
const press = async (name: string) =>
  (
    await until(() => [...app.place.querySelectorAll("button")].find((one) => one.textContent === name), name)
  ).click();

test("an officer turns it on and off", async () => {
  app = mountApp(makePhone([]), "#/device");
  await heading("My device");
  await words("This phone does not tell you.");
  await press("Tell me");
  await words("This phone tells you.");
  await press("Do not tell me");
  await words("This phone does not tell you.");
});

test("a browser that may show no notices says what to do, and offers no button that cannot work", async () => {
  app = mountApp(makePhone([]), "#/device");
  app.setPush("refused");
  await words("Allow them for this page");
  expect(app.place.textContent).not.toContain("Tell me");
});
