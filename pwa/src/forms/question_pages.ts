// A form one question to a page (GOV.UK), as residents see it. Notes stand above the question that follows them; what belongs
// together stays together: turns of a repeat, and rows of choices under one heading.

import type { GroupNode, RootNode } from "@getodk/xforms-engine";
import type { AnyNode } from "./host";
import { type FormPage, type FormPart, isAsked, isRepeat, labelOf, listPages } from "./pages";

export function listQuestionPages(root: RootNode): FormPage[] {
  return pagesOf(root.currentState.children, [], findParts(root));
}

/** Of each node directly under the root, by its id. */
function findParts(root: RootNode): ReadonlyMap<string, FormPart> {
  return new Map(
    listPages(root).flatMap(({ groups: [group], nodes, part }) => {
      if (group) return [[group.nodeId, part] as const];
      const isLoose = !nodes.some(isRepeat);
      const shared = isLoose ? { ...part, title: "" } : part;
      return nodes.map(({ nodeId }) => [nodeId, shared] as const);
    }),
  );
}

function pagesOf(
  nodes: readonly AnyNode[],
  groups: readonly GroupNode[],
  parts: ReadonlyMap<string, FormPart>,
): FormPage[] {
  const pages: FormPage[] = [];
  const group = groups.at(-1);
  const section = group ? labelOf(group) : "";
  let notes: AnyNode[] = [];
  const close = (question: AnyNode | null) => {
    const all = question ? [...notes, question] : notes;
    notes = [];
    const last = all.at(-1);
    if (!last) return;
    const isAlone = question && all.length === 1 && !isRepeat(question) && question.nodeType !== "group";
    const one = isAlone ? question : null;
    const title = (one && labelOf(one)) || section || labelOf(question ?? all[0] ?? last);
    pages.push({
      key: (question ?? all[0] ?? last).nodeId,
      title,
      name: labelOf(last) || title,
      nodes: all,
      groups,
      section,
      question: one,
      part: parts.get((groups[0] ?? last).nodeId) ?? { title, nodes: all },
    });
  };
  for (const node of nodes) {
    if (!node.currentState.relevant || !isAsked(node)) continue;
    if (node.nodeType === "note") notes.push(node);
    else if (node.nodeType === "group" && !isOneTable(node)) {
      close(null);
      pages.push(...pagesOf(node.currentState.children, [...groups, node], parts));
    } else close(node);
  }
  close(null);
  return pages;
}

/** Rows of choices under one heading: `label` and `list-nolabel` of XLSForm make sense on one page only. */
function isOneTable(group: GroupNode): boolean {
  return group.currentState.children.some((node) => {
    const named = node.appearances as Iterable<string> | null;
    return [...(named ?? [])].some((name) => name === "label" || name === "list-nolabel");
  });
}
