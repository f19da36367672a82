// Pictures, sounds and films of choices, in every control that shows choices.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FormMedia, servedMedia } from "../../../../pwa/src/screens/check/form_media";
import { Asked, all, button, one, openAll, press, settled, type } from "./asked";

const text = (id: string, words: string, image = "", audio = "") =>
  `<text id="${id}"><value>${words}</value>${image && `<value form="image">jr://images/${image}</value>`}${
    audio && `<value form="audio">jr://audio/${audio}</value>`
  }</text>`;
const select = (name: string, appearance: string, element = "select1", list = "tank") =>
  `<${element} ref="/data/${name}" appearance="${appearance}"><label>Which?</label><itemset nodeset="instance('${list}')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></${element}>`;
const items = (...names: string[]) =>
  names.map((name) => `<item><itextId>${name}</itextId><name>${name}</name></item>`).join("");
const NAMES = ["menu", "box", "several", "order", "scale", "plain"];
const XFORM = `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>Media</h:title><model><itext><translation lang="en" default="true()">
 ${text("round", "Round", "round.png")}${text("square", "Square", "", "knock.mp3")}${text("none", "None")}</translation></itext>
 <instance><data id="m" version="1">${NAMES.map((name) => `<${name}/>`).join("")}<meta><instanceID/></meta></data></instance>
 <instance id="tank"><root>${items("round", "square")}</root></instance><instance id="bare"><root>${items("none")}</root></instance>
 ${NAMES.map((name) => `<bind nodeset="/data/${name}" type="${name === "order" ? "odk:rank" : "string"}"/>`).join("")}
 <bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/></model></h:head>
 <h:body>${select("menu", "minimal")}${select("box", "autocomplete")}${select("several", "minimal", "select")}
 ${select("order", "", "odk:rank")}${select("scale", "likert")}${select("plain", "minimal", "select1", "bare")}</h:body></h:html>`;

class Illustrated extends Asked {
  constructor(
    form: Asked["form"],
    readonly media: FormMedia,
  ) {
    super(form);
  }
}

let asked: Illustrated;
const HERE = { "round.png": "/there/round.png", "knock.mp3": "/there/knock.mp3" };
const open = async (found: Record<string, string> = HERE) => {
  asked = new Illustrated((await openAll("en", XFORM)).form, servedMedia(found));
};
const ask = async (name: string) => {
  asked.ask(name);
  await settled();
};

beforeEach(() => document.body.replaceChildren());
afterEach(() => {
  asked.close();
  asked.form.dispose();
});

describe("a menu", () => {
  it("holds words only, so that choices with pictures and sounds are radios", async () => {
    await open();
    await ask("menu");
    expect(document.querySelector("select")).toBeNull();
    one<HTMLImageElement>("label img").click();
    expect(asked.answer("menu")).toBe("round");
    expect(one<HTMLAudioElement>("audio").getAttribute("aria-label")).toBe("Sound: Square");
  });

  it("stays a menu where its choices have words only", async () => {
    await open();
    await ask("plain");
    expect(all("option").map(({ textContent }) => textContent)).toEqual(["Choose one", "None"]);
  });
});

describe("a choice found by typing", () => {
  it("has its picture beside it in the list, and nothing there that can be pressed", async () => {
    await open();
    await ask("box");
    type(one("[role=combobox]"), "r");
    await settled();
    const options = all<HTMLElement>("[role=option]");
    expect(options.map((option) => [option.textContent, option.querySelectorAll("img").length])).toEqual([
      ["Round", 1],
      ["Square", 0],
    ]);
    expect(one<HTMLImageElement>("[role=option] img").alt).toBe("");
    expect(document.querySelector("audio")).toBeNull();
  });

  it("shows and plays all it has below, once it is chosen", async () => {
    await open();
    await ask("box");
    const box = one("[role=combobox]");
    type(box, "square");
    press(box, "ArrowDown");
    press(box, "Enter");
    await settled();
    expect(asked.answer("box")).toBe("square");
    expect(one<HTMLAudioElement>("audio").src).toContain("/there/knock.mp3");
    type(box, "round");
    press(box, "ArrowDown");
    press(box, "Enter");
    await settled();
    expect(document.querySelector("audio")).toBeNull();
    expect(one<HTMLImageElement>(".app-chosen-media img").getAttribute("src")).toBe("/there/round.png");
  });

  it("says below, and not with every line, that its picture is missing", async () => {
    await open({});
    await ask("box");
    const box = one("[role=combobox]");
    type(box, "r");
    await settled();
    expect(one("[role=listbox]").textContent).toBe("RoundSquare");
    press(box, "ArrowDown");
    press(box, "Enter");
    await settled();
    expect(one(".app-chosen-media").textContent).toBe("A picture belongs here. It is missing from the form.");
  });
});

it("several of a menu have their pictures in their labels, and their sounds beside them", async () => {
  await open();
  await ask("several");
  one<HTMLImageElement>("label img").click();
  expect(asked.answer("several")).toBe("round");
  expect(one("audio").closest("label")).toBeNull();
});

it("what is put in order has its picture before its words and its sound under its line, wherever it moves", async () => {
  await open();
  await ask("order");
  button("Move up: Square").click();
  await settled();
  const lines = all<HTMLElement>(".app-ranked__item");
  expect(lines.map((line) => line.querySelector(".app-ranked__text")?.textContent)).toEqual([
    "Square",
    "Round",
  ]);
  expect(
    lines.map((line) => [line.querySelectorAll("audio").length, line.querySelectorAll("img").length]),
  ).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(asked.answer("order")).toBe("square round");
});

it("a scale of agreement has them as radios have", async () => {
  await open();
  await ask("scale");
  one<HTMLImageElement>(".app-columns--likert label img").click();
  expect(asked.answer("scale")).toBe("round");
  expect(document.querySelector(".app-columns--likert audio")).not.toBeNull();
});
