// A line of text that nobody should read over a shoulder, with a button that shows it: govuk-frontend's password input.
import { createSignal } from "solid-js";
import { TextInput, type TextInputProps } from "./text_input";

export function MaskedInput(
  props: TextInputProps & { showText: string; hideText: string; showLabel: string; hideLabel: string },
) {
  const [isShown, setShown] = createSignal(false);
  return (
    <div class="app-masked">
      <TextInput
        {...props}
        type={isShown() ? "text" : "password"}
        spellcheck={false}
        autocapitalize="none"
        autocomplete="off"
      />
      <button
        type="button"
        class="govuk-button govuk-button--secondary app-masked__toggle"
        aria-controls={props.id}
        aria-label={isShown() ? props.hideLabel : props.showLabel}
        disabled={props.disabled}
        onClick={() => setShown(!isShown())}
      >
        {isShown() ? props.hideText : props.showText}
      </button>
    </div>
  );
}
