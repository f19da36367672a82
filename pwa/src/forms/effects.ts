// What saving a form will do, told beforehand: the referrals it makes, the details it changes, what stays unshared.
// Says what the server will read from the same answers (server/forms/meaning.py); decides nothing. Never names an alert.
import type { AnswerBase } from "../domain/wire";
import { listRecorded, NO_WORDS, type Recorded, type Recording } from "./meaning";

export interface Change {
  node: string;
  /** "resident" or "case", and its field. */
  entity_type: string;
  field: string;
  answer: string;
}

export interface Effects {
  outcome: string | null;
  /** One for each referral: its type. */
  referrals: string[];
  /** Types that go nowhere, since the person does not agree. */
  refused: string[];
  changes: Change[];
}

/** `isHidden`: nodes that must not be read over the officer's shoulder, and so are not told of at all. */
export function readEffects(
  recordings: readonly Recording[],
  answers: ReadonlyMap<string, string>,
  bases: Readonly<Record<string, AnswerBase>>,
  isHidden: (node: string) => boolean = () => false,
): Effects {
  const effects: Effects = { outcome: null, referrals: [], refused: [], changes: [] };
  const needs = new Map<string, Map<string, string>>();
  for (const one of listRecorded(recordings, answers)) {
    if (isHidden(one.node)) continue;
    const [head = "", field = "", ...rest] = one.records.split(".");
    if (one.records === "visit.outcome") effects.outcome = one.answer;
    else if (head === "resident" || head === "case") takeChange(effects, one, head, field, bases);
    else if (head === "referral") {
      const need = `${field} ${turnOf(one.node)}`;
      needs.set(need, (needs.get(need) ?? new Map()).set(rest.join(".") || "wanted", one.answer));
    }
  }
  for (const [need, details] of needs) takeNeed(effects, need.slice(0, need.indexOf(" ")), details);
  return effects;
}

function takeChange(
  effects: Effects,
  { node, answer }: Recorded,
  entityType: string,
  field: string,
  bases: Readonly<Record<string, AnswerBase>>,
): void {
  if (bases[node]?.value === answer) return;
  effects.changes.push({ node, entity_type: entityType, field, answer });
}

function takeNeed(effects: Effects, type: string, details: ReadonlyMap<string, string>): void {
  const isNo = (detail: string) => NO_WORDS.has((details.get(detail) ?? "yes").trim().toLowerCase());
  if (!type || isNo("wanted")) return;
  if (isNo("agreed")) effects.refused.push(type);
  else if ([...details.keys()].some((detail) => detail !== "agreed")) effects.referrals.push(type);
}

/** The innermost turn of a repeat that a node stands in; "" outside every repeat. */
function turnOf(node: string): string {
  return /^(.*\])[^\]]*$/.exec(node)?.[1] ?? "";
}
