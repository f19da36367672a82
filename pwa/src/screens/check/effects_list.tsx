// What saving will do, before the button: outcome, referrals, changed details, what is not shared. Parts that record an alert
// are not told of, since the person may be looking on (product.md, rules of care 6).
import { createMemo, For, Show } from "solid-js";
import type { CodeListRow } from "../../domain/rows";
import { type Effects, readEffects } from "../../forms/effects";
import { type AnyNode, walk } from "../../forms/host";
import { codeText, outcomeWords } from "../code_words";
import { fieldWords, valueWords } from "../field_words";
import { readOrNothing, readPhone } from "../scope";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { answerWords, findPrivate } from "./summary_rows";

export function EffectsList() {
  const check = useCheck();
  const needs = readPhone((phone) => phone.findCodeList("referral_type"));
  const lines = createMemo(() => {
    const { form } = check.parts;
    const nodes = new Map<string, AnyNode>();
    const hidden = new Set<string>();
    const inPrivate = findPrivate(check.pages(), form.recordings);
    for (const page of check.pages()) {
      const isHidden = inPrivate.has(page.part);
      for (const node of walk(page.nodes)) {
        nodes.set(node.currentState.reference, node);
        if (isHidden) hidden.add(node.currentState.reference);
      }
    }
    const effects = readEffects(form.recordings, form.answers(), form.bases, (node) => hidden.has(node));
    return listLines(effects, nodes, readOrNothing(needs) ?? null);
  });
  return (
    <Show when={lines().length > 0}>
      <section aria-labelledby="effects-title">
        <h2 class="govuk-heading-m" id="effects-title">
          {t("effects-title")}
        </h2>
        <ul class="govuk-list govuk-list--bullet">
          <For each={lines()}>{(line) => <li>{line}</li>}</For>
        </ul>
      </section>
    </Show>
  );
}

function listLines(
  effects: Effects,
  nodes: ReadonlyMap<string, AnyNode>,
  needs: CodeListRow | null,
): string[] {
  const lines: string[] = [];
  if (effects.outcome) lines.push(t("effect-outcome", { outcome: outcomeWords(effects.outcome) }));
  if (effects.referrals.length) {
    lines.push(
      t("effect-referrals", { count: effects.referrals.length, types: countTypes(effects.referrals, needs) }),
    );
  }
  for (const { node, field, answer } of effects.changes) {
    const asked = nodes.get(node);
    const value = (asked && answerWords(asked)) || valueWords(field, answer);
    lines.push(t("effect-change", { field: fieldWords(field), value }));
  }
  if (effects.refused.length) lines.push(t("effect-refused", { types: countTypes(effects.refused, needs) }));
  return lines;
}

/** "food parcel (2), repairs" */
function countTypes(types: readonly string[], needs: CodeListRow | null): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => {
      const listed = needs?.fields.entries.some(({ name }) => name === type);
      const words = listed ? outcomeWords(type, needs) : codeText("referral", type);
      return count > 1 ? `${words} (${count})` : words;
    })
    .join(", ");
}
