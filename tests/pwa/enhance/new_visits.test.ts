// The list of visits says what came in meanwhile: it is spoken once, and nobody is asked for once nobody is signed in.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tellOfNewVisits } from "../../../pwa/src/enhance/new_visits";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML =
    '<div><p role="status" data-spoken="New visits"></p><p hidden data-new-visits="/n"><span data-words></span></p></div>';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it("counts what is new, speaks once, asks on after a failure, and ends with the session", async () => {
  const answers = [
    503,
    null,
    { new: 1, words: "1 new" },
    "a proxy’s own page",
    { new: 2, words: "2 new" },
    403,
  ];
  const ask = vi.fn(async () => {
    const answer = answers.shift();
    if (answer === null) throw new TypeError("no line");
    if (typeof answer === "string") return new Response(answer);
    return typeof answer === "object" ? Response.json(answer) : new Response(null, { status: answer ?? 401 });
  });
  vi.stubGlobal("fetch", ask);
  const notice = document.querySelector("[data-new-visits]") as HTMLElement;
  const spoken = document.querySelector("[data-spoken]") as HTMLElement;
  tellOfNewVisits(notice);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([notice.hidden, spoken.textContent]).toEqual([true, ""]);
  await vi.advanceTimersByTimeAsync(5000);
  expect([notice.hidden, notice.textContent, spoken.textContent]).toEqual([false, "1 new", "New visits"]);
  spoken.textContent = "";
  await vi.advanceTimersByTimeAsync(60_000);
  expect([notice.textContent, spoken.textContent, ask.mock.calls.length]).toEqual(["2 new", "", 6]);
});
