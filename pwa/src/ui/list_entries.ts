// Finds entries of a long list by some of their words, in any order, whatever their accents and capitals.

export interface ListEntry {
  value: string;
  text: string;
}

export interface IndexedEntry {
  entry: ListEntry;
  key: string;
}

/** More than this nobody reads; what is left is said as a number. */
export const SHOWN_AT_ONCE = 50;

export function normalise(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();
}

/** Those that begin with what was typed first, each group in the order of the list. */
export function findEntries(index: readonly IndexedEntry[], typed: string): ListEntry[] {
  const wanted = normalise(typed);
  const words = wanted.split(/\s+/).filter(Boolean);
  const hits = index.filter(({ key }) => words.every((word) => key.includes(word)));
  const begins = hits.filter(({ key }) => key.startsWith(wanted));
  const others = wanted ? hits.filter(({ key }) => !key.startsWith(wanted)) : [];
  return [...begins, ...others].map(({ entry }) => entry);
}
