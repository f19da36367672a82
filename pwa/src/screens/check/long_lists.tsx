// A list of hundreds or thousands of choices: one is found by typing (combobox), several by a filter over checkboxes.
import { createMemo, createSignal, Show } from "solid-js";
import { Checkboxes } from "../../ui/choices";
import { Combobox } from "../../ui/combobox";
import { findEntries, normalise, SHOWN_AT_ONCE } from "../../ui/list_entries";
import { TextInput } from "../../ui/text_input";
import { t } from "../texts";
import { useAnswering } from "./check_context";
import { listOptions, type SelectNode, toggle } from "./choice_lists";
import { asChoice, ChosenMedia, SmallPicture } from "./choice_media";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, LEGEND, labelWords, optionText } from "./question_words";

function listEntries(node: SelectNode) {
  return listOptions(node).map((option) => ({ value: option.value, text: optionText(option) }));
}

function mapOptions(node: SelectNode) {
  return new Map(listOptions(node).map((option) => [option.value, option]));
}

export function ComboboxQuestion(props: QuestionProps<SelectNode>) {
  const { typed } = useAnswering();
  const entries = createMemo(() => listEntries(props.node));
  const options = createMemo(() => mapOptions(props.node));
  const chosen = () => options().get(props.node.currentState.value[0] ?? "");
  return (
    <>
      <Combobox
        id={questionId(props.node)}
        name={questionId(props.node)}
        label={{ text: labelWords(props.node), classes: LABEL }}
        hint={hintWords(props.node) ?? { text: t("list-hint", { count: entries().length }) }}
        errorMessage={errorWords(props.error(props.node))}
        items={entries()}
        value={props.node.currentState.value[0] ?? ""}
        disabled={props.node.currentState.readonly}
        typed={typed.find(props.node)?.text}
        statusText={(found, shown) => t("list-found", { found, shown })}
        beside={({ value }) => <SmallPicture option={options().get(value)} />}
        onChoose={(value) => props.node.selectValue(value)}
        onTyped={(text) => typed.set(props.node, text === null ? null : "list-wrong", { text: text ?? "" })}
      />
      <ChosenMedia option={chosen()} />
    </>
  );
}

/** What is chosen stands first and stays in sight, whatever the filter says. */
export function FilteredQuestion(props: QuestionProps<SelectNode>) {
  const [filter, setFilter] = createSignal("");
  const [pinned, setPinned] = createSignal<readonly string[]>(props.node.currentState.value);
  const index = createMemo(() =>
    listEntries(props.node).map((entry) => ({ entry, key: normalise(entry.text) })),
  );
  const found = createMemo(() => findEntries(index(), filter()));
  const shown = createMemo(() => {
    const kept = new Set(pinned());
    const first = index().filter(({ entry }) => kept.has(entry.value));
    const others = found().filter(({ value }) => !kept.has(value));
    const options = mapOptions(props.node);
    const shownHere = [...first.map(({ entry }) => entry), ...others.slice(0, SHOWN_AT_ONCE)];
    return shownHere.flatMap(({ value }) => options.get(value) ?? []);
  });
  const id = () => questionId(props.node);
  return (
    <Checkboxes
      name={id()}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t("choose-all") }}
      errorMessage={errorWords(props.error(props.node))}
      before={
        <Show when={index().length > SHOWN_AT_ONCE / 5}>
          <TextInput
            id={`${id()}-filter`}
            name={`${id()}-filter`}
            label={{ text: t("list-filter") }}
            autocomplete="off"
            value={filter()}
            onInput={(event) => {
              setPinned(props.node.currentState.value);
              setFilter(event.currentTarget.value);
            }}
          />
          <p class="govuk-body-s" role="status">
            {t("list-found", { found: found().length, shown: Math.min(found().length, SHOWN_AT_ONCE) })}
            <br />
            {t("list-chosen", { count: props.node.currentState.value.length })}
          </p>
        </Show>
      }
      items={shown().map((option) => asChoice(option, props.node.currentState.readonly))}
      values={props.node.currentState.value}
      onToggle={(value, isChosen) => toggle(props.node, value, isChosen)}
    />
  );
}
