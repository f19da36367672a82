// The address is read when the app is loaded: a cold start opens at any screen.
import { expect, it, vi } from "vitest";

it.each(["forms", "cannot", "note", "correct", "propose", "alert"])(
  "a cold start opens at %s of a visit",
  async (screen) => {
    vi.resetModules();
    location.hash = `#/visit/v1/${screen}`;
    const { address } = await import("../../../pwa/src/screens/address");
    expect(address()).toEqual({ screen, visit_id: "v1" });
  },
);
