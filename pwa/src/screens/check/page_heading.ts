// The heading of a page of a form. Where a question's label is the heading, so is what it says of an answer that may be left out.
import type { FormPage } from "../../forms/pages";
import { t } from "../texts";

export function pageHeading(page: FormPage | undefined): string {
  const { title = "", question } = page ?? {};
  const mayBeEmpty = question && !question.currentState.required && !question.currentState.readonly;
  return mayBeEmpty ? `${title} ${t("optional")}` : title;
}
