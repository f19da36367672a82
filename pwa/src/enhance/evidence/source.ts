// What the page tells its script: the pass, bounds, and every word. The words come in the page's language from the server.

export interface EvidenceSource {
  link: string;
  pass: string;
  /** The document that this page adds to; null on the others. */
  document: number | null;
  expires_at: string;
  most_bytes: number;
  texts: Record<string, string>;
}

export type Say = (name: string, values?: Record<string, string | number>) => string;

/** Null on a page that has none. */
export function readSource<Source>(page: Document, id: string): Source | null {
  const written = page.getElementById(id)?.textContent;
  return written ? (JSON.parse(written) as Source) : null;
}

/** A text that is missing is said as its name: no page stops for it. */
export function makeSay(texts: Record<string, string>): Say {
  return (name, values = {}) =>
    (texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
