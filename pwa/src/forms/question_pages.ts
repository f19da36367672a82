// A form as a resident sees it: one question to a page (GOV.UK). Notes stand above the question that follows them; what belongs
// together stays together: turns of a repeat, and rows of choices under one heading.

import type { GroupNode, RootNode } from "@getodk/xforms-engine";
import { type AnyNode, walk } from "./host";
import { type FormPage, isAsked, isRepeat, labelOf } from "./pages";

export interface QuestionPage extends FormPage {
  /** Of the group that the question stands in; empty outside any. */
  section: string;
  /** The groups around it, the outermost first: what their labels show belongs to each of their questions. */
  groups: readonly GroupNode[];
  /** What stands alone on the page, so that its label is the heading; null where notes stand with it, or it is a repeat. */
  question: AnyNode | null;
}

export function listQuestionPages(root: RootNode): QuestionPage[] {
  return pagesOf(root.currentState.children, []);
}

function pagesOf(nodes: readonly AnyNode[], groups: readonly GroupNode[]): QuestionPage[] {
  const pages: QuestionPage[] = [];
  const group = groups.at(-1);
  const section = group ? labelOf(group) : "";
  let notes: AnyNode[] = [];
  const close = (question: AnyNode | null) => {
    const all = question ? [...notes, question] : notes;
    notes = [];
    const [first] = all;
    if (!first) return;
    const isAlone = question && all.length === 1 && !isRepeat(question) && question.nodeType !== "group";
    const one = isAlone ? question : null;
    const title = (one && labelOf(one)) || section || labelOf(question ?? first);
    pages.push({
      key: (question ?? first).nodeId,
      title,
      nodes: all,
      group: null,
      section,
      groups,
      question: one,
    });
  };
  for (const node of nodes) {
    if (!node.currentState.relevant || !isAsked(node)) continue;
    if (node.nodeType === "note") notes.push(node);
    else if (node.nodeType === "group" && !isOneTable(node)) {
      close(null);
      pages.push(...pagesOf(node.currentState.children, [...groups, node]));
    } else close(node);
  }
  close(null);
  return pages;
}

/** Rows of choices under one heading: `label` and `list-nolabel` of XLSForm make sense on one page only. */
function isOneTable(group: GroupNode): boolean {
  return [...walk(group.currentState.children)].some((node) => {
    const named = node.appearances as Iterable<string> | null;
    return [...(named ?? [])].some((name) => name === "label" || name === "list-nolabel");
  });
}
