// The two fields in which an officer writes of a place that no visit names, where and what: the browser keeps neither.
import { TextArea } from "../../ui/text_area";

const LONGEST_ADDRESS = 300;
const LONGEST_WORDS = 1000;

interface WrittenField {
  id: string;
  label: string;
  value: string;
  onInput: (typed: string) => void;
  error?: { text: string; visuallyHiddenText: string } | undefined;
}

export function AddressField(props: WrittenField) {
  return <Field {...props} rows={2} longest={LONGEST_ADDRESS} />;
}

export function WordsField(props: WrittenField) {
  return <Field {...props} rows={3} longest={LONGEST_WORDS} />;
}

function Field(props: WrittenField & { rows: number; longest: number }) {
  return (
    <TextArea
      id={props.id}
      name={props.id}
      rows={props.rows}
      autocomplete="off"
      label={{ text: props.label, classes: "govuk-label--s" }}
      attributes={{ maxlength: String(props.longest) }}
      errorMessage={props.error}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
