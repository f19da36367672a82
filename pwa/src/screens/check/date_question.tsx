// A date, a month, a year, a time or both, each part in a box of its own. Half of it, or one that does not exist, is said so.
import { createSignal } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { DateInput } from "../../ui/date_input";
import { t } from "../texts";
import { findControl } from "./appearances";
import { useAnswering } from "./check_context";
import { MOMENTS, type MomentKind, type MomentParts } from "./moment_parts";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LEGEND, labelWords } from "./question_words";

type DateNode = Extract<AnyNode, { nodeType: "input" }>;

export function DateQuestion(props: QuestionProps<DateNode>) {
  const { typed } = useAnswering();
  const kind = () => MOMENTS[findControl(props.node) ?? ""] ?? (MOMENTS.date as MomentKind);
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  // While somebody types, the boxes say what was typed; what the form calculates meanwhile is shown once they are left.
  const [here, setHere] = createSignal<{ parts: MomentParts; gives: string } | null>(null);
  const shown = (): MomentParts => {
    const mine = here();
    if (mine && mine.gives === stored()) return mine.parts;
    return typed.find(props.node) ?? kind().split(stored());
  };
  const answer = (box: string, text: string) => {
    const parts = { ...shown(), [box]: text.trim() };
    const value = kind().join(parts);
    typed.set(props.node, value === null ? `${kind().words}-wrong` : null, parts);
    (props.node.setValue as (value: string | null) => unknown)(value || null);
    setHere({ parts, gives: stored() });
  };
  return (
    <DateInput
      id={questionId(props.node)}
      classes={kind().boxes.length > 3 ? "app-moment" : undefined}
      namePrefix={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t(`${kind().words}-hint`) }}
      errorMessage={errorWords(props.error(props.node))}
      disabled={props.node.currentState.readonly}
      items={kind().boxes.map((name) => ({
        name,
        classes: name === "year" ? "govuk-input--width-4" : "govuk-input--width-2",
        label: t(`date-${name}`),
        get value() {
          return shown()[name] ?? "";
        },
      }))}
      onInput={answer}
    />
  );
}
