// A picture that is being drawn: shown once it is there, and never in the middle of a sentence.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lookUntilDrawn } from "../../../pwa/src/enhance/being_drawn";

const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<p data-being-drawn="/office/photos/1/1600"></p><textarea></textarea>';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  reload.mockClear();
  document.body.replaceChildren();
});

/** Answers with these one after the other, the last one from then on; 0: no line. */
async function waitFor(seconds: number, ...statuses: number[]): Promise<number> {
  const ask = vi.fn(async () => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    if (!status) throw new TypeError("no line");
    return new Response(null, { status });
  });
  vi.stubGlobal("fetch", ask);
  lookUntilDrawn(document.querySelector("[data-being-drawn]") as HTMLElement, reload);
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return ask.mock.calls.length;
}

describe("the page of a picture that is being drawn", () => {
  it("is loaded again once it is there, or once it is said that it cannot be drawn", async () => {
    await waitFor(3, 404, 0, 200);
    expect(reload).toHaveBeenCalledTimes(1);
    await waitFor(1, 409);
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it("keeps what somebody types, and does not ask without end", async () => {
    const field = document.querySelector("textarea") as HTMLTextAreaElement;
    field.value = "It is of";
    expect(await waitFor(3600, 200)).toBe(120);
    expect(reload).not.toHaveBeenCalled();
  });
});
