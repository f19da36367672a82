// Fields of a row and their values as a person says them. An unknown field is shown by its own name, never left out.
import { codeText, outcomeWords } from "./code_words";
import { longDay } from "./moments";
import { t } from "./texts";

export function fieldWords(field: string): string {
  return codeText("field", field);
}

/** "Nothing" where there is no value: an empty place would say less. */
export function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return t("value-nothing");
  if (Array.isArray(value)) return value.length ? value.map(String).join(", ") : t("value-nothing");
  if (typeof value === "boolean") return t(value ? "value-yes" : "value-no");
  if (field === "outcome") return outcomeWords(String(value));
  if (field === "risk") return codeText("risk", String(value));
  if (field.endsWith("_on") && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return longDay(String(value));
  return String(value);
}
