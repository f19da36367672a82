// Radios and checkboxes: one list of choices under a legend, each with a target of 44 px and an optional hint.
// What is chosen comes from the caller and goes back to the caller; nothing is kept here.
import { For, type JSX, Show } from "solid-js";
import { FieldsetGroup, type GroupQuestion, Hint, Label } from "./form_group";
import { type Attributes, joinClasses, joinIds, type Words } from "./words";

export interface Choice {
  value?: string | undefined;
  text?: JSX.Element;
  id?: string | undefined;
  name?: string | undefined;
  hint?: Words | undefined;
  label?: { classes?: string; attributes?: Attributes } | undefined;
  divider?: string | undefined;
  checked?: boolean | undefined;
  disabled?: boolean | undefined;
  behaviour?: string | undefined;
  attributes?: Attributes | undefined;
  /** Shown under the choice while it is chosen. */
  conditional?: JSX.Element;
}

interface ListProps extends GroupQuestion {
  name: string;
  idPrefix?: string | undefined;
  /** An empty entry keeps its number, so that the ids of the others stay. */
  items: readonly (Choice | null | undefined | false | "")[];
  classes?: string | undefined;
  attributes?: Attributes | undefined;
  /** Between the hint and the list, such as a box that filters it. */
  before?: JSX.Element;
}

export interface RadiosProps extends ListProps {
  value?: string | undefined;
  onChoose?: ((value: string) => void) | undefined;
}

export interface CheckboxesProps extends ListProps {
  values?: readonly string[] | undefined;
  onToggle?: ((value: string, isChosen: boolean) => void) | undefined;
}

export function Radios(props: RadiosProps) {
  const isChosen = (item: Choice) =>
    item.checked ?? (props.value !== undefined && props.value !== "" && item.value === props.value);
  return (
    <ChoiceList
      {...props}
      kind="radio"
      block="govuk-radios"
      isChosen={isChosen}
      onChange={(item) => props.onChoose?.(item.value ?? "")}
    />
  );
}

export function Checkboxes(props: CheckboxesProps) {
  const isChosen = (item: Choice) => item.checked ?? (props.values ?? []).includes(item.value ?? "");
  return (
    <ChoiceList
      {...props}
      kind="checkbox"
      block="govuk-checkboxes"
      isChosen={isChosen}
      onChange={(item, chosen) => props.onToggle?.(item.value ?? "", chosen)}
    />
  );
}

interface ChoiceListProps extends ListProps {
  kind: "radio" | "checkbox";
  block: "govuk-radios" | "govuk-checkboxes";
  isChosen: (item: Choice) => boolean;
  onChange: (item: Choice, isChosen: boolean) => void;
}

function ChoiceList(props: ChoiceListProps) {
  const idPrefix = () => props.idPrefix || props.name;
  return (
    <FieldsetGroup {...props} idPrefix={idPrefix()}>
      {props.before}
      <div class={joinClasses(props.block, props.classes)} data-module={props.block} {...props.attributes}>
        <For each={props.items}>
          {(entry, index) => (
            <Show when={entry || null}>
              {(item) => (
                <Show
                  when={!item().divider}
                  fallback={<div class={`${props.block}__divider`}>{item().divider}</div>}
                >
                  <OneChoice
                    list={props}
                    item={item()}
                    id={item().id || (index() === 0 ? idPrefix() : `${idPrefix()}-${index() + 1}`)}
                  />
                </Show>
              )}
            </Show>
          )}
        </For>
      </div>
    </FieldsetGroup>
  );
}

function OneChoice(props: { list: ChoiceListProps; item: Choice; id: string }) {
  const hintId = () => `${props.id}-item-hint`;
  const conditionalId = () => `conditional-${props.id}`;
  const isChosen = () => props.list.isChosen(props.item);
  // Without a fieldset nothing else ties the list's hint and error to a checkbox.
  const listDescribes = () => props.list.kind === "checkbox" && !props.list.fieldset;
  const idPrefix = () => props.list.idPrefix || props.list.name;
  const describedBy = () =>
    joinIds(
      listDescribes() && props.list.describedBy,
      listDescribes() && props.list.hint && `${idPrefix()}-hint`,
      listDescribes() && props.list.errorMessage && `${idPrefix()}-error`,
      props.item.hint && hintId(),
    );
  return (
    <>
      <div class={`${props.list.block}__item`}>
        <input
          class={`${props.list.block}__input`}
          id={props.id}
          name={props.item.name || props.list.name}
          type={props.list.kind}
          value={props.item.value ?? ""}
          checked={isChosen()}
          disabled={props.item.disabled}
          data-aria-controls={props.item.conditional ? conditionalId() : undefined}
          data-behaviour={props.item.behaviour}
          aria-describedby={describedBy()}
          onChange={(event) => props.list.onChange(props.item, event.currentTarget.checked)}
          {...props.item.attributes}
        />
        <Label
          words={{
            text: props.item.text,
            classes: props.item.label?.classes,
            attributes: props.item.label?.attributes,
          }}
          for={props.id}
          classes={`${props.list.block}__label`}
        />
        <Hint words={props.item.hint} id={hintId()} classes={`${props.list.block}__hint`} />
      </div>
      <Show when={props.item.conditional}>
        <div
          class={joinClasses(
            `${props.list.block}__conditional`,
            !isChosen() && `${props.list.block}__conditional--hidden`,
          )}
          id={conditionalId()}
        >
          {props.item.conditional}
        </div>
      </Show>
    </>
  );
}
