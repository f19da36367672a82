// The script of the office page that blacks out an area: by pointer, by arrow keys, and in step with the fields.
import { afterEach, describe, expect, it, vi } from "vitest";
import { improvePicture } from "../../../pwa/src/enhance/black_out";

afterEach(() => document.body.replaceChildren());

/** The parts of the office page that the script works with, in a frame of 200 x 100 px. */
function page(): { frame: HTMLElement; values: () => string[]; handle: HTMLElement; button: HTMLElement } {
  document.body.innerHTML = `
    <div data-black-out data-form="area" data-handle="Area" data-button="Draw"><img alt=""><svg><rect/></svg></div>
    <form id="area"><input name="left"><input name="top"><input name="width"><input name="height"></form>`;
  const frame = document.querySelector<HTMLElement>("[data-black-out]") as HTMLElement;
  vi.spyOn(frame, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 200, 100));
  improvePicture(frame);
  return {
    frame,
    values: () => [...document.querySelectorAll("input")].map((input) => input.value),
    handle: frame.querySelector("[role=application]") as HTMLElement,
    button: document.querySelector("button") as HTMLElement,
  };
}

function point(target: EventTarget, type: string, x: number, y: number): void {
  target.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true, cancelable: true }));
}

function press(target: HTMLElement, key: string, shiftKey = false): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
}

describe("an area is drawn on a picture of the office", () => {
  it("by pointer, once it was asked for: until then a finger scrolls", () => {
    const { frame, values, button } = page();
    point(frame, "pointerdown", 20, 10);
    point(document, "pointermove", 120, 60);
    expect(values()).toEqual(["", "", "", ""]);
    point(document, "pointerup", 120, 60);
    button.click();
    point(frame, "pointerdown", 20, 10);
    point(document, "pointermove", 120, 60);
    point(document, "pointerup", 120, 60);
    point(document, "pointermove", 190, 90);
    expect(values()).toEqual(["10", "10", "50", "50"]);
    expect(frame.querySelector("rect")?.getAttribute("width")).toBe("50");
  });

  it("by arrow keys, which move it, and with Shift change its size", () => {
    const { values, handle, button } = page();
    expect(handle.hidden).toBe(true);
    button.click();
    expect(document.activeElement).toBe(handle);
    expect(values()).toEqual(["40", "40", "20", "20"]);
    press(handle, "ArrowRight");
    press(handle, "ArrowUp");
    press(handle, "ArrowDown", true);
    press(handle, "ArrowLeft", true);
    press(handle, "Tab");
    expect(values()).toEqual(["41", "39", "19", "21"]);
  });

  it("and follows what is typed into the fields", () => {
    const { frame, handle, button } = page();
    button.click();
    const left = document.querySelector<HTMLInputElement>("[name=left]") as HTMLInputElement;
    left.value = "7";
    left.dispatchEvent(new Event("input", { bubbles: true }));
    expect(frame.querySelector("rect")?.getAttribute("x")).toBe("7");
    left.value = "700";
    left.dispatchEvent(new Event("input", { bubbles: true }));
    expect(handle.hidden).toBe(true);
    button.click();
    expect(left.value).toBe("40");
  });
});
