// The screens of the lock: what a locked phone shows and what it never does, and that what was typed comes back.
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SaidWord } from "../../../pwa/src/domain/open_shift";
import { Problem } from "../../../pwa/src/domain/problems";
import { makeLocked } from "./fake_lock";
import { makePhone, makeSync, makeVisit, VISIT_ID } from "./fake_phone";
import { heading, mountApp, press, until } from "./mounted_app";

let app: ReturnType<typeof mountApp> | undefined;
const open = (hash = "#/", who?: null) => {
  window.scrollTo = () => undefined;
  app =
    who === null ? mountApp(makePhone([makeVisit()]), hash, null) : mountApp(makePhone([makeVisit()]), hash);
  return app;
};
const field = (id: string) => until(() => document.querySelector<HTMLInputElement>(`#${id}`), id);

async function type(id: string, words: string): Promise<void> {
  const box = await field(id);
  box.value = words;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

afterEach(() => {
  app?.dispose();
  app = undefined;
  vi.restoreAllMocks();
});

describe("a locked phone", () => {
  it("shows whom to ring and how much waits, and nothing of its officer or of a visit", async () => {
    const { lock, setSync } = open(`#/visit/${VISIT_ID}`);
    await heading("Rosalind Achebe");
    setSync(makeSync({ not_sent: 3, operations_not_sent: 3, oldest_at: "2026-11-23T08:00:00Z" }));
    lock.setState(makeLocked());
    await heading("Locked");
    const shown = document.documentElement.outerHTML + document.title;
    expect(shown).toContain("Duty manager");
    expect(shown).toContain("Hartwell Borough Council");
    expect(shown).toContain("3 things are only on this phone");
    for (const word of ["Achebe", "Rosalind", "Okoro", "Carey Gardens", "07700"])
      expect(shown).not.toContain(word);
    expect(location.hash).toBe(`#/visit/${VISIT_ID}`);
  });

  it("takes a PIN on the number pad, hidden from what keeps passwords and codes, and asks the phone with it", async () => {
    const { lock } = open();
    lock.setState(makeLocked());
    const box = await field("pin");
    expect(box.inputMode || box.getAttribute("inputmode")).toBe("numeric");
    expect([box.type, box.autocomplete]).toEqual(["text", "off"]);
    expect(document.activeElement).toBe(box);
    await press("Unlock");
    await until(() => document.querySelector(".govuk-error-summary"), "a mistake");
    expect(lock.asked).toEqual([]);
    await type("pin", "274916");
    await press("Unlock");
    expect(lock.asked).toEqual([{ what: "unlock", values: ["274916"] }]);
  });

  it("says how many tries are left, empties the box, and warns before the last", async () => {
    const { lock } = open();
    lock.setState(makeLocked({ wrong_pins: 4 }));
    lock.answers.next = { ok: false, problem: new Problem("wrong_pin", { count: 1 }) };
    await type("pin", "111222");
    await press("Unlock");
    await until(() => document.body.textContent?.includes("1 try is left"), "tries left");
    expect(document.body.textContent).toContain("One try is left. After that you need a connection");
    expect((await field("pin")).value).toBe("");
  });

  it.each([
    ["wrong_pins", "There were five wrong PINs"],
    ["ordered", "The council has locked this phone"],
    ["lapsed", "has not reached the council for too long"],
  ] as const)(
    "that no PIN opens any more (%s) says why, what stays, and lets sign in",
    async (dropped, words) => {
      const { lock } = open();
      lock.setState(makeLocked({ has_pin: false, dropped }));
      await heading("Locked");
      expect(document.body.textContent).toContain(words);
      expect(document.body.textContent).toContain("Nothing is lost");
      expect(document.querySelector("#pin")).toBeNull();
      expect(document.querySelector("#password")).not.toBeNull();
    },
  );

  it("that was wiped says what is gone, what is still sent, what became of drafts, and how visits come back", async () => {
    const { lock, setSync } = open();
    setSync(makeSync({ not_sent: 2 }));
    const wiped = { unsent: 3, drafts: 1 };
    lock.setState(makeLocked({ has_pin: false, dropped: "wiped", wiped }));
    await heading("Visits taken off this phone");
    const words = () => document.querySelector("main")?.textContent ?? "";
    expect(words()).toContain(
      "The council has taken your visits off this phone, with every name and address",
    );
    expect(words()).toContain("2 things that you saved are not sent yet");
    expect(words()).toContain("1 check that you began and did not save was not sent");
    expect(words()).toContain("To get your visits back, sign in with a connection");
    for (const untrue of ["Nothing is lost", "are all here", "locked this phone"])
      expect(words()).not.toContain(untrue);
    expect(document.querySelector("#password")).not.toBeNull();
    setSync(makeSync({ not_sent: 0 }));
    expect(words()).toContain(
      "3 things that you had saved were not sent when the order came. They were sent",
    );
    lock.setState(makeLocked({ has_pin: false, dropped: "wiped", wiped: { unsent: 0, drafts: 0 } }));
    expect(words()).toContain("Everything that you had saved was with the council already");
    expect(words()).not.toContain("began and did not save");
  });

  it("that was wiped says after the sign-in that visits come again, not that they are here", async () => {
    const { lock } = open();
    lock.setState({ is: "choosing", why: "wiped", facts: null, lost_drafts: 0 });
    await heading("Choose a PIN");
    expect(document.body.textContent).toContain("Your visits come again from the council");
    expect(document.body.textContent).not.toContain("are all here");
  });

  it("offers the phone's own lock only where it has one", async () => {
    const { lock } = open();
    lock.setState(makeLocked({ has_passkey: true }));
    await press("Fingerprint or face");
    expect(lock.asked).toEqual([{ what: "passkey", values: [] }]);
  });

  it("raises an alert with one tap, with or without words", async () => {
    const { lock } = open();
    lock.setState(makeLocked());
    await press("Raise an alert");
    await heading("Raise an alert");
    await press("Unsafe: you withdrew");
    await type("alert-where", "3 Invented Row");
    await press("Emergency: 999");
    expect(lock.asked.map(({ values }) => values[0])).toEqual([
      { kind: "unsafe_withdrew", address_text: "", words: "" },
      { kind: "emergency_999", address_text: "3 Invented Row", words: "" },
    ]);
  });

  it("keeps an alert that nobody knows of before everything, and records who was told", async () => {
    const { lock } = open();
    const open_alerts = [{ alert_id: "a1", raised_at: "2026-11-23T09:00:00Z" }];
    lock.setState(makeLocked({ open_alerts }));
    await heading("The council does not know this yet");
    expect(document.body.textContent).toContain("020 7946 0100");
    (
      await until(() => document.querySelector<HTMLInputElement>("input[value='Duty manager']"), "whom")
    ).click();
    await press("Record and go on");
    expect(lock.asked[0]).toMatchObject({ what: "told", values: ["a1", "Duty manager", expect.any(String)] });
    lock.setState(makeLocked());
    await heading("Locked");
    expect(document.body.textContent).toContain("The alert is sent by itself");
  });

  it("can be unlocked before somebody is told, to see whom the alert is about", async () => {
    const { lock } = open();
    lock.setState(makeLocked({ open_alerts: [{ alert_id: "a1", raised_at: "2026-11-23T09:00:00Z" }] }));
    await press("Unlock first");
    await heading("Locked");
    expect(document.body.textContent).toContain("The council does not know of an alert yet");
    await press("Back to the alert");
    await heading("The council does not know this yet");
  });

  it("records a check at a typed address, when address, outcome and note are there", async () => {
    const { lock } = open();
    lock.setState(makeLocked());
    await press("Record a check");
    await press("Save on this phone");
    expect(
      (await until(() => document.querySelector(".govuk-error-summary"), "mistakes")).querySelectorAll("a")
        .length,
    ).toBe(3);
    await type("check-address", "3 Invented Row");
    (
      await until(() => document.querySelector<HTMLInputElement>("input[value='seen_needs']"), "outcome")
    ).click();
    await type("check-note", "No food since Friday");
    await press("Save on this phone");
    await heading("Locked");
    expect(lock.asked[0]?.values[0]).toEqual({
      address_text: "3 Invented Row",
      why: expect.stringMatching(/Seen, with needs.*No food since Friday/),
    });
    expect(document.body.textContent).toContain("Saved on this phone");
  });

  it("says when she is expected, and takes what she says of her shift without unlocking", async () => {
    const { lock, setSync } = open();
    const now = Date.now();
    const hour = (from: number) => new Date(now + from * 3_600_000).toISOString();
    const shift = { shift_id: "s1", starts_at: hour(-2), due_at: hour(2.5), is_started: false };
    const { facts } = makeLocked();
    const show = (own_shifts: (typeof shift)[], said: SaidWord[] = []) =>
      lock.setState(makeLocked({ facts: facts && { ...facts, own_shifts, said } }));
    const bar = () => document.querySelector(".app-shift")?.textContent ?? "";
    show([shift]);
    await until(() => bar().includes("in 2 h 2"), "how long is left");
    for (const word of ["Start shift", "I am safe", "Finish"]) await press(word);
    expect(lock.asked).toEqual(
      ["start", "safe", "finish"].map((kind) => ({ what: "check_in", values: [kind, "s1"] })),
    );
    setSync(makeSync({ not_sent: 1 }));
    show([shift], [{ op_id: "o1", shift_id: "s1", kind: "safe", at: hour(0) }]);
    await until(() => bar().includes("without signal the council does not know it yet"), "what she said");
    show([{ ...shift, due_at: hour(-1) }]);
    await until(() => bar().includes("Ring, or say Finish"), "that the time is over");
    expect(bar()).not.toContain("You said");
    expect(document.querySelector('.app-shift a[href="tel:02079460100"]')).not.toBeNull();
    lock.setState(makeLocked());
    await until(() => document.body.textContent?.includes("No shift of yours stands here"), "none");
    lock.setState(makeLocked({ has_pin: false, dropped: "ordered" }));
    expect(document.body.textContent).not.toContain("No shift of yours");
  });

  it("says that a clock is wrong instead of taking a PIN", async () => {
    const { lock } = open();
    lock.setState(makeLocked({ is_clock_wrong: true }));
    await heading("Locked");
    expect(document.body.textContent).toContain("The clock of this phone is wrong");
    expect(document.querySelector("#pin")).toBeNull();
  });
});

describe("choosing a PIN", () => {
  it("refuses an easy one and two that differ, and saves what is typed twice", async () => {
    const { lock } = open("#/", null);
    lock.setState({ is: "choosing", why: "first", facts: null, lost_drafts: 0 });
    await heading("Choose a PIN");
    await type("new-pin", "123456");
    await press("Save the PIN");
    await until(() => document.body.textContent?.includes("too easy to guess"), "too easy");
    await type("new-pin", "274916");
    await type("same-pin", "274917");
    await press("Save the PIN");
    await until(() => document.body.textContent?.includes("not the same"), "not the same");
    await type("same-pin", "274916");
    await press("Save the PIN");
    expect(lock.asked).toEqual([{ what: "choose", values: ["274916"] }]);
  });

  it("says plainly what can no longer be read, and what is not lost", async () => {
    const { lock } = open("#/", null);
    lock.setState({ is: "choosing", why: "lost", facts: null, lost_drafts: 2 });
    await heading("Choose a PIN");
    expect(document.body.textContent).toContain(
      "2 checks that you began and did not save can no longer be read",
    );
    expect(document.body.textContent).toContain(
      "Work that you saved and that is not sent stays, and is sent",
    );
  });
});

describe("an open phone", () => {
  it("warns before it locks without taking the focus, and stays open by a button", async () => {
    const { lock } = open(`#/visit/${VISIT_ID}/cannot`);
    const box = await field("note");
    box.focus();
    lock.setNear(true);
    await until(() => document.body.textContent?.includes("The app is about to lock"), "the warning");
    expect(document.activeElement).toBe(box);
    await press("Keep it open");
    await until(() => !document.body.textContent?.includes("The app is about to lock"), "no warning");
  });

  it("puts back what was half typed, and the focus, when it is opened again", async () => {
    const { lock } = open("#/", null);
    lock.answers.typed = {
      hash: `#/visit/${VISIT_ID}/cannot`,
      fields: [
        { id: "reason-2", value: "no_access", is_checked: true },
        { id: "note", value: "The side gate" },
      ],
      focused_id: "note",
      focused_at: null,
      selection: [4, 8],
      scrolled: 0,
    };
    app?.dispose();
    app = mountApp(makePhone([makeVisit()]), `#/visit/${VISIT_ID}/cannot`);
    app.lock.answers.typed = lock.answers.typed;
    app.lock.setState(makeLocked());
    await heading("Locked");
    app.lock.setState(null);
    const note = await field("note");
    await until(() => note.value === "The side gate", "the note");
    await until(() => document.activeElement === note, "the focus");
    expect([note.selectionStart, note.selectionEnd]).toEqual([4, 8]);
  });

  it("says until when it can be read, when that is near", async () => {
    const { lock } = open();
    await heading("Your visits");
    expect(document.body.textContent).not.toContain("can be read on this phone until");
    lock.setLapsesAt("2026-11-24T14:05:00Z");
    await until(() => document.body.textContent?.includes("can be read on this phone until"), "the lapse");
  });

  it("takes minutes and the lock itself on My device", async () => {
    const { lock } = open("#/device");
    await heading("My device");
    const minutes = (await field("lock-minutes")) as unknown as HTMLSelectElement;
    minutes.value = "10";
    minutes.dispatchEvent(new Event("change", { bubbles: true }));
    expect(lock.asked).toEqual([{ what: "minutes", values: [10] }]);
    await press("Lock now");
    await heading("Locked");
  });
});
