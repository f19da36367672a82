// Codes of the wire as words: outcomes, statuses, kinds of operation. The council's own code list wins where the phone has it.
import type { CodeListRow } from "../domain/rows";
import { hasText, language, t } from "./texts";

export function outcomeWords(code: string, list?: CodeListRow | null): string {
  const entry = list?.fields.entries.find(({ name }) => name === code);
  return entry?.label[language()] ?? entry?.label.en ?? codeText("outcome", code);
}

export function codeText(family: string, code: string): string {
  const name = `${family}-${code.replaceAll("_", "-").replaceAll(".", "-")}`;
  return hasText(name) ? t(name) : code.replaceAll("_", " ");
}
