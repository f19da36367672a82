// What was typed into a question and is no answer of its type: half a date, a number with letters. The form engine cannot
// hold it; here it stays until it is mended, on another page and after a restart too. Never takes it for an answer.
import { createSignal } from "solid-js";
import type { UnfinishedInput } from "../../domain/draft";
import type { AnyNode } from "../../forms/host";

interface Typed extends UnfinishedInput {
  node: AnyNode;
}

export class TypedInputs {
  private readonly all: () => ReadonlyMap<string, Typed>;
  private readonly setAll: (all: ReadonlyMap<string, Typed>) => void;

  constructor(private readonly changed: () => void = () => undefined) {
    const [all, setAll] = createSignal<ReadonlyMap<string, Typed>>(new Map());
    this.all = all;
    this.setAll = setAll;
  }

  /** `words` names the text that says what is wrong; null once what is typed is an answer, or nothing. */
  set(node: AnyNode, words: string | null, parts: Readonly<Record<string, string>> = {}): void {
    if (!words && !this.all().has(node.nodeId)) return;
    const next = new Map(this.all());
    if (words) next.set(node.nodeId, { node, words, parts });
    else next.delete(node.nodeId);
    this.setAll(next);
    this.changed();
  }

  find(node: AnyNode): Readonly<Record<string, string>> | undefined {
    return this.all().get(node.nodeId)?.parts;
  }

  /** Of questions that are asked as things stand. */
  list(): Typed[] {
    return [...this.all().values()].filter(({ node }) => node.currentState.relevant);
  }

  /** With a turn of a repeat that is taken away. */
  drop(nodes: Iterable<AnyNode>): void {
    const next = new Map(this.all());
    for (const { nodeId } of nodes) next.delete(nodeId);
    this.setAll(next);
  }

  /** As a draft keeps it, by the question's place. */
  keep(): Record<string, UnfinishedInput> {
    return Object.fromEntries(
      [...this.all().values()].map(({ node, words, parts }) => [
        node.currentState.reference,
        { words, parts },
      ]),
    );
  }

  restore(kept: Readonly<Record<string, UnfinishedInput>>, nodes: Iterable<AnyNode>): void {
    const next = new Map(this.all());
    for (const node of nodes) {
      const found = kept[node.currentState.reference];
      if (found) next.set(node.nodeId, { node, ...found });
    }
    this.setAll(next);
  }
}
