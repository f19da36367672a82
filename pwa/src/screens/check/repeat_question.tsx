// A part that is answered several times: a heading for each turn, one more, one less (after a question), the focus where the
// work goes on. A number of turns that the form counts by itself is only shown.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { AnyNode, RepeatRangeNode } from "../../forms/host";
import { isAsked, labelOf } from "../../forms/pages";
import { Button } from "../../ui/button";
import { t } from "../texts";
import { useAnswering } from "./check_context";
import { questionId } from "./question_props";
import { turnTitle } from "./turn_words";

type Turn = Extract<AnyNode, { nodeType: "repeat-instance" }>;

interface RepeatProps {
  node: RepeatRangeNode;
  draw: (child: AnyNode) => JSX.Element;
}

export function RepeatQuestion(props: RepeatProps) {
  const answering = useAnswering();
  const turns = () => props.node.currentState.children as readonly Turn[];
  const canChange = () =>
    props.node.nodeType === "repeat-range:uncontrolled" && !props.node.currentState.readonly;
  const focus = (id: string) => queueMicrotask(() => document.getElementById(id)?.focus());
  const add = () => {
    if (props.node.nodeType !== "repeat-range:uncontrolled") return;
    props.node.addInstances();
    const added = turns().at(-1);
    if (added) focus(`${questionId(added)}-title`);
  };
  const remove = async (index: number) => {
    await answering.removeInstance(props.node, index);
    const next = turns()[Math.min(index, turns().length - 1)];
    focus(next ? `${questionId(next)}-title` : `${questionId(props.node)}-add`);
  };
  const name = () => labelOf(props.node) || t("repeat-part");
  return (
    <div class="app-repeat" id={questionId(props.node)}>
      <For each={turns()}>
        {(turn, index) => (
          <Show when={turn.currentState.relevant && isAsked(turn)}>
            <section class="app-repeat__turn" aria-labelledby={`${questionId(turn)}-title`}>
              <h2 class="govuk-heading-m" id={`${questionId(turn)}-title`} tabindex="-1">
                {turnTitle(turn)}
              </h2>
              <For each={turn.currentState.children as readonly AnyNode[]}>
                {(child) => props.draw(child)}
              </For>
              <Show when={canChange()}>
                <Remove
                  id={`${questionId(turn)}-remove`}
                  title={turnTitle(turn)}
                  onRemove={() => remove(index())}
                />
              </Show>
            </section>
          </Show>
        )}
      </For>
      <Show when={canChange()}>
        <Button
          type="button"
          id={`${questionId(props.node)}-add`}
          classes="govuk-button--secondary"
          onClick={add}
        >
          {t(turns().length ? "repeat-add-another" : "repeat-add-first", { name: name() })}
        </Button>
      </Show>
    </div>
  );
}

function Remove(props: { id: string; title: string; onRemove: () => Promise<void> }) {
  const [isAsking, setAsking] = createSignal(false);
  const ask = (asking: boolean) => {
    setAsking(asking);
    queueMicrotask(() => document.getElementById(asking ? `${props.id}-yes` : props.id)?.focus());
  };
  return (
    <Show
      when={isAsking()}
      fallback={
        <Button
          type="button"
          id={props.id}
          classes="govuk-button--secondary app-small-button"
          onClick={() => ask(true)}
        >
          {t("repeat-remove", { title: props.title })}
        </Button>
      }
    >
      <fieldset class="govuk-fieldset app-repeat__sure">
        <legend class="govuk-body">{t("repeat-remove-sure", { title: props.title })}</legend>
        <Button
          type="button"
          id={`${props.id}-yes`}
          classes="govuk-button--warning"
          onClick={() => void props.onRemove()}
        >
          {t("repeat-remove-yes")}
        </Button>
        <Button type="button" classes="govuk-button--secondary" onClick={() => ask(false)}>
          {t("repeat-remove-no")}
        </Button>
      </fieldset>
    </Show>
  );
}
