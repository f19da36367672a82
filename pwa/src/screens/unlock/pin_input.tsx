// One PIN: digits that do not show, on the phone's number pad. It is no password of a site and no code by SMS, so that
// nothing offers to fill or keep it; pasting works.
import { TextInput } from "../../ui/text_input";
import { t } from "../texts";

export function PinInput(props: {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onInput: (typed: string) => void;
}) {
  return (
    <TextInput
      id={props.id}
      name={props.id}
      inputmode="numeric"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      classes="govuk-input--width-10 app-pin"
      label={{ text: props.label, classes: "govuk-label--m" }}
      hint={props.hint ? { text: props.hint } : undefined}
      errorMessage={props.error ? { text: props.error, visuallyHiddenText: t("error-word") } : undefined}
      attributes={{
        maxlength: "14",
        "data-1p-ignore": "true",
        "data-lpignore": "true",
        "data-bwignore": "true",
        "data-form-type": "other",
      }}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
