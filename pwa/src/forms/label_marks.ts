// Which Markdown of an XLSForm's texts is markup: emphasis, headings, links, line breaks, elements, and lists of at least two
// bullets (docs/decisions/0044). The engine reads all of CommonMark, so what else begins a line there is escaped before it.
// server/domain/plain_words.py does the same; both are held to tests/contract/labels/labels.json.
import type { AnyNode } from "@getodk/xforms-engine";

type Words = NonNullable<AnyNode["currentState"]["label"]>;

interface Chunk {
  readonly source: string;
  readonly asString: string;
}

const BULLET = /^[-+*](?=[ \t]|$)/;
const NUMBER = /^(\d{1,9})(?=[.)](?:[ \t]|$))/;
const QUOTE_OR_FENCE = /^(?=>|```|~~~)/;

/** The text as the engine's Markdown, with everything that is none kept as its author typed it. */
export function formatLabel(words: Words): Words["formatted"] {
  const chunks = [...(words as Iterable<Chunk>)];
  const isOwn = (chunk: Chunk) => chunk.source !== "output";
  const lists = findLists(chunks.map((chunk) => (isOwn(chunk) ? chunk.asString : "…")).join(""));
  // An embedded answer is read by itself.
  const kept = chunks.map((chunk, at) => ({
    source: chunk.source,
    asString: isOwn(chunk)
      ? keepAsTyped(chunk.asString, lists, at === 0)
      : keepAsTyped(chunk.asString, findLists(chunk.asString), true),
  }));
  return (Object.create(words, { chunks: { value: kept } }) as Words).formatted;
}

function keepAsTyped(text: string, lists: ReadonlySet<string>, beginsLine: boolean): string {
  return text
    .replaceAll("![", "[")
    .split("\n")
    .map((line, at) => (at > 0 || beginsLine ? escapeStart(line.trimStart(), lists) : line))
    .join("\n");
}

function escapeStart(line: string, lists: ReadonlySet<string>): string {
  const isWord = BULLET.test(line) && !lists.has(line.charAt(0));
  return isWord ? `\\${line}` : line.replace(NUMBER, "$1\\").replace(QUOTE_OR_FENCE, "\\");
}

/** The marks of bullets that make a list: one alone is a word, as in "- none" or "+ 5". */
function findLists(text: string): ReadonlySet<string> {
  const items = text.split("\n").map((line) => /^[ \t]*([-+*])[ \t]+\S/.exec(line)?.[1]);
  return new Set(["-", "+", "*"].filter((mark) => items.filter((one) => one === mark).length > 1));
}
