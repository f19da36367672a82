// A button, or a link that looks like one (a start button, a telephone call). Never navigates by script alone when it has an address.
import { type JSX, type ParentProps, Show } from "solid-js";
import { type Attributes, joinClasses } from "./words";

export interface ButtonProps {
  classes?: string | undefined;
  href?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
  type?: "submit" | "button" | "reset" | undefined;
  value?: string | undefined;
  disabled?: boolean | undefined;
  isStartButton?: boolean | undefined;
  preventDoubleClick?: boolean | undefined;
  attributes?: Attributes | undefined;
  onClick?: JSX.EventHandler<HTMLElement, MouseEvent> | undefined;
}

export function Button(props: ParentProps<ButtonProps>) {
  const classes = () =>
    joinClasses("govuk-button", props.classes, props.isStartButton && "govuk-button--start");
  return (
    <Show when={props.href} fallback={<PlainButton {...props} classes={classes()} />}>
      {/* biome-ignore lint/a11y/useSemanticElements: govuk-frontend's own HTML for a link that looks like a button */}
      <a
        href={props.href}
        role="button"
        draggable="false"
        class={classes()}
        data-module="govuk-button"
        id={props.id}
        onClick={(event) => props.onClick?.(event)}
        {...props.attributes}
      >
        {props.children}
        <Show when={props.isStartButton}>
          <StartIcon />
        </Show>
      </a>
    </Show>
  );
}

function PlainButton(props: ParentProps<ButtonProps>) {
  return (
    <button
      type={props.type ?? "submit"}
      value={props.value}
      name={props.name}
      disabled={props.disabled}
      aria-disabled={props.disabled ? "true" : undefined}
      data-prevent-double-click={
        props.preventDoubleClick === undefined ? undefined : String(props.preventDoubleClick)
      }
      class={props.classes}
      data-module="govuk-button"
      id={props.id}
      onClick={(event) => props.onClick?.(event)}
      {...props.attributes}
    >
      {props.children}
      <Show when={props.isStartButton}>
        <StartIcon />
      </Show>
    </button>
  );
}

function StartIcon() {
  return (
    <svg
      class="govuk-button__start-icon"
      xmlns="http://www.w3.org/2000/svg"
      width="17.5"
      height="19"
      viewBox="0 0 33 40"
      aria-hidden="true"
      {...{ focusable: "false" }}
    >
      <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
    </svg>
  );
}
