// A drop-down list, for a long list of choices only.
import { For, type JSX } from "solid-js";
import { LabelledControl, type SingleQuestion } from "./form_group";
import { type Attributes, joinClasses } from "./words";

export interface SelectOption {
  text: string;
  value?: string | undefined;
  selected?: boolean | undefined;
  disabled?: boolean | undefined;
  attributes?: Attributes | undefined;
}

export interface SelectProps extends SingleQuestion {
  name: string;
  items: readonly (SelectOption | null | undefined | false | "")[];
  value?: string | undefined;
  classes?: string | undefined;
  disabled?: boolean | undefined;
  attributes?: Attributes | undefined;
  onChange?: JSX.EventHandler<HTMLSelectElement, Event> | undefined;
}

export function Select(props: SelectProps) {
  const isChosen = (item: SelectOption) =>
    item.selected ?? (Boolean(props.value) && (item.value ?? item.text) === props.value);
  const items = () => (props.items ?? []).filter((item): item is SelectOption => Boolean(item));
  return (
    <LabelledControl
      {...props}
      control={(describedBy) => (
        <select
          class={joinClasses("govuk-select", props.classes, props.errorMessage && "govuk-select--error")}
          id={props.id}
          name={props.name}
          disabled={props.disabled}
          aria-describedby={describedBy()}
          onChange={(event) => props.onChange?.(event)}
          {...props.attributes}
        >
          <For each={items()}>
            {(item) => (
              <option
                value={item.value}
                selected={isChosen(item)}
                disabled={item.disabled}
                {...item.attributes}
              >
                {item.text}
              </option>
            )}
          </For>
        </select>
      )}
    />
  );
}
