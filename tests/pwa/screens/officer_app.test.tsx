// The officer's way through the app: list, visit, check, alert, note, sign-out; what is saved, and what is said when.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
// The app loads this on demand; loaded here once, so that no test waits for it.
import "../../../pwa/src/screens/check/check_screen";
import { saveBeforeLock } from "../../../pwa/src/screens/unlock/before_lock";
import { type FakePhone, makeAlert, makePhone, makeSync, makeVisit, VISIT_ID } from "./fake_phone";
import { choose, heading, mountApp, press, until } from "./mounted_app";

const XFORM = readFileSync(join(import.meta.dirname, "../forms/small_form.xml"), "utf8");
Object.assign(globalThis, { scrollTo: () => undefined });

let open: ReturnType<typeof mountApp> | undefined;
const mount = (...given: Parameters<typeof mountApp>) => {
  open = mountApp(...given);
  return open;
};
afterEach(() => open?.dispose());

const names = (phone: FakePhone) => phone.saved.map(({ what }) => what);
const text = () => document.body.textContent ?? "";
const find = <Found extends HTMLElement>(selector: string): Found => {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`Not on the screen: ${selector}`);
  return found;
};
const type = (selector: string, words: string) => {
  const field = find<HTMLInputElement>(selector);
  field.value = words;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

describe("the visit list", () => {
  it("groups overdue, today, next and done, and says demo", async () => {
    const visits = [
      makeVisit({ planned_on: "2026-11-20" }, "v1"),
      makeVisit({}, "v2"),
      makeVisit({ planned_on: "2026-11-24" }, "v3"),
      makeVisit({ status: "submitted", outcome: "seen_no_needs" }, "v4"),
    ];
    mount(makePhone(visits), "#/");
    await until(() => document.querySelectorAll("h2").length === 4, "four groups");
    const groups = [...document.querySelectorAll("h2")].map((one) => one.textContent?.trim());
    expect(groups).toEqual(["Overdue 1", "Today 1", "Next 1", "Done 1"]);
    expect(text()).toContain("Demo.");
    expect(text()).toContain("after 10:00");
  });

  it("says so when there is none yet", async () => {
    mount(makePhone([]), "#/");
    await until(() => text().includes("You have no visits"), "empty");
  });

  it("does not say that there is none before the first pull, whatever was sent meanwhile", async () => {
    const getDay = async () => ({ today_on: "2026-11-23", rows_as_of: null });
    mount({ ...makePhone([]), getDay }, "#/");
    await until(() => text().includes("not on this phone yet"), "nothing yet");
    expect(text()).not.toContain("You have no visits");
  });
});

describe("what is said aloud", () => {
  it("changes with the kind of the sync, not with its count", async () => {
    const app = mount(makePhone([]), "#/");
    const region = await until(() => document.querySelector("[aria-live=polite]"), "live region");
    app.setSync(makeSync({ not_sent: 1, oldest_at: "2026-11-23T08:00:00Z" }));
    expect(region.textContent).toBe("Work is saved on this phone and not sent yet.");
    region.textContent = "";
    app.setSync(makeSync({ not_sent: 2, oldest_at: "2026-11-23T08:00:00Z" }));
    expect(region.textContent).toBe("");
  });
});

describe("work that is missing", () => {
  it("is reported until its officer says that they have read it", async () => {
    const app = mount(makePhone([]), "#/not_sent");
    app.setSync(makeSync({ lost: { had: 3, now: 0 } }));
    await until(() => text().includes("This phone had 3 unsent, and now has 0. Ring the office."), "report");
    await press("I have read this");
    await until(() => !text().includes("Ring the office"), "no report");
    expect([...document.querySelectorAll("button")].map((one) => one.textContent)).not.toContain(
      "I have read this",
    );
  });
});

describe("a visit", () => {
  it("shows its warning before everything else, with its date", async () => {
    const visit = makeVisit();
    visit.markers = [
      {
        type: "warning_marker",
        id: "m1",
        version: 1,
        field_versions: {},
        fields: {
          resident_id: "r1",
          address_id: null,
          instruction: "Large dog.",
          needs_pair: true,
          review_on: null,
          approved_at: null,
          expired: true,
        },
      },
    ];
    mount(makePhone([visit]), `#/visit/${VISIT_ID}`);
    const title = await heading("Rosalind Achebe");
    expect(title.nextElementSibling?.textContent).toContain(
      "Large dog. Visit in pairs. This marker has expired",
    );
    expect(title.nextElementSibling?.textContent).toContain("Markers as of");
    expect(document.title, "it goes into the browser's history").toBe("Visit – Doorstep");
  });

  it("that is gone says where unsent work stays", async () => {
    mount(makePhone([]), "#/visit/unknown");
    await heading("This visit is not on your phone");
  });
});

describe("a check", () => {
  it("without needs is saved with an outcome that closes the visit, and says so only then", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    mount(phone, `#/visit/${VISIT_ID}`);
    await press("Start check");
    await choose("seen_no_needs");
    await press("Skip to check and save");
    await heading("Check your answers");
    expect(text()).not.toContain("Saved on this phone");
    await press("Save on this phone");
    await heading("Check saved");
    const submission = phone.saved.find(({ what }) => what === "submission")?.values[0];
    expect(submission).toMatchObject({
      outcome: "seen_no_needs",
      closes_visit: true,
      form_version_id: "f1",
      alerts: [],
    });
    expect(names(phone)[0]).toBe("start");
  });

  it("is not held up by a sound that must be recorded and that the council cannot keep", async () => {
    const bind = '<bind nodeset="/data/outcome_page/talk" type="binary" required="true()"/>';
    const upload = '<upload ref="/data/outcome_page/talk" mediatype="audio/*"><label>Talk</label></upload>';
    const withSound = XFORM.replace("<note/>", "<note/><talk/>")
      .replace('<bind nodeset="/data/needs"', `${bind}$&`)
      .replace('<input ref="/data/outcome_page/note"', `${upload}$&`);
    const phone = makePhone([makeVisit()], withSound);
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("seen_no_needs");
    expect(text()).toContain("Talk The council cannot keep sounds and films yet");
    await press("Skip to check and save");
    await heading("Check your answers");
    await press("Save on this phone");
    await heading("Check saved");
  });

  it("that the phone refuses to save stays on the page and says why", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    phone.saveSubmission = async () => {
      throw new Error("full");
    };
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("seen_no_needs");
    await press("Skip to check and save");
    await press("Save on this phone");
    await until(() => text().includes("This was not saved"), "refusal");
    expect(text()).not.toContain("Check saved");
  });

  it("lists what is missing with links, and marks the title", async () => {
    mount(makePhone([makeVisit()], XFORM), `#/visit/${VISIT_ID}/check/try/0`);
    await press("Continue");
    const link = await until(() => document.querySelector(".govuk-error-summary a"), "error link");
    expect(link.textContent).toBe("Answer: What happened at the door?");
    expect(document.title.startsWith("Error: ")).toBe(true);
  });

  it("has its draft on disk within a second of an answer", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("seen_needs");
    await until(() => names(phone).includes("draft"), "a saved draft");
    expect(JSON.stringify(phone.saved[0]?.values[0])).toContain("seen_needs");
    await until(() => text().includes("Draft saved on this phone"), "words");
  });

  it("has its last answer on disk before the phone is locked, also one given while the draft before it is written", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    const written: string[] = [];
    phone.saveDraft = async ({ xml }) => {
      written.push(xml);
      if (written.length === 1) await choose("seen_no_needs");
      await new Promise((resolve) => setTimeout(resolve));
    };
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("seen_needs");
    await saveBeforeLock();
    expect(written[0]).not.toContain("seen_no_needs");
    expect(written.at(-1)).toContain("seen_no_needs");
  });

  it("saves an emergency on one tap and asks for the note afterwards", async () => {
    const phone = makePhone([makeVisit()], XFORM.replaceAll("!= 'seen_no_needs'", "= 'deceased'"));
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    await choose("emergency_999");
    await heading("Add a note");
    const saved = phone.saved.find(({ what }) => what === "submission")?.values[0];
    expect(saved).toMatchObject({ outcome: "emergency_999", alerts: [{ kind: "emergency_999" }] });
  });

  it("raises a death at once, but not while arrow keys only pass it by", async () => {
    const phone = makePhone([makeVisit()], XFORM);
    mount(phone, `#/visit/${VISIT_ID}/check/try/0`);
    const radio = await until(
      () => document.querySelector<HTMLInputElement>("input[value=deceased]"),
      "radio",
    );
    radio.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    radio.click();
    await until(() => names(phone).includes("draft"), "a saved draft");
    expect(names(phone)).not.toContain("alert");
    radio.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
    await until(() => names(phone).includes("alert"), "the alert");
  });

  it("never names a safeguarding answer before saving", async () => {
    mount(makePhone([makeVisit()], XFORM), `#/visit/${VISIT_ID}/check/try/1`);
    await until(() => document.querySelector("input[value=yes]"), "concern");
    await choose("yes");
    location.hash = `#/visit/${VISIT_ID}/check/try/save`;
    await heading("Check your answers");
    expect(text()).not.toContain("concern");
  });
});

describe("an alert that the council does not know", () => {
  it("stands before every screen until it is recorded whom the officer told", async () => {
    const phone = makePhone([makeVisit()]);
    phone.alerts = [makeAlert()];
    const app = mount(phone, "#/device");
    await heading("The council does not know this yet");
    expect(text()).not.toContain("afeguarding");
    const calls = [...document.querySelectorAll<HTMLAnchorElement>("a[href^='tel:']")].map((one) => one.href);
    expect(calls).toEqual(["tel:999", "tel:02079460100", "tel:101"]);
    await press("Record and go on");
    expect(text()).toContain("Choose whom you told");
    await choose("Duty manager");
    await press("Record and go on");
    expect(phone.saved.at(-1)).toMatchObject({
      what: "told",
      values: ["a1", "Duty manager", expect.any(String)],
    });
    phone.alerts = [];
    app.touch();
    await heading("My device");
  });
});

describe("signing in and out", () => {
  it("asks for the address, and marks its field", async () => {
    mount(makePhone([]), "#/", null);
    await heading("Sign in");
    await press("Sign in");
    await until(() => text().includes("Enter your email address"), "email missing");
    expect(find("#email").classList).toContain("govuk-input--error");
  });

  it("says without a connection that signing in needs one, and marks no field", async () => {
    mount(makePhone([]), "#/", null);
    await heading("Sign in");
    type("#email", "officer@example.org");
    type("#password", "a password");
    await press("Sign in");
    await until(() => text().includes("Signing in needs one"), "no connection");
    await until(() => document.activeElement?.matches(".govuk-error-summary"), "focus on the summary");
    const summary = find(".govuk-error-summary");
    expect(summary.textContent).toContain("There is no connection to the council");
    expect(summary.querySelector("a")).toBeNull();
    expect(
      document.querySelectorAll("[aria-invalid], .govuk-input--error, .govuk-error-message"),
    ).toHaveLength(0);
    expect(find<HTMLInputElement>("#email").value).toBe("officer@example.org");
  });

  it("is refused in words while work is unsent", async () => {
    mount(makePhone([]), "#/device");
    await press("Sign out");
    await press("Yes, sign out");
    await until(() => text().includes("3 things on this phone are not with the council"), "refusal");
  });
});

describe("a sign-in that the council has forgotten", () => {
  it("is said above every screen, and signing in again is offered over the work that stays", async () => {
    const app = mount(makePhone([makeVisit()]), "#/");
    await heading("Your visits");
    expect(text()).not.toContain("Do not sign out");
    app.setSync(makeSync({ trouble: "signed_out" }));
    await until(() => text().includes("Do not sign out"), "the banner");
    await heading("Your visits");
    await press("Sign in again");
    await heading("Sign in again");
    expect(text()).toContain("Sign in as Sam Okoro. Nothing leaves this phone.");
    expect(text()).not.toContain("Do not sign out");
    expect(document.querySelector("nav")).not.toBeNull();
  });
});

describe("a phone that cannot be read", () => {
  it("says so in the frame of the app, and another try brings the screen back", async () => {
    const phone = makePhone([makeVisit()]);
    const { listVisits, listNotices, listOpenAlerts } = phone;
    const fail = async () => {
      throw new Error("The store is closed");
    };
    Object.assign(phone, { listVisits: fail, listNotices: fail, listOpenAlerts: fail });
    const app = mount(phone, "#/");
    await heading("This screen failed");
    expect(text()).toContain("What you saved is safe on this phone.");
    expect(document.querySelector("nav")).not.toBeNull();
    Object.assign(phone, { listVisits, listNotices, listOpenAlerts });
    app.touch();
    await press("Try again");
    await heading("Your visits");
  });
});
