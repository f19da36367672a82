// A label or hint of a form as plain words, and the guidance that an author wrote apart from the hint.
// The engine runs every form of a text into one: guidance is marked before it reads the form, and cut off again here.
import type { AnyNode } from "@getodk/xforms-engine";

export type Words = NonNullable<AnyNode["currentState"]["label"]>;
export type Marked = Words["formatted"][number];

/** Of Unicode's private use: no author's words have it, and XML 1.0 takes it. */
export const GUIDANCE_MARK = "\uE000";
const MARKED_UP = /[*_`#<>[\]\\&~\n-]|\d\./;

/** `form="guidance"` and `form="short"` of XLSForm's texts: the first is marked, the second is for small screens of long ago. */
export function markGuidance(xform: string): string {
  return xform
    .replaceAll('<value form="guidance">', `<value form="guidance">${GUIDANCE_MARK}\n\n`)
    .replace(/<value form="short">[^<]*(?:<output[^>]*>[^<]*)*<\/value>/g, "");
}

export interface HintParts {
  hint: readonly Marked[];
  guidance: readonly Marked[];
}

/** pyxform writes "-" where a language has no hint. */
export function splitHint(words: Words): HintParts {
  const [before = ""] = words.asString.split(GUIDANCE_MARK);
  const nodes: readonly Marked[] = words.formatted;
  const at = nodes.findIndex((node) => textOf(node).includes(GUIDANCE_MARK));
  const hint = /^[-\s]*$/.test(before) ? [] : at < 0 ? nodes : nodes.slice(0, at + 1);
  return { hint, guidance: at < 0 ? [] : nodes.slice(at + 1) };
}

/** Without marks of Markdown, guidance and elements: for a title, a message, a line of a menu. */
export function plainWords(words: Words | null | undefined): string {
  if (!words) return "";
  const source = words.asString;
  if (!MARKED_UP.test(source) && !source.includes(GUIDANCE_MARK)) return source.trim();
  const parts = words.role === "hint" ? splitHint(words).hint : words.formatted;
  return parts.map(textOf).join(" ").replaceAll(GUIDANCE_MARK, "").replace(/\s+/g, " ").trim();
}

function textOf(node: Marked): string {
  if ("value" in node) return node.value;
  if ("children" in node) return node.children.map(textOf).join(node.elementName === "li" ? " " : "");
  return node.role === "line-break" ? " " : "";
}
