// Waiting grows with each failure, has an end, and keeps the server's own wish.
import { expect, test } from "vitest";
import { findDelay } from "../../../pwa/src/domain/back_off";

test("the wait doubles with each failure in a row and has an upper end", () => {
  const delays = [1, 2, 3, 4, 50].map((attempt) => findDelay("server_error", attempt, 0));
  expect(delays).toEqual([15_000, 30_000, 60_000, 120_000, 600_000]);
});

test("chance takes off up to a half, so that phones do not come back together", () => {
  expect(findDelay("offline", 1, 0)).toBe(5_000);
  expect(findDelay("offline", 1, 1)).toBe(2_500);
});

test("a server's wish is never undercut", () => {
  for (const chance of [0, 0.5, 1])
    expect(findDelay("busy", 1, chance, 90_000)).toBeGreaterThanOrEqual(90_000);
});
