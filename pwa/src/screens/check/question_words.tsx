// What a question says: its label with "(optional)" where it may stay empty, its hint, its error message; and, beside its
// control, the guidance of its author.
import { type JSX, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { plainWords, splitHint, type Words as TextWords } from "../../forms/words_of";
import { Details } from "../../ui/small_parts";
import type { ErrorWords, Words } from "../../ui/words";
import { t } from "../texts";
import { MarkedText, Pieces } from "./marked_text";

export function labelWords(node: AnyNode): JSX.Element {
  return (
    <>
      <MarkedText range={node.currentState.label ?? node.currentState.hint} />
      {node.currentState.required || node.currentState.readonly ? "" : ` ${t("optional")}`}
    </>
  );
}

export function hintWords(node: AnyNode): Words | undefined {
  const { hint, label } = node.currentState;
  if (!hint || !label) return undefined;
  const parts = splitHint(hint).hint;
  return parts.length ? { text: <Pieces nodes={parts} inline /> } : undefined;
}

export function errorWords(message: string | undefined): ErrorWords | undefined {
  return message ? { text: message, visuallyHiddenText: t("error-word") } : undefined;
}

/** What an author wrote for whoever wants to know more: folded, since it costs room at the door. */
export function Guidance(props: { node: AnyNode }) {
  const parts = () => {
    const { hint } = props.node.currentState;
    return hint ? splitHint(hint).guidance : [];
  };
  return (
    <Show when={parts().length > 0}>
      <Details summaryText={t("guidance")} classes="app-guidance">
        <Pieces nodes={parts()} />
      </Details>
    </Show>
  );
}

/** For a control that takes text only; a choice without words is called by its value. */
export function optionText(option: { value: string; label: TextWords }): string {
  return plainWords(option.label) || option.value;
}

export const LEGEND = "govuk-fieldset__legend--s";
export const LABEL = "govuk-label--s";
