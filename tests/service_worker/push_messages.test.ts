// A push message shows one notice without a name, sends what waits, and tells open pages to look for themselves.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const sendInBackground = vi.fn(async () => undefined);
vi.mock("../../service_worker/background_sync", () => ({ sendInBackground }));
const { openApp, tellOfChange } = await import("../../service_worker/push_messages");

const page = {
  url: "https://council.example/app/#/",
  postMessage: vi.fn(),
  focus: vi.fn(async () => undefined),
};
const office = { url: "https://council.example/office/", postMessage: vi.fn(), focus: vi.fn() };
const showNotification = vi.fn(async () => undefined);
const openWindow = vi.fn(async () => null);
let pages: object[] = [];

beforeEach(() => {
  pages = [office, page];
  vi.clearAllMocks();
  vi.stubGlobal("self", {
    navigator: { language: "cy-GB" },
    registration: { showNotification },
    clients: { matchAll: async () => pages, openWindow },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a notice is shown, work is sent and pages are told, whatever fails beside it", async () => {
  sendInBackground.mockRejectedValueOnce(new Error("1 not sent"));
  await tellOfChange();
  expect(showNotification).toHaveBeenCalledExactlyOnceWith(
    "Mae eich ymweliadau wedi newid",
    expect.objectContaining({ tag: "visits_changed", lang: "cy" }),
  );
  expect(page.postMessage).toHaveBeenCalledWith({ type: "visits_changed" });
  showNotification.mockRejectedValueOnce(new TypeError("no permission"));
  await tellOfChange();
  expect(sendInBackground).toHaveBeenCalledTimes(2);
});

test("a tap on the notice brings the open app to the front, or opens it", async () => {
  await openApp();
  expect(page.focus).toHaveBeenCalledOnce();
  pages = [office];
  await openApp();
  expect(openWindow).toHaveBeenCalledExactlyOnceWith("/app/");
});
