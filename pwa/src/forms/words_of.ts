// A label or hint of a form as plain words, and the guidance that an author wrote apart from the hint.
// The engine runs every form of a text into one: guidance is marked before it reads the form, and cut off again here.
import type { AnyNode } from "@getodk/xforms-engine";
import { formatLabel } from "./label_marks";

export type Words = NonNullable<AnyNode["currentState"]["label"]>;
export type Marked = Words["formatted"][number];

/** Of Unicode's private use: no author's words have it, and XML 1.0 takes it. */
export const GUIDANCE_MARK = "\uE000";
const ELEMENT = /<\/?([A-Za-z][A-Za-z0-9]*)?[^>]*>/g;
/** What stands on lines of its own. */
const BLOCK = /^(?:br|p|div|ul|ol|li|h[1-6])$/i;
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
  const nodes: readonly Marked[] = formatLabel(words);
  const at = nodes.findIndex((node) => textOf(node).includes(GUIDANCE_MARK));
  const hint = /^[-\s]*$/.test(before) ? [] : at < 0 ? nodes : nodes.slice(0, at + 1);
  return { hint: unwrapOne(hint), guidance: at < 0 ? [] : nodes.slice(at + 1) };
}

/** One paragraph alone is words, as the engine has it where no guidance follows. */
function unwrapOne(nodes: readonly Marked[]): readonly Marked[] {
  const [first, second] = nodes;
  const isOne =
    first && !second && "elementName" in first && first.elementName === "p" && "children" in first;
  return isOne ? first.children : nodes;
}

/** What is to be shown of a label or hint: its guidance stands elsewhere. */
export function listMarked(words: Words): readonly Marked[] {
  return words.role === "hint" ? splitHint(words).hint : formatLabel(words);
}

/** Without marks of Markdown, guidance and elements: for a title, a message, a line of a menu. */
export function plainWords(words: Words | null | undefined): string {
  if (!words) return "";
  const source = words.asString;
  if (!MARKED_UP.test(source) && !source.includes(GUIDANCE_MARK)) return source.trim();
  const parts = listMarked(words);
  return parts.map(textOf).join("").replaceAll(GUIDANCE_MARK, "").replace(/\s+/g, " ").trim();
}

/** An element that the engine does not know, as plain words. */
export function withoutElements(html: string): string {
  return html.replace(ELEMENT, (_, name: string | undefined) => (BLOCK.test(name ?? "") ? " " : ""));
}

function textOf(node: Marked): string {
  if ("value" in node) return node.value;
  if ("unsafeHtml" in node) return withoutElements(node.unsafeHtml);
  if (!("children" in node)) return " ";
  const text = node.children.map(textOf).join("");
  return BLOCK.test(node.elementName) ? ` ${text} ` : text;
}
