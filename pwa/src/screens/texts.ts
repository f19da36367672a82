// Every text of the officer's app, from Fluent catalogues in pwa/texts, in the language of this phone.
// What the visit list needs of English is in the first load; the rest of it comes with later screens, and other languages
// as a chunk that the service worker keeps. Never builds a sentence from parts.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { createSignal } from "solid-js";
import english from "../../texts/en.ftl?raw";

export const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "cy", name: "Cymraeg" },
] as const;
export type LanguageCode = (typeof LANGUAGES)[number]["code"];

const KEPT_AS = "doorstep.language";
let isKept = true;
let spoken = () => document.documentElement;
const LOADERS: Record<string, () => Promise<{ default: string }>> = {
  cy: () => import("../../texts/cy.ftl?raw"),
};

const englishBundle = makeBundle("en", english);
const [bundle, setBundle] = createSignal<{ code: LanguageCode; texts: FluentBundle }>({
  code: "en",
  texts: englishBundle,
});

const more: { code: LanguageCode; source: string }[] = [];

/** Texts of a part of the app with both its languages, in the place of those that have their names: at a desk nothing is "on this phone". */
export function addTexts(sources: Readonly<Record<LanguageCode, string>>): void {
  for (const { code } of LANGUAGES) more.push({ code, source: sources[code] });
  addMore("en", englishBundle);
}

function addMore(code: LanguageCode, to: FluentBundle): void {
  for (const one of more) {
    if (one.code === code) to.addResource(new FluentResource(one.source), { allowOverrides: true });
  }
}

/** The second part of the English texts, which comes with the screens that use it (later_texts.ts). */
export function addEnglish(source: string): void {
  englishBundle.addResource(new FluentResource(source));
}

export function language(): LanguageCode {
  return bundle().code;
}

/** The text of that name; English where a translation is missing, the name itself where there is none at all. */
export function t(name: string, values?: Record<string, FluentVariable>): string {
  for (const texts of [bundle().texts, englishBundle]) {
    const pattern = texts.getMessage(name)?.value;
    if (pattern) return texts.formatPattern(pattern, values ?? null, []);
  }
  return name;
}

export function hasText(name: string): boolean {
  return Boolean(englishBundle.getMessage(name)?.value);
}

/** From now on a choice of language holds for this page only, and for `within` where not all of the page speaks it. */
export function keepNoLanguage(within?: HTMLElement): void {
  isKept = false;
  if (within) spoken = () => within;
}

let asked: LanguageCode;

/** Of two choices in quick succession the later one holds, whichever of their texts comes first. */
export async function setLanguage(code: LanguageCode): Promise<void> {
  asked = code;
  const load = LOADERS[code];
  const texts = load ? makeBundle(code, (await load()).default) : englishBundle;
  if (asked !== code) return;
  if (code !== "en") addMore(code, texts);
  setBundle({ code, texts });
  spoken().lang = code;
  if (isKept) localStorage.setItem(KEPT_AS, code);
}

export function restoreLanguage(): void {
  const kept = LANGUAGES.find(({ code }) => code === localStorage.getItem(KEPT_AS));
  if (kept && kept.code !== "en") void setLanguage(kept.code);
}

export function makeBundle(code: string, source: string): FluentBundle {
  const made = new FluentBundle(code === "en" ? "en-GB" : code, { useIsolating: false });
  const errors = made.addResource(new FluentResource(source));
  if (errors.length) throw errors[0];
  return made;
}
