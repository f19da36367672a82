// A macro's options as our components take them: HTML source becomes nodes, everything else stays as it is.
import { parseHtml } from "./html_shape";

type Options = Record<string, unknown>;

const TEXT_PAIRS: Record<string, string> = {
  html: "text",
  titleHtml: "titleText",
  descriptionHtml: "descriptionText",
  summaryHtml: "summaryText",
};

/** Deep copy in which `html` has become `text` (it wins over a text beside it). */
export function asProps(options: unknown): Options {
  return convert(options, "") as Options;
}

function convert(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => convert(entry, ""));
  if (typeof value === "string" && name === "attributes") return readAttributes(value);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const result: Options = {};
  for (const [key, entry] of Object.entries(value)) {
    const target = TEXT_PAIRS[key];
    if (target && typeof entry === "string" && entry) result[target] = parseHtml(entry);
    else if (!(target || (key in result && Array.isArray(result[key])))) result[key] = convert(entry, key);
  }
  for (const [from, to] of Object.entries(TEXT_PAIRS)) {
    const source = (value as Options)[from];
    if (typeof source === "string" && source) result[to] = parseHtml(source);
  }
  if (name === "conditional") return result.text;
  if (name === "attributes") return plainAttributes(result);
  return result;
}

function readAttributes(source: string): Record<string, string> {
  const element = parseHtml(`<div ${source}></div>`)[0] as Element;
  return Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
}

function plainAttributes(given: Options): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, entry] of Object.entries(given)) {
    const option =
      typeof entry === "object" && entry !== null
        ? (entry as { value?: unknown; optional?: boolean })
        : { value: entry };
    const isEmpty = option.value === undefined || option.value === null || option.value === false;
    if (option.optional && isEmpty) continue;
    result[name] = option.optional && option.value === true ? "" : String(option.value ?? "");
  }
  return result;
}
