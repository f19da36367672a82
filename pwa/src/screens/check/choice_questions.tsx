// One of several (radios), any of several (checkboxes), both in columns too, and "I have done this". A list that is longer
// than a screen or two is found by typing instead.
import { Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Checkboxes, Radios } from "../../ui/choices";
import { t } from "../texts";
import { hasAppearance, listAppearances } from "./appearances";
import { LONG_LIST, listOptions, type SelectNode, toggle } from "./choice_lists";
import { asChoice } from "./choice_media";
import { ComboboxQuestion, FilteredQuestion } from "./long_lists";
import { MarkedText } from "./marked_text";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LEGEND, labelWords } from "./question_words";

type TriggerNode = Extract<AnyNode, { nodeType: "trigger" }>;

export function OneQuestion(props: QuestionProps<SelectNode>) {
  return (
    <Show
      when={listOptions(props.node).length <= LONG_LIST}
      fallback={<ComboboxQuestion node={props.node} error={props.error} />}
    >
      <ShortOne node={props.node} error={props.error} />
    </Show>
  );
}

export function ManyQuestion(props: QuestionProps<SelectNode>) {
  return (
    <Show
      when={listOptions(props.node).length <= LONG_LIST}
      fallback={<FilteredQuestion node={props.node} error={props.error} />}
    >
      <ShortMany node={props.node} error={props.error} />
    </Show>
  );
}

/** `columns`, `columns-3`, `horizontal` and `likert`: side by side where there is room, under each other on a phone. */
export function ColumnsQuestion(props: QuestionProps<SelectNode>) {
  const classes = () => {
    if (hasAppearance(props.node, "likert")) return "app-columns app-columns--likert";
    const count = listAppearances(props.node)
      .map((name) => /^columns-([2-9])$/.exec(name)?.[1])
      .find(Boolean);
    return count ? `app-columns app-columns--${count}` : "app-columns";
  };
  return (
    <Show
      when={props.node.selectType === "select1"}
      fallback={<ShortMany node={props.node} error={props.error} classes={classes()} />}
    >
      <ShortOne node={props.node} error={props.error} classes={classes()} />
    </Show>
  );
}

interface ListProps extends QuestionProps<SelectNode> {
  classes?: string | undefined;
}

function ShortOne(props: ListProps) {
  return (
    <Radios
      name={questionId(props.node)}
      classes={props.classes}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
      items={listOptions(props.node).map((option) => asChoice(option, props.node.currentState.readonly))}
      value={props.node.currentState.value[0] ?? ""}
      onChoose={(value) => props.node.selectValue(value)}
    />
  );
}

function ShortMany(props: ListProps) {
  return (
    <Checkboxes
      name={questionId(props.node)}
      classes={props.classes}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t("choose-all") }}
      errorMessage={errorWords(props.error(props.node))}
      items={listOptions(props.node).map((option) => asChoice(option, props.node.currentState.readonly))}
      values={props.node.currentState.value}
      onToggle={(value, isChosen) => toggle(props.node, value, isChosen)}
    />
  );
}

/** The heading line of a table of choices in XLSForm: it asks nothing by itself. */
export function LabelOnly(props: QuestionProps<SelectNode>) {
  return (
    <p class="govuk-body app-label-only">
      <MarkedText range={props.node.currentState.label} />
    </p>
  );
}

export function AcknowledgeQuestion(props: QuestionProps<TriggerNode>) {
  return (
    <Checkboxes
      name={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
      items={[{ value: "done", text: t("acknowledge"), disabled: props.node.currentState.readonly }]}
      values={props.node.currentState.value ? ["done"] : []}
      onToggle={(_value, isChosen) => props.node.setValue(isChosen)}
    />
  );
}
