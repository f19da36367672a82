// One line of text or a number, with its unit before or after it. Never the HTML number type: it loses what was typed.
import { createMemo, type JSX, Show } from "solid-js";
import { LabelledControl, type SingleQuestion } from "./form_group";
import { type Attributes, type GroupOptions, joinClasses, type Words } from "./words";

export interface TextInputProps extends SingleQuestion {
  name: string;
  type?: string | undefined;
  value?: string | undefined;
  classes?: string | undefined;
  disabled?: boolean | undefined;
  spellcheck?: boolean | undefined;
  autocomplete?: string | undefined;
  autocapitalize?: string | undefined;
  pattern?: string | undefined;
  inputmode?: string | undefined;
  prefix?: Words | undefined;
  suffix?: Words | undefined;
  inputWrapper?: GroupOptions | undefined;
  attributes?: Attributes | undefined;
  onInput?: JSX.EventHandler<HTMLInputElement, InputEvent> | undefined;
  onChange?: JSX.EventHandler<HTMLInputElement, Event> | undefined;
}

export function TextInput(props: TextInputProps) {
  const hasAffix = createMemo(() => Boolean(props.prefix?.text || props.suffix?.text));
  return (
    <LabelledControl
      {...props}
      control={(describedBy) => (
        <Show when={hasAffix()} fallback={<Box {...props} describedBy={describedBy()} />}>
          <div
            class={joinClasses("govuk-input__wrapper", props.inputWrapper?.classes)}
            {...props.inputWrapper?.attributes}
          >
            <Affix words={props.prefix} kind="prefix" />
            <Box {...props} describedBy={describedBy()} />
            <Affix words={props.suffix} kind="suffix" />
          </div>
        </Show>
      )}
    />
  );
}

function Box(props: TextInputProps) {
  return (
    <input
      class={joinClasses("govuk-input", props.classes, props.errorMessage && "govuk-input--error")}
      id={props.id}
      name={props.name}
      type={props.type || "text"}
      spellcheck={props.spellcheck}
      value={props.value ?? ""}
      disabled={props.disabled}
      aria-describedby={props.describedBy}
      autocomplete={props.autocomplete}
      autocapitalize={props.autocapitalize as JSX.HTMLAttributes<HTMLInputElement>["autocapitalize"]}
      pattern={props.pattern}
      inputmode={props.inputmode as JSX.HTMLAttributes<HTMLInputElement>["inputmode"]}
      onInput={(event) => props.onInput?.(event)}
      onChange={(event) => props.onChange?.(event)}
      {...props.attributes}
    />
  );
}

function Affix(props: { words: Words | undefined; kind: "prefix" | "suffix" }) {
  return (
    <Show when={props.words?.text}>
      <div
        class={joinClasses(`govuk-input__${props.kind}`, props.words?.classes)}
        aria-hidden="true"
        {...props.words?.attributes}
      >
        {props.words?.text}
      </div>
    </Show>
  );
}
