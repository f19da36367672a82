// What a question says: its label with "(optional)" where it may stay empty, its hint, its error message.
import type { JSX } from "solid-js";
import type { AnyNode } from "../../forms/host";
import type { ErrorWords, Words } from "../../ui/words";
import { t } from "../texts";
import { MarkedText } from "./marked_text";

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
  // pyxform writes "-" where a language has no hint.
  return hint && label && hint.asString.trim() !== "-" ? { text: <MarkedText range={hint} /> } : undefined;
}

export function errorWords(message: string | undefined): ErrorWords | undefined {
  return message ? { text: message, visuallyHiddenText: t("error-word") } : undefined;
}

export const LEGEND = "govuk-fieldset__legend--s";
export const LABEL = "govuk-label--s";
