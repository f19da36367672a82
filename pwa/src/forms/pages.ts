// A form as an officer sees it: one page per top-level group, what each page still lacks, what can be asked about.
// Decides order and grouping only; the engine says what is relevant, required and wrong.
import type {
  AnyNode,
  GroupNode,
  RepeatInstanceNode,
  RepeatRangeNode,
  RootNode,
} from "@getodk/xforms-engine";
import { walk } from "./host";
import { plainWords } from "./words_of";

/** A top-level group of the form, or what stands between two of them: a line of the contents, and private as a whole. */
export interface FormPart {
  /** Empty where its questions stand outside any group and each has a page of its own. */
  title: string;
  nodes: readonly AnyNode[];
}

export interface FormPage {
  key: string;
  title: string;
  /** Tells it apart from other pages under the same title. */
  name: string;
  nodes: readonly AnyNode[];
  /** The groups around its questions, the outermost first: what their labels show belongs to each of their questions. */
  groups: readonly GroupNode[];
  /** Of the innermost of them; empty outside any. */
  section: string;
  /** What stands alone on the page, so that its label is the heading; null where others stand with it, or it is a repeat. */
  question: AnyNode | null;
  part: FormPart;
}

export interface Missing {
  node: AnyNode;
  page: number;
  reference: string;
  kind: "required" | "constraint";
  /** The form author's own words; empty when there are none. */
  message: string;
  label: string;
}

/** Relevant pages in order. Questions outside any group stand together as pages of their own, a repeat by itself. */
export function listPages(root: RootNode): FormPage[] {
  const pages: FormPage[] = [];
  let loose: AnyNode[] = [];
  const closeLoose = () => {
    const [first] = loose;
    if (first) pages.push(makePage(first, loose, []));
    loose = [];
  };
  for (const node of root.currentState.children) {
    if (!node.currentState.relevant || !isAsked(node)) continue;
    if (node.nodeType === "group" || isRepeat(node)) {
      closeLoose();
      if (node.nodeType === "group") pages.push(makePage(node, askedChildren(node), [node]));
      else pages.push(makePage(node, [node], []));
    } else loose.push(node);
  }
  closeLoose();
  return pages.filter((page) => page.nodes.length > 0);
}

function makePage(named: AnyNode, nodes: readonly AnyNode[], groups: readonly GroupNode[]): FormPage {
  const title = labelOf(named);
  const section = groups.length ? title : "";
  return {
    key: named.nodeId,
    title,
    name: title,
    nodes,
    groups,
    section,
    question: null,
    part: { title, nodes },
  };
}

function askedChildren(group: GroupNode | RepeatInstanceNode): AnyNode[] {
  return group.currentState.children.filter((child) => child.currentState.relevant && isAsked(child));
}

/** Whether a person sees it: calculated values and empty groups are not asked, nor a repeat whose count is none. */
export function isAsked(node: AnyNode): boolean {
  switch (node.nodeType) {
    case "model-value":
      return false;
    case "group":
    case "repeat-instance":
      return askedChildren(node).length > 0;
    case "repeat-range:controlled":
      return node.currentState.children.some(isAsked);
    default:
      return true;
  }
}

export function isRepeat(node: AnyNode): node is RepeatRangeNode {
  return node.nodeType === "repeat-range:controlled" || node.nodeType === "repeat-range:uncontrolled";
}

export function labelOf(node: AnyNode): string {
  return plainWords(node.currentState.label) || plainWords(node.currentState.hint);
}

/**
 * What stands between this form and finalising, page by page in the order of asking. The engine says of a group whether
 * anything in it is wrong, so that an answer in a form of 1,500 questions looks at its own part only.
 */
export function listMissing(pages: readonly FormPage[]): Missing[] {
  return pages.flatMap((page, index) => {
    if (page.groups.some(({ validationState }) => validationState.violations.length === 0)) return [];
    return [...walk(page.nodes)].flatMap((node) => {
      const violation = "violation" in node.validationState ? node.validationState.violation : null;
      if (!violation) return [];
      return [
        {
          node,
          page: index,
          reference: node.currentState.reference,
          kind: violation.condition,
          message: plainWords(violation.message),
          label: labelOf(node),
        },
      ];
    });
  });
}
