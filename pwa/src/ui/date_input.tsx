// A date as day, month and year in three boxes: what people type, never a picker.
import { For, type JSX } from "solid-js";
import { FieldsetGroup, type GroupQuestion } from "./form_group";
import { TextInput } from "./text_input";
import { type Attributes, joinClasses } from "./words";

export interface DatePart {
  name: string;
  id?: string | undefined;
  label?: string | undefined;
  value?: string | undefined;
  classes?: string | undefined;
  inputmode?: string | undefined;
  autocomplete?: string | undefined;
  pattern?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface DateInputProps extends GroupQuestion {
  id: string;
  namePrefix?: string | undefined;
  items?: readonly DatePart[] | undefined;
  classes?: string | undefined;
  disabled?: boolean | undefined;
  attributes?: Attributes | undefined;
  onInput?: ((part: string, value: string) => void) | undefined;
}

export const DAY_MONTH_YEAR: readonly DatePart[] = [
  { name: "day", classes: "govuk-input--width-2" },
  { name: "month", classes: "govuk-input--width-2" },
  { name: "year", classes: "govuk-input--width-4" },
];

export function DateInput(props: DateInputProps) {
  const parts = () => (props.items?.length ? props.items : DAY_MONTH_YEAR);
  const told =
    (part: DatePart): JSX.EventHandler<HTMLInputElement, InputEvent> =>
    (event) =>
      props.onInput?.(part.name, event.currentTarget.value);
  return (
    <FieldsetGroup {...props} idPrefix={props.id} role="group">
      <div class={joinClasses("govuk-date-input", props.classes)} id={props.id} {...props.attributes}>
        <For each={parts()}>
          {(part) => (
            <div class="govuk-date-input__item">
              <TextInput
                id={part.id || `${props.id}-${part.name}`}
                name={props.namePrefix ? `${props.namePrefix}-${part.name}` : part.name}
                label={{
                  text: part.label || part.name.charAt(0).toUpperCase() + part.name.slice(1),
                  classes: "govuk-date-input__label",
                }}
                classes={joinClasses("govuk-date-input__input", part.classes)}
                inputmode={part.inputmode || "numeric"}
                value={part.value}
                disabled={props.disabled}
                autocomplete={part.autocomplete}
                pattern={part.pattern}
                attributes={part.attributes}
                onInput={told(part)}
              />
            </div>
          )}
        </For>
      </div>
    </FieldsetGroup>
  );
}
