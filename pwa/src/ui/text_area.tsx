// Several lines of text.
import type { JSX } from "solid-js";
import { LabelledControl, type SingleQuestion } from "./form_group";
import { type Attributes, joinClasses } from "./words";

export interface TextAreaProps extends SingleQuestion {
  name: string;
  value?: string | undefined;
  rows?: number | string | undefined;
  classes?: string | undefined;
  disabled?: boolean | undefined;
  spellcheck?: boolean | undefined;
  autocomplete?: string | undefined;
  attributes?: Attributes | undefined;
  onInput?: JSX.EventHandler<HTMLTextAreaElement, InputEvent> | undefined;
}

export function TextArea(props: TextAreaProps) {
  return (
    <LabelledControl
      {...props}
      control={(describedBy) => (
        <textarea
          class={joinClasses("govuk-textarea", props.errorMessage && "govuk-textarea--error", props.classes)}
          id={props.id}
          name={props.name}
          rows={props.rows || 5}
          spellcheck={props.spellcheck}
          disabled={props.disabled}
          aria-describedby={describedBy()}
          autocomplete={props.autocomplete}
          value={props.value ?? ""}
          onInput={(event) => props.onInput?.(event)}
          {...props.attributes}
        />
      )}
    />
  );
}
