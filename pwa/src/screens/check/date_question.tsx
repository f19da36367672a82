// A date in three boxes. Half a date, or one that does not exist, is said so and never guessed.
import { createSignal } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { DAY_MONTH_YEAR, DateInput } from "../../ui/date_input";
import { type DateParts, joinDate, splitDate } from "../date_parts";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LEGEND, labelWords } from "./question_words";

type DateNode = Extract<AnyNode, { nodeType: "input" }>;

export function DateQuestion(props: QuestionProps<DateNode>) {
  const check = useCheck();
  const [typed, setTyped] = createSignal<DateParts>(
    splitDate(String(props.node.currentState.instanceValue ?? "")),
  );
  const answer = (part: string, text: string) => {
    const parts = { ...typed(), [part]: text.trim() };
    setTyped(parts);
    const date = joinDate(parts);
    check.setWrongInput(props.node.currentState.reference, date === null ? t("date-wrong") : null);
    (props.node.setValue as (value: string | null) => unknown)(date || null);
  };
  return (
    <DateInput
      id={questionId(props.node)}
      namePrefix={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t("date-hint") }}
      errorMessage={errorWords(props.error(props.node))}
      items={DAY_MONTH_YEAR.map((part) => ({
        ...part,
        // The first box carries the question's own id, so that the error summary can put the focus in it.
        label: t(`date-${part.name}`),
        value: typed()[part.name as keyof DateParts],
      }))}
      onInput={answer}
    />
  );
}
