// What stands round every question: its group, label or legend, hint and error message, tied together by ids.
// Renders govuk-frontend's HTML; never decides whether an answer is right.
import { type JSX, type ParentProps, Show } from "solid-js";
import {
  type Attributes,
  type ErrorWords,
  type GroupOptions,
  joinClasses,
  joinIds,
  type LabelWords,
  type Words,
} from "./words";

export function FormGroup(props: ParentProps<{ isWrong: boolean; group?: GroupOptions | undefined }>) {
  return (
    <div
      class={joinClasses(
        "govuk-form-group",
        props.isWrong && "govuk-form-group--error",
        props.group?.classes,
      )}
      {...props.group?.attributes}
    >
      {props.children}
    </div>
  );
}

export function Label(props: { words: LabelWords | undefined; for: string; classes?: string }) {
  const label = () => (
    <label
      class={joinClasses("govuk-label", props.classes, props.words?.classes)}
      for={props.for}
      {...props.words?.attributes}
    >
      {props.words?.text}
    </label>
  );
  return (
    <Show when={props.words?.text}>
      <Show when={props.words?.isPageHeading} fallback={label()}>
        <h1 class="govuk-label-wrapper">{label()}</h1>
      </Show>
    </Show>
  );
}

export function Hint(props: { words: Words | undefined; id: string; classes?: string }) {
  return (
    <Show when={props.words}>
      {(words) => (
        <div
          id={props.id}
          class={joinClasses("govuk-hint", props.classes, words().classes)}
          {...words().attributes}
        >
          {words().text}
        </div>
      )}
    </Show>
  );
}

export function ErrorMessage(props: { words: ErrorWords | undefined; id?: string }) {
  const before = () => props.words?.visuallyHiddenText ?? "Error";
  return (
    <Show when={props.words}>
      {(words) => (
        <p id={props.id} class={joinClasses("govuk-error-message", words().classes)} {...words().attributes}>
          <Show when={before()}>
            <span class="govuk-visually-hidden">{before()}:</span>{" "}
          </Show>
          {words().text}
        </p>
      )}
    </Show>
  );
}

export interface SingleQuestion {
  id: string;
  label?: LabelWords | undefined;
  hint?: Words | undefined;
  errorMessage?: ErrorWords | undefined;
  describedBy?: string | undefined;
  formGroup?: GroupOptions | undefined;
}

/** The group of one control; `control` is handed the ids that describe it. */
export function LabelledControl(
  props: SingleQuestion & { control: (describedBy: () => string | undefined) => JSX.Element },
) {
  const describedBy = () =>
    joinIds(props.describedBy, props.hint && `${props.id}-hint`, props.errorMessage && `${props.id}-error`);
  return (
    <FormGroup isWrong={Boolean(props.errorMessage)} group={props.formGroup}>
      <Label words={props.label} for={props.id} />
      <Hint words={props.hint} id={`${props.id}-hint`} />
      <ErrorMessage words={props.errorMessage} id={`${props.id}-error`} />
      {props.control(describedBy)}
    </FormGroup>
  );
}

export interface FieldsetOptions {
  legend?: LabelWords | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
  describedBy?: string | undefined;
}

export interface GroupQuestion {
  fieldset?: FieldsetOptions | undefined;
  hint?: Words | undefined;
  errorMessage?: ErrorWords | undefined;
  describedBy?: string | undefined;
  formGroup?: GroupOptions | undefined;
}

/** The group of several controls under one legend (radios, checkboxes, the parts of a date). */
export function FieldsetGroup(props: ParentProps<GroupQuestion & { idPrefix: string; role?: "group" }>) {
  const describedBy = () =>
    joinIds(
      props.fieldset?.describedBy ?? props.describedBy,
      props.hint && `${props.idPrefix}-hint`,
      props.errorMessage && `${props.idPrefix}-error`,
    );
  const inner = () => (
    <>
      <Hint words={props.hint} id={`${props.idPrefix}-hint`} />
      <ErrorMessage words={props.errorMessage} id={`${props.idPrefix}-error`} />
      {props.children}
    </>
  );
  return (
    <FormGroup isWrong={Boolean(props.errorMessage)} group={props.formGroup}>
      <Show when={props.fieldset} fallback={inner()}>
        {(fieldset) => (
          <fieldset
            class={joinClasses("govuk-fieldset", fieldset().classes)}
            role={props.role}
            aria-describedby={describedBy()}
            {...fieldset().attributes}
          >
            <Legend words={fieldset().legend} />
            {inner()}
          </fieldset>
        )}
      </Show>
    </FormGroup>
  );
}

function Legend(props: { words: LabelWords | undefined }) {
  return (
    <Show when={props.words?.text}>
      <legend
        class={joinClasses("govuk-fieldset__legend", props.words?.classes)}
        {...props.words?.attributes}
      >
        <Show when={props.words?.isPageHeading} fallback={props.words?.text}>
          <h1 class="govuk-fieldset__heading">{props.words?.text}</h1>
        </Show>
      </legend>
    </Show>
  );
}
