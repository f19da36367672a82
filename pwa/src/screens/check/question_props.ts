// What every question is handed, and the id by which the error summary finds it.
import type { AnyNode } from "../../forms/host";

export interface QuestionProps<Node extends AnyNode = AnyNode> {
  node: Node;
  /** The message to show; undefined while nothing was tried yet. */
  error: (node: AnyNode) => string | undefined;
}

export function questionId(node: AnyNode): string {
  return referenceId(node.currentState.reference);
}

export function referenceId(reference: string): string {
  return `q${reference.replace(/[^A-Za-z0-9]+/g, "-")}`;
}
