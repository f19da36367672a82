// A number on a scale: a slider, lying or standing, or a rating of a few steps as radios.
import { Radios } from "../../ui/choices";
import { Slider } from "../../ui/slider";
import { t } from "../texts";
import { hasAppearance } from "./appearances";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, LEGEND, labelWords } from "./question_words";
import { listSteps, type RangeNode, readBounds } from "./scale_steps";

function setNumber(node: RangeNode, value: string): void {
  (node.setValue as (value: string | null) => unknown)(value || null);
}

export function SliderQuestion(props: QuestionProps<RangeNode>) {
  return (
    <Slider
      id={questionId(props.node)}
      name={questionId(props.node)}
      label={{ text: labelWords(props.node), classes: LABEL }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
      {...readBounds(props.node)}
      value={shownNumber(props.node)}
      disabled={props.node.currentState.readonly}
      isVertical={hasAppearance(props.node, "vertical")}
      hasTicks={!hasAppearance(props.node, "no-ticks")}
      unsetText={t("scale-unset")}
      clearText={t("scale-clear")}
      onChange={(value) => setNumber(props.node, value)}
    />
  );
}

export function RatingQuestion(props: QuestionProps<RangeNode>) {
  const steps = () => listSteps(props.node);
  return (
    <Radios
      name={questionId(props.node)}
      classes="govuk-radios--inline app-rating"
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={
        hintWords(props.node) ?? {
          text: t("rating-hint", { from: steps()[0] ?? "", to: steps().at(-1) ?? "" }),
        }
      }
      errorMessage={errorWords(props.error(props.node))}
      items={steps().map((value) => ({ value, text: value, disabled: props.node.currentState.readonly }))}
      value={shownNumber(props.node)}
      onChoose={(value) => setNumber(props.node, value)}
    />
  );
}

/** "2" for the engine's "2.0", so that it is one of the steps. */
function shownNumber(node: RangeNode): string {
  const stored = String(node.currentState.instanceValue ?? "");
  return stored === "" ? "" : String(Number(stored));
}
