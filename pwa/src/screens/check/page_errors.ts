// What is wrong or missing, in the words of the form's author where there are any.
import { type AnyNode, walk } from "../../forms/host";
import { type FormPage, labelOf, type Missing } from "../../forms/pages";
import { t } from "../texts";
import type { RunningForm } from "./check_context";
import { beforeColon, inTurn } from "./turn_words";

export interface PageError {
  reference: string;
  page: number;
  text: string;
  /** Away from the question: with the turn of the repeat that it stands in. */
  listed: string;
}

/** In the order of the form. What was typed and is no answer is said rather than that an answer is missing. */
export function listErrors(check: RunningForm): PageError[] {
  const typed = check.typed.list();
  const wrong = new Set(typed.map(({ node }) => node.nodeId));
  const found = check
    .missing()
    .filter(({ node }) => !wrong.has(node.nodeId))
    .map((missing) => describe(missing.node, missing.page, missingWords(missing)));
  if (typed.length === 0) return found;
  const said = typed.flatMap(({ node, words }) => {
    const page = check.pages().findIndex((one) => contains(one, node));
    return page < 0
      ? []
      : [
          describe(
            node,
            page,
            t(words),
            t("typed-wrong", { label: beforeColon(labelOf(node)), words: t(words) }),
          ),
        ];
  });
  const order = new Map(
    check
      .pages()
      .flatMap(({ nodes }) => [...walk(nodes)].map(referenceOf))
      .map((one, at) => [one, at]),
  );
  return [...found, ...said].sort(
    (one, two) => (order.get(one.reference) ?? 0) - (order.get(two.reference) ?? 0),
  );
}

function describe(node: AnyNode, page: number, text: string, away = text): PageError {
  return { reference: referenceOf(node), page, text, listed: inTurn(node, away) };
}

function referenceOf(node: AnyNode): string {
  return node.currentState.reference;
}

function missingWords(missing: Missing): string {
  if (missing.message) return missing.message;
  return t(missing.kind === "required" ? "answer-missing" : "answer-wrong", { label: missing.label });
}

function contains(page: FormPage, wanted: AnyNode): boolean {
  return [...walk(page.nodes)].some(({ nodeId }) => nodeId === wanted.nodeId);
}
