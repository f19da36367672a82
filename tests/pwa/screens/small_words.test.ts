// Addresses, times and the sentence about sync, without a page.
import { describe, expect, it } from "vitest";
import { parse, write } from "../../../pwa/src/screens/address";
import { readClock } from "../../../pwa/src/screens/alert/told_form";
import { joinDate } from "../../../pwa/src/screens/date_parts";
import { truthSentence } from "../../../pwa/src/screens/frame/sync_words";
import { age, fileSize, moment } from "../../../pwa/src/screens/moments";
import { mapLink } from "../../../pwa/src/screens/visit/visit_rows";
import "../../../pwa/src/screens/later_texts";
import { makeSync, makeVisit } from "./fake_phone";

describe("the address of a screen", () => {
  it.each([
    { screen: "visits" } as const,
    { screen: "visit", visit_id: "v1" } as const,
    { screen: "check", visit_id: "v1", form_id: "f", page: 3 } as const,
    { screen: "check", visit_id: "v1", form_id: "f", page: "save" } as const,
    { screen: "not_sent" } as const,
    { screen: "leftover", instance_id: "uuid:1/2" } as const,
    { screen: "cannot", visit_id: "v1" } as const,
    { screen: "correct", visit_id: "v1" } as const,
    { screen: "propose", visit_id: null } as const,
    { screen: "propose", visit_id: "v1" } as const,
    { screen: "conflict", conflict_id: "c1" } as const,
  ])("comes back as it was written: %o", (address) => {
    expect(parse(write(address))).toEqual(address);
  });

  it("is the visit list when it means nothing", () => {
    expect(parse("#/nonsense/<script>")).toEqual({ screen: "visits" });
    expect(parse("#/visit/v1/check/f/-7")).toMatchObject({ page: 0 });
  });
});

describe("times", () => {
  const now = new Date(2026, 10, 23, 14, 0);
  it("are today, yesterday or a date", () => {
    expect(moment(new Date(2026, 10, 23, 10, 42).toISOString(), now)).toBe("Today 10:42");
    expect(moment(new Date(2026, 10, 22, 16, 5).toISOString(), now)).toBe("Yesterday 16:05");
    expect(moment(new Date(2026, 10, 3, 9, 0).toISOString(), now)).toBe("3 November 09:00");
  });

  it("say an age in the unit a person would use", () => {
    const ago = (minutes: number) => age(new Date(now.getTime() - minutes * 60_000).toISOString(), now);
    expect([ago(0), ago(1), ago(59), ago(60), ago(47 * 60), ago(48 * 60)]).toEqual([
      "less than a minute",
      "1 minute",
      "59 minutes",
      "1 hour",
      "47 hours",
      "2 days",
    ]);
  });

  it("read what was typed as a time of today, or of yesterday when it has not come yet", () => {
    expect(readClock("13:05", now)).toBe(new Date(2026, 10, 23, 13, 5).toISOString());
    expect(readClock("1305", now)).toBe(new Date(2026, 10, 23, 13, 5).toISOString());
    expect(readClock("23:50", now)).toBe(new Date(2026, 10, 22, 23, 50).toISOString());
    expect([readClock("25:00", now), readClock("", now), readClock("soon", now)]).toEqual([null, null, null]);
  });

  it("take a date only when it exists", () => {
    expect(joinDate({ day: "7", month: "2", year: "2027" })).toBe("2027-02-07");
    expect(joinDate({ day: "", month: "", year: "" })).toBe("");
    expect(joinDate({ day: "31", month: "2", year: "2027" })).toBeNull();
    expect(joinDate({ day: "1", month: "2", year: "27" })).toBeNull();
  });
});

describe("the sentence of truth", () => {
  const old = new Date(2026, 10, 3, 9, 0).toISOString();

  it("never says received while something is not", () => {
    const state = makeSync({ not_sent: 5, photos_not_sent: 2, oldest_at: old, received: 40 });
    expect(truthSentence(state)).toBe(
      "3 things and 2 photos are only on this phone, the oldest since 3 November 09:00.",
    );
    expect(truthSentence({ ...state, not_sent: 1, photos_not_sent: 0 })).toBe(
      "1 thing is only on this phone, since 3 November 09:00.",
    );
    expect(truthSentence({ ...state, not_sent: 1, photos_not_sent: 1, offline: true })).toBe(
      "No connection. 1 photo is only on this phone, since 3 November 09:00.",
    );
  });

  it("calls photos without a form photos, and does not say that the council has everything", () => {
    const begun = makeSync({ loose_photos: 2, received: 3, last_contact_at: old });
    expect(truthSentence(begun)).toBe(
      "The council has everything you have saved. Last contact 3 November 09:00. " +
        "2 photos are not sent yet: they are only on this phone until you save them.",
    );
    expect(truthSentence({ ...begun, unfinished: 1 })).toContain("1 form is not finished");
  });

  it("believes the things themselves when the count says nothing", () => {
    expect(truthSentence(makeSync({ operations: { o1: "waiting" } }))).toBe("Work is only on this phone.");
  });

  it("puts lost work before everything else, then what is not sent, then what needs the officer", () => {
    const all = { not_sent: 1, oldest_at: old, needs_attention: 2 };
    expect(truthSentence(makeSync({ ...all, lost: { had: 5, now: 0 } }))).toContain(
      "had 5 unsent, and now has 0",
    );
    expect(truthSentence(makeSync(all))).toContain("only on this phone");
    expect(truthSentence(makeSync({ needs_attention: 2 }))).toContain("2 things need attention");
  });

  it("says the time of the last contact, and does not claim more when the last try failed", () => {
    expect(truthSentence(makeSync({ last_contact_at: old }))).toBe(
      "The council has everything from this phone. Last contact 3 November 09:00.",
    );
    expect(truthSentence(makeSync({ last_contact_at: old, trouble: "busy" }))).toContain("did not reach");
    expect(truthSentence(makeSync({ last_contact_at: old, offline: true }))).toMatch(/^No connection\./);
  });

  it.each(["busy", "server_error", "signed_out", "revoked", "no_room", "too_old", "store_closed"] as const)(
    "names the trouble in words: %s",
    (trouble) => {
      const sentence = truthSentence(makeSync({ not_sent: 1, oldest_at: old, trouble }));
      expect(sentence).not.toContain("trouble-");
      expect(sentence).not.toContain(trouble.includes("_") ? trouble : "trouble");
    },
  );
});

it("a map link needs no tile and names the address", () => {
  expect(mapLink(makeVisit().resident.fields)).toBe("geo:51.47,-0.13?q=12%20Carey%20Gardens%2C%20SW8%204HR");
});

it("sizes are whole and honest", () => {
  expect([fileSize(10), fileSize(300_000), fileSize(3_400_000)]).toEqual(["1 KB", "293 KB", "3.2 MB"]);
});
