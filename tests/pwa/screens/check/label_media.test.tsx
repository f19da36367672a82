// The pictures, sounds and films of labels: shown in the form's language, said by the label, and words where they are not.
import { createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FormMedia } from "../../../../pwa/src/screens/check/form_media";
import { servedMedia } from "../../../../pwa/src/screens/check/form_media";
import type { FoundMedium } from "../../../../pwa/src/screens/phone";
import { Asked, all, one, openAll, settled } from "./asked";

const value = (kind: string, name: string) =>
  `<value form="${kind}">jr://${kind === "image" ? "images" : kind}/${name}</value>`;
const words = (id: string, text: string, ...media: string[]) =>
  `<text id="${id}">${text ? `<value>${text}</value>` : ""}${media.join("")}</text>`;

const XFORM = `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Media</h:title><model><itext>
 <translation lang="English (en)" default="true()">${words("a", "What do you see?", value("image", "street map.png"))}
 ${words("b", "", value("image", "bare.png"))}${words("c", "Listen", value("audio", "hum.mp3"), value("video", "how.mp4"))}
 ${words("x", "Round", value("image", "round.png"))}${words("y", "Square", value("audio", "knock.mp3"))}</translation>
 <translation lang="Cymraeg (cy)">${words("a", "Beth welwch chi?", value("image", "map stryd.png"))}
 ${words("b", "", value("image", "bare.png"))}${words("c", "Gwrandewch")}${words("x", "Crwn")}${words("y", "Sgwâr")}</translation></itext>
 <instance><data id="m" version="1"><a/><b/><c/><d/><meta><instanceID/></meta></data></instance>
 <bind nodeset="/data/a" type="string"/><bind nodeset="/data/b" type="string"/><bind nodeset="/data/c" type="string"/>
 <bind nodeset="/data/d" type="string"/><bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/></model></h:head>
 <h:body><input ref="/data/a"><label ref="jr:itext('a')"/></input><input ref="/data/b"><label ref="jr:itext('b')"/></input>
 <input ref="/data/c"><label ref="jr:itext('c')"/></input><select1 ref="/data/d"><label>Which tank?</label>
 <item><label ref="jr:itext('x')"/><value>x</value></item><item><label ref="jr:itext('y')"/><value>y</value></item></select1></h:body></h:html>`;

class Illustrated extends Asked {
  constructor(
    form: Asked["form"],
    readonly media: FormMedia,
  ) {
    super(form);
  }
}

let asked: Illustrated;
const named = (...names: string[]) =>
  servedMedia(Object.fromEntries(names.map((name) => [name, `/there/${name}`])));

async function open(media: FormMedia, language = "en"): Promise<void> {
  asked = new Illustrated((await openAll(language, XFORM)).form, media);
}

beforeEach(() => document.body.replaceChildren());
afterEach(() => {
  asked.close();
  asked.form.dispose();
});

test("a picture beside its label's words needs none of its own, and changes with the language", async () => {
  await open(named("street map.png", "map stryd.png"));
  asked.ask("a");
  await settled();
  expect(one<HTMLImageElement>("img").getAttribute("src")).toBe("/there/street map.png");
  expect(one<HTMLImageElement>("img").getAttribute("alt")).toBe("");
  expect(document.querySelector(".app-media-missing")).toBeNull();
  asked.form.setLanguage("cy");
  await settled();
  expect(one<HTMLImageElement>("img").getAttribute("src")).toBe("/there/map stryd.png");
});

test("a picture without words is called by its file's name", async () => {
  await open(named("bare.png"));
  asked.ask("b");
  await settled();
  expect(one<HTMLImageElement>("img").alt).toBe("bare.png");
});

test("a sound and a film have the browser's own controls and the label for a name, outside the label", async () => {
  await open(named("hum.mp3", "how.mp4"));
  asked.ask("c");
  await settled();
  const [sound, film] = [one<HTMLAudioElement>("audio"), one<HTMLVideoElement>("video")];
  expect([sound.controls, film.controls]).toEqual([true, true]);
  expect([sound.getAttribute("aria-label"), film.getAttribute("aria-label")]).toEqual([
    "Sound: Listen",
    "Film: Listen",
  ]);
  expect(sound.closest("label") ?? film.closest("label")).toBeNull();
});

test("a choice has its picture in its label, so that a tap on it chooses, and its sound beside it", async () => {
  await open(named("round.png", "knock.mp3"));
  asked.ask("d");
  await settled();
  const [round, square] = all("input[type=radio]");
  expect(round?.labels?.[0]?.querySelector("img")?.getAttribute("alt")).toBe("");
  round?.labels?.[0]?.querySelector("img")?.click();
  expect(asked.answer("d")).toBe("x");
  const sound = one<HTMLAudioElement>("audio");
  expect(sound.getAttribute("aria-label")).toBe("Sound: Square");
  expect(sound.closest("label")).toBeNull();
  expect(square?.getAttribute("aria-describedby")).toBe(sound.parentElement?.id);
});

test("words stand where the form came without the file, and the question is asked all the same", async () => {
  await open(named());
  asked.ask("a");
  await settled();
  expect(one(".app-media-missing").textContent).toBe("A picture belongs here. It is missing from the form.");
  expect(one("input").id).toBe("q-data-a");
});

test("a file on its way is shown as soon as it has come, and let go of with its question", async () => {
  const [heard, setHeard] = createSignal(0);
  const released: string[] = [];
  let found: FoundMedium = { is: "on_its_way" };
  await open({ heard, find: async () => found });
  asked.ask("a");
  await settled();
  expect(one(".app-media-missing").textContent).toBe(
    "A picture belongs here. It comes with the next connection.",
  );
  found = { is: "here", url: "blob:map", release: () => released.push("map") };
  setHeard(1);
  await settled();
  expect(one<HTMLImageElement>("img").getAttribute("src")).toBe("blob:map");
  expect(released).toEqual([]);
  asked.close();
  expect(released).toEqual(["map"]);
});

test("what a browser cannot show or play is said in words", async () => {
  await open(named("hum.mp3", "how.mp4"));
  asked.ask("c");
  await settled();
  one<HTMLVideoElement>("video").dispatchEvent(new Event("error"));
  expect(one(".app-media-missing").textContent).toBe("A film belongs here. It cannot be played here.");
  expect(document.querySelector("audio")).not.toBeNull();
});
