// A form is watched without being written out at every answer, and no answer is missed.
import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchAnswers } from "../../../../pwa/src/screens/check/watch_answers";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const [xml, setXml] = createSignal("<a/>");
  const read = vi.fn(xml);
  const changed = vi.fn();
  const dispose = createRoot((end) => {
    watchAnswers(read, changed);
    return end;
  });
  return { setXml, read, changed, dispose };
}

it("hears of an answer at once, and writes the form out later", () => {
  const { setXml, read, changed } = watched();
  read.mockClear();
  setXml("<a>1</a>");
  expect(changed).toHaveBeenCalledTimes(1);
  expect(read).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(read).toHaveBeenCalledTimes(1);
});

it("hears of each answer that comes after another", () => {
  const { setXml, changed } = watched();
  for (const answer of ["1", "2", "3"]) {
    changed.mockClear();
    setXml(`<a>${answer}</a>`);
    setXml(`<a>${answer}${answer}</a>`);
    vi.runAllTimers();
    expect(changed).toHaveBeenCalled();
  }
});

it("says so too of an answer that came before the form was watched again", () => {
  const { setXml, changed } = watched();
  setXml("<a>1</a>");
  changed.mockClear();
  setXml("<a>2</a>");
  vi.runAllTimers();
  expect(changed).toHaveBeenCalledTimes(1);
});

it("hears of nothing once the form is closed", () => {
  const { setXml, changed, dispose } = watched();
  dispose();
  setXml("<a>1</a>");
  vi.runAllTimers();
  expect(changed).not.toHaveBeenCalled();
});
