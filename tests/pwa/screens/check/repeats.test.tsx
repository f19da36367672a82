// Parts that are answered several times: one more, one less after a question, photos of their own; and restoring all of it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findAlerts } from "../../../../pwa/src/forms/meaning";
import { listMissing, listPages } from "../../../../pwa/src/forms/pages";
import type { FormPhoto } from "../../../../pwa/src/forms/photo";
import { inTurn } from "../../../../pwa/src/screens/check/turn_words";
import { type Asked, all, button, one, openAll, settled, type } from "./asked";

let form: Asked;
beforeEach(async () => {
  form = await openAll();
});
afterEach(() => {
  form.close();
  form.form.dispose();
});

const titles = () => all<HTMLElement>("h2").map((title) => title.textContent);

function photo(id: string, node: string): FormPhoto {
  const bytes = new ArrayBuffer(3);
  const facts = { content_type: "image/jpeg", size: 3, sha256: "00", captured_at: "2026-11-27T10:00:00Z" };
  return { attachment_id: id, name: `${id}.jpg`, node, bytes, ...facts };
}

async function addPerson(name: string, number: number): Promise<void> {
  if (number > 1) button("Add another: Person").click();
  await settled();
  form.set(`people/person[${number}]/person_name`, name);
  const node = `/data/people/person[${number}]/person_photo`;
  form.form.setPhoto(form.find(`people/person[${number}]/person_photo`), photo(`a${number}`, node));
}

describe("a repeat", () => {
  it("gets one more, and the focus goes to its title", async () => {
    form.ask("people/person");
    expect(titles()).toEqual(["Person 1"]);
    button("Add another: Person").click();
    await settled();
    expect(titles()).toEqual(["Person 1", "Person 2"]);
    expect(document.activeElement).toBe(all("h2")[1]);
  });

  it("asks before it takes one away, and may be told no", async () => {
    form.ask("people/person");
    await addPerson("Ann", 1);
    button("Remove Person 1").click();
    await settled();
    expect(document.activeElement).toBe(button("Yes, remove"));
    expect(document.body.textContent).toContain("Remove Person 1, with its answers and photos?");
    button("No, keep it").click();
    await settled();
    expect(document.activeElement).toBe(button("Remove Person 1"));
    expect(form.answer("people/person[1]/person_name")).toBe("Ann");
  });

  it("takes the right one away: the others keep their answers and their photos, at their new places", async () => {
    form.ask("people/person");
    await addPerson("Ann", 1);
    await addPerson("Bob", 2);
    await addPerson("Cyd", 3);
    button("Remove Person 1").click();
    await settled();
    button("Yes, remove").click();
    await settled();
    expect(titles()).toEqual(["Person 1", "Person 2"]);
    expect(document.activeElement?.textContent).toBe("Person 1");
    expect(form.answer("people/person[1]/person_name")).toBe("Bob");
    expect(form.answer("people/person[1]/person_photo")).toBe("a2.jpg");
    expect(form.answer("people/person[2]/person_photo")).toBe("a3.jpg");
    expect([...form.form.photos.values()].map(({ name, node }) => [name, node])).toEqual([
      ["a2.jpg", "/data/people/person[1]/person_photo"],
      ["a3.jpg", "/data/people/person[2]/person_photo"],
    ]);
    const xml = form.form.xml();
    expect(xml).not.toContain("a1.jpg");
    expect(xml.indexOf("Bob")).toBeLessThan(xml.indexOf("a2.jpg"));
    expect(xml.indexOf("a2.jpg")).toBeLessThan(xml.indexOf("Cyd"));
  });

  it("can be emptied and begun again", async () => {
    form.ask("people/person");
    button("Remove Person 1").click();
    await settled();
    button("Yes, remove").click();
    await settled();
    expect(titles()).toEqual([]);
    expect(document.activeElement).toBe(button("Add: Person"));
    button("Add: Person").click();
    await settled();
    expect(titles()).toEqual(["Person 1"]);
  });

  it("that is counted has as many turns as the answer says, and no button", () => {
    form.set("people/floors", "3");
    form.ask("people/floor");
    expect(titles()).toEqual(["Floor 1", "Floor 2", "Floor 3"]);
    expect(all("button")).toEqual([]);
    form.set("people/floors", "1");
    expect(titles()).toEqual(["Floor 1"]);
  });

  it("says of what is missing in which turn it is", async () => {
    form.ask("people/person");
    button("Add another: Person").click();
    await settled();
    form.set("people/person[1]/person_name", "Ann");
    const missing = listMissing(listPages(form.form.root)).filter(({ label }) => label === "Their name");
    expect(missing.map(({ node, label }) => inTurn(node, label))).toEqual(["Person 2: Their name"]);
  });

  it("drops what was half typed in a turn together with it", async () => {
    form.ask("people/person");
    form.set("people/person[1]/wants_food", "yes");
    type(one("input[name$=meals]"), "two");
    expect(form.typed.list()).toHaveLength(1);
    button("Remove Person 1").click();
    await settled();
    button("Yes, remove").click();
    await settled();
    expect(form.typed.list()).toEqual([]);
  });
});

describe("a form that is opened again", () => {
  it("has every turn, what depends on an answer, the photos and its language as they were", async () => {
    form.form.setLanguage("ar");
    form.ask("people/person");
    form.set("people/person[1]/person_name", "Ann");
    const range = form.find("people/person");
    if (range.nodeType === "repeat-range:uncontrolled") range.addInstances();
    form.set("people/person[2]/wants_food", "yes");
    form.set("people/person[2]/meals", "3");
    form.set("people/floors", "2");
    form.set("people/floor[2]/floor_state", "Wet");
    const again = await openAll("ar", undefined, form.form.xml());
    expect(again.answer("people/person[1]/person_name")).toBe("Ann");
    expect(again.answer("people/person[2]/meals")).toBe("3");
    expect(again.answer("people/floor[2]/floor_state")).toBe("Wet");
    expect(again.find("people/floor[2]/floor_state").currentState.label?.asString).toContain("بالعربية");
    expect(again.form.xml()).toBe(form.form.xml());
    again.form.dispose();
  });
});

describe("what a turn records", () => {
  it("is an alert of its own for each turn", () => {
    const recordings = [{ node: "/data/person/concern", records: "alert.safeguarding" }];
    const answers = new Map([
      ["/data/person[1]/concern", "no"],
      ["/data/person[2]/concern", "yes"],
      ["/data/person[3]/concern", "yes"],
    ]);
    const alerts = findAlerts(recordings, answers, "uuid:0f0c6f4e-7b0c-4a3c-9b9e-111111111111");
    expect(alerts.map(({ node }) => node)).toEqual(["/data/person[2]/concern", "/data/person[3]/concern"]);
    expect(new Set(alerts.map(({ alert_id }) => alert_id)).size).toBe(2);
  });
});
