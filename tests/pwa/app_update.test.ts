// The worker that opens the app without a signal is registered until it is there.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followUpdates } from "../../pwa/src/app_update";

class FakeRegistration extends EventTarget {
  active: object | null = null;
  waiting = null;
  installing = null;
  update = vi.fn(async () => undefined);
}

const register = vi.fn<() => Promise<FakeRegistration>>();

beforeEach(() => {
  vi.useFakeTimers();
  register.mockReset();
  const serviceWorker = Object.assign(new EventTarget(), { controller: null, register });
  vi.stubGlobal("navigator", { serviceWorker });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a line that breaks off while the worker comes leaves no phone without one", async () => {
  const [lost, kept] = [new FakeRegistration(), new FakeRegistration()];
  register
    .mockRejectedValueOnce(new TypeError("no line"))
    .mockResolvedValueOnce(lost)
    .mockResolvedValue(kept);
  const used: unknown[] = [];
  followUpdates(vi.fn(), (registration) => used.push(registration));
  await vi.advanceTimersByTimeAsync(0);
  expect(used).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(used).toEqual([lost]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(used).toEqual([lost, kept]);
  kept.active = {};
  await vi.advanceTimersByTimeAsync(60_000);
  expect(register).toHaveBeenCalledTimes(3);
});

test("an active worker is only asked for news, once an hour", async () => {
  const registration = new FakeRegistration();
  registration.active = {};
  register.mockResolvedValue(registration);
  followUpdates(vi.fn(), vi.fn());
  await vi.advanceTimersByTimeAsync(2 * 60 * 60_000);
  expect(register).toHaveBeenCalledTimes(1);
  expect(registration.update).toHaveBeenCalledTimes(2);
});
