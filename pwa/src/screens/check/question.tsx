// One question of a form as a GOV.UK control, by the node's type; an unknown type becomes the plain control.
import { For, Match, Show, Switch } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { isAsked } from "../../forms/pages";
import { Button } from "../../ui/button";
import { InsetText } from "../../ui/small_parts";
import { t } from "../texts";
import { AcknowledgeQuestion, ManyQuestion, OneQuestion } from "./choice_questions";
import { DateQuestion } from "./date_question";
import { MarkedText } from "./marked_text";
import { PhotoQuestion } from "./photo_question";
import type { QuestionProps } from "./question_props";
import { TextQuestion } from "./text_question";

type Of<Type extends AnyNode["nodeType"]> = Extract<AnyNode, { nodeType: Type }>;

export function Question(props: QuestionProps) {
  const as = <Type extends AnyNode["nodeType"]>(type: Type) =>
    props.node.nodeType === type ? (props.node as Of<Type>) : undefined;
  const select = (kind: "select" | "select1") => {
    const node = as("select");
    return node?.selectType === kind ? node : undefined;
  };
  return (
    <Show when={props.node.currentState.relevant && isAsked(props.node)}>
      <Switch fallback={<CannotAsk node={props.node} />}>
        <Match when={as("note")}>{(node) => <Note node={node()} />}</Match>
        <Match when={select("select1")}>{(node) => <OneQuestion node={node()} error={props.error} />}</Match>
        <Match when={select("select")}>{(node) => <ManyQuestion node={node()} error={props.error} />}</Match>
        <Match when={as("trigger")}>
          {(node) => <AcknowledgeQuestion node={node()} error={props.error} />}
        </Match>
        <Match when={as("upload")}>{(node) => <PhotoQuestion node={node()} error={props.error} />}</Match>
        <Match when={as("input")?.valueType === "date" && as("input")}>
          {(node) => <DateQuestion node={node()} error={props.error} />}
        </Match>
        <Match when={as("input") ?? as("range")}>
          {(node) => <TextQuestion node={node()} error={props.error} />}
        </Match>
        <Match when={as("group") ?? as("repeat-instance")}>
          {(node) => (
            <section class="app-group">
              <Show when={node().currentState.label}>
                <h2 class="govuk-heading-m">
                  <MarkedText range={node().currentState.label} />
                </h2>
              </Show>
              <For each={node().currentState.children as readonly AnyNode[]}>
                {(child) => <Question node={child} error={props.error} />}
              </For>
            </section>
          )}
        </Match>
        <Match when={as("repeat-range:uncontrolled") ?? as("repeat-range:controlled")}>
          {(node) => <Repeat node={node()} error={props.error} />}
        </Match>
      </Switch>
    </Show>
  );
}

function Note(props: { node: Of<"note"> }) {
  return (
    <InsetText>
      <MarkedText range={props.node.currentState.noteText} inline={false} />
    </InsetText>
  );
}

function Repeat(props: QuestionProps<Of<"repeat-range:uncontrolled"> | Of<"repeat-range:controlled">>) {
  return (
    <>
      <For each={props.node.currentState.children as readonly AnyNode[]}>
        {(child) => <Question node={child} error={props.error} />}
      </For>
      <Show when={props.node.nodeType === "repeat-range:uncontrolled" && props.node}>
        {(node) => (
          <Button
            type="button"
            classes="govuk-button--secondary"
            onClick={() => (node() as Of<"repeat-range:uncontrolled">).addInstances()}
          >
            {t("repeat-add")}
          </Button>
        )}
      </Show>
    </>
  );
}

function CannotAsk(props: { node: AnyNode }) {
  return (
    <InsetText>
      <MarkedText range={props.node.currentState.label} /> {t("question-unknown")}
    </InsetText>
  );
}
