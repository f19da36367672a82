// One of several (radios; a drop-down when the form says `minimal`), any of several, and "I have done this".
import { Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Checkboxes, Radios } from "../../ui/choices";
import { Select } from "../../ui/select";
import { t } from "../texts";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, LEGEND, labelWords } from "./question_words";

type SelectNode = Extract<AnyNode, { nodeType: "select" }>;
/** The engine's own types for these lose themselves in a package that it does not publish. */
type Option = { value: string; label: { asString: string } };
type TriggerNode = Extract<AnyNode, { nodeType: "trigger" }>;

export function OneQuestion(props: QuestionProps<SelectNode>) {
  const isMinimal = () => Boolean((props.node.appearances as Record<string, boolean> | null)?.minimal);
  const chosen = () => props.node.currentState.value[0] ?? "";
  const items = () =>
    (props.node.currentState.valueOptions as readonly Option[]).map(({ value, label }) => ({
      value,
      text: label.asString,
    }));
  const shared = () => ({
    name: questionId(props.node),
    hint: hintWords(props.node),
    errorMessage: errorWords(props.error(props.node)),
  });
  return (
    <Show
      when={isMinimal()}
      fallback={
        <Radios
          {...shared()}
          fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
          items={items().map((item) => ({ ...item, disabled: props.node.currentState.readonly }))}
          value={chosen()}
          onChoose={(value) => props.node.selectValue(value)}
        />
      }
    >
      <Select
        {...shared()}
        id={questionId(props.node)}
        label={{ text: labelWords(props.node), classes: LABEL }}
        items={[{ value: "", text: t("choose-one") }, ...items()]}
        value={chosen()}
        onChange={(event) => props.node.selectValue(event.currentTarget.value || null)}
      />
    </Show>
  );
}

export function ManyQuestion(props: QuestionProps<SelectNode>) {
  const toggle = (value: string, isChosen: boolean) => {
    const others = props.node.currentState.value.filter((one: string) => one !== value);
    props.node.selectValues(isChosen ? [...others, value] : others);
  };
  return (
    <Checkboxes
      name={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t("choose-all") }}
      errorMessage={errorWords(props.error(props.node))}
      items={(props.node.currentState.valueOptions as readonly Option[]).map(({ value, label }) => ({
        value,
        text: label.asString,
        disabled: props.node.currentState.readonly,
      }))}
      values={props.node.currentState.value}
      onToggle={toggle}
    />
  );
}

export function AcknowledgeQuestion(props: QuestionProps<TriggerNode>) {
  return (
    <Checkboxes
      name={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
      items={[{ value: "done", text: t("acknowledge"), checked: Boolean(props.node.currentState.value) }]}
      onToggle={(_value, isChosen) => props.node.setValue(isChosen)}
    />
  );
}
