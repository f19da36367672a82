// What saving will do, told before it: as the server reads the same answers (tests/server/forms/test_meaning.py).
import { describe, expect, it } from "vitest";
import { readEffects } from "../../../pwa/src/forms/effects";

const RECORDINGS = [
  { node: "/data/outcome", records: "visit.outcome" },
  { node: "/data/mobile", records: "resident.mobile" },
  { node: "/data/concern", records: "alert.safeguarding" },
  { node: "/data/food", records: "referral.food.wanted" },
  { node: "/data/people", records: "referral.food.people" },
  { node: "/data/agreed", records: "referral.food.agreed" },
  { node: "/data/person/repair", records: "referral.repairs.wanted" },
  { node: "/data/person/what", records: "referral.repairs.what" },
];
const BASE = {
  "/data/mobile": {
    entity_type: "resident" as const,
    entity_id: "r1",
    field: "mobile",
    version: 1,
    value: "1",
  },
};

function effects(answers: Record<string, string>, isHidden?: (node: string) => boolean) {
  return readEffects(RECORDINGS, new Map(Object.entries(answers)), BASE, isHidden);
}

describe("what saving will do", () => {
  it("is an outcome, one referral for each need, and each detail that is no longer what it was", () => {
    const told = effects({
      "/data/outcome": "seen_needs",
      "/data/mobile": "2",
      "/data/food": "yes",
      "/data/people": "3",
    });
    expect(told).toEqual({
      outcome: "seen_needs",
      referrals: ["food"],
      refused: [],
      changes: [{ node: "/data/mobile", entity_type: "resident", field: "mobile", answer: "2" }],
    });
  });

  it("counts the needs of each turn of a repeat by themselves", () => {
    const told = effects({
      "/data/person[1]/repair": "yes",
      "/data/person[1]/what": "roof",
      "/data/person[2]/repair": "no",
      "/data/person[2]/what": "door",
      "/data/person[3]/what": "bath",
    });
    expect(told.referrals).toEqual(["repairs", "repairs"]);
  });

  it("makes no referral without agreement, and says so", () => {
    expect(effects({ "/data/food": "yes", "/data/agreed": "no" })).toMatchObject({
      referrals: [],
      refused: ["food"],
    });
    expect(effects({ "/data/agreed": "yes" })).toMatchObject({ referrals: [], refused: [] });
  });

  it("is nothing for what stayed as it was, for what is empty, and for what must not be read", () => {
    const nothing = { outcome: null, referrals: [], refused: [], changes: [] };
    expect(effects({ "/data/mobile": "1", "/data/food": "", "/data/concern": "yes" })).toEqual(nothing);
    expect(effects({ "/data/food": "yes" }, (node) => node === "/data/food")).toEqual(nothing);
  });
});
