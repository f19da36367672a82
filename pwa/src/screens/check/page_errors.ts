// What is wrong or missing, in the words of the form's author where there are any.
import { type AnyNode, walk } from "../../forms/host";
import type { FormPage, Missing } from "../../forms/pages";
import { t } from "../texts";
import type { RunningCheck } from "./running_check";

export interface PageError {
  reference: string;
  page: number;
  text: string;
}

export function listErrors(check: RunningCheck): PageError[] {
  const wrong = check.wrong();
  const found = check
    .missing()
    .filter(({ reference }) => !wrong.has(reference))
    .map((missing) => ({ reference: missing.reference, page: missing.page, text: missingWords(missing) }));
  const typed = [...wrong].flatMap(([reference, text]) => {
    const page = check.pages().findIndex((one) => contains(one, reference));
    return page < 0 ? [] : [{ reference, page, text }];
  });
  return [...found, ...typed].sort((one, two) => one.page - two.page);
}

function missingWords(missing: Missing): string {
  if (missing.message) return missing.message;
  return t(missing.kind === "required" ? "answer-missing" : "answer-wrong", { label: missing.label });
}

function contains(page: FormPage, reference: string): boolean {
  return [...walk(page.nodes)].some((node: AnyNode) => node.currentState.reference === reference);
}
