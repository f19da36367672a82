// Which turn of a repeat a question stands in, in words: "Person 2", or the turn's own label.
import type { AnyNode } from "../../forms/host";
import { labelOf } from "../../forms/pages";
import { plainWords } from "../../forms/words_of";
import { t } from "../texts";

type Turn = Extract<AnyNode, { nodeType: "repeat-instance" }>;

/** A label of its own where the form gives each turn one (with an answer in it); else the repeat's name and a number. */
export function turnTitle(turn: Turn): string {
  const name = labelOf(turn.parent) || t("repeat-part");
  const own = plainWords(turn.currentState.label);
  const number = Number(/\[(\d+)\]$/.exec(turn.currentState.reference)?.[1] ?? 1);
  return own && own !== name ? own : t("repeat-turn", { name, number });
}

/** "" outside every repeat; of turns inside turns, the outermost first. */
export function turnWords(node: AnyNode): string {
  const titles: string[] = [];
  for (let around = parentOf(node); around; around = parentOf(around)) {
    if (around.nodeType === "repeat-instance") titles.unshift(turnTitle(around));
  }
  return titles.join(", ");
}

/** "Person 2: Their name", or the words alone. */
export function inTurn(node: AnyNode, words: string): string {
  const turn = turnWords(node);
  return turn ? t("in-turn", { turn, words }) : words;
}

function parentOf(node: AnyNode): AnyNode | null {
  return node.nodeType === "root" ? null : (node.parent as AnyNode);
}

/** A question as it stands before a colon: "When did it begin: enter a real date". */
export function beforeColon(label: string): string {
  return label.replace(/[\s?:]+$/, "");
}
