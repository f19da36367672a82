// A drop-down list: of choices that the form calls `minimal`, or of the numbers of a scale that is a `picker`. It holds words
// only, so that choices with pictures, sounds or films stand as they do without the appearance.
import { Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Select } from "../../ui/select";
import { t } from "../texts";
import { listOptions, type SelectNode } from "./choice_lists";
import { anyHasMedia } from "./choice_media";
import { OneQuestion } from "./choice_questions";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, labelWords, optionText } from "./question_words";
import { listSteps, type RangeNode } from "./scale_steps";

type MenuNode = Extract<AnyNode, { nodeType: "select" | "range" }>;

export function MenuQuestion(props: QuestionProps<MenuNode>) {
  const illustrated = () =>
    props.node.nodeType === "select" && anyHasMedia(listOptions(props.node)) ? props.node : null;
  return (
    <Show when={illustrated()} fallback={<Menu node={props.node} error={props.error} />}>
      {(node) => <OneQuestion node={node()} error={props.error} />}
    </Show>
  );
}

function Menu(props: QuestionProps<MenuNode>) {
  const items = () =>
    props.node.nodeType === "select"
      ? listOptions(props.node as SelectNode).map((option) => ({
          value: option.value,
          text: optionText(option),
        }))
      : listSteps(props.node as RangeNode).map((value) => ({ value, text: value }));
  const value = () => {
    const stored = String(props.node.currentState.instanceValue ?? "");
    return props.node.nodeType === "range" && stored ? String(Number(stored)) : stored;
  };
  const choose = (chosen: string) => {
    if (props.node.nodeType === "select") props.node.selectValue(chosen || null);
    else (props.node.setValue as (value: string | null) => unknown)(chosen || null);
  };
  return (
    <Select
      id={questionId(props.node)}
      name={questionId(props.node)}
      label={{ text: labelWords(props.node), classes: LABEL }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
      items={[{ value: "", text: t("choose-one") }, ...items()]}
      value={value()}
      disabled={props.node.currentState.readonly}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
