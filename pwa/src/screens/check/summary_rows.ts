// The answers in words, for the page before saving. Parts that record an alert are left out whole: the person may be
// looking on (product.md, rules of care 6).
import { type AnyNode, walk } from "../../forms/host";
import type { Recording } from "../../forms/meaning";
import { type FormPage, isAsked, labelOf } from "../../forms/pages";
import { t } from "../texts";

export interface AnsweredRow {
  question: string;
  answer: string;
}

export interface AnsweredPage {
  index: number;
  title: string;
  rows: AnsweredRow[];
}

export function listAnswered(
  pages: readonly FormPage[],
  recordings: readonly Recording[],
  which: "open" | "all" = "open",
): AnsweredPage[] {
  return pages.flatMap((page, index) => {
    if (which === "open" && isPrivate(page, recordings)) return [];
    const rows = [...walk(page.nodes)].flatMap((node) => {
      const answer = isAsked(node) ? answerWords(node) : "";
      return answer ? [{ question: labelOf(node), answer }] : [];
    });
    return rows.length ? [{ index, title: page.title, rows }] : [];
  });
}

/** Whether a page asks something that must not be read over the officer's shoulder. */
export function isPrivate(page: FormPage, recordings: readonly Recording[]): boolean {
  const hidden = new Set(
    recordings.filter(({ records }) => records.startsWith("alert.")).map(({ node }) => node),
  );
  return [...walk(page.nodes)].some((node) => hidden.has(node.currentState.reference));
}

function answerWords(node: AnyNode): string {
  switch (node.nodeType) {
    case "select": {
      const chosen = node.currentState.value;
      return (node.currentState.valueOptions as readonly { value: string; label: { asString: string } }[])
        .filter(({ value }) => chosen.includes(value))
        .map(({ label }) => label.asString)
        .join(", ");
    }
    case "trigger":
      return node.currentState.value ? t("acknowledge") : "";
    case "upload":
      return node.currentState.value ? t("photo-one") : "";
    case "input":
    case "range":
      return String(node.currentState.instanceValue ?? "");
    default:
      return "";
  }
}
