// The small pieces of a page: tag, warning text, inset text, details, panel, skip link. No logic.
import { type JSX, type ParentProps, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { type Attributes, joinClasses } from "./words";

interface Common {
  id?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function Tag(props: ParentProps<Common>) {
  return (
    <strong class={joinClasses("govuk-tag", props.classes)} {...props.attributes}>
      {props.children}
    </strong>
  );
}

export function WarningText(props: ParentProps<Common & { iconFallbackText?: string | undefined }>) {
  return (
    <div class={joinClasses("govuk-warning-text", props.classes)} {...props.attributes}>
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{props.iconFallbackText || "Warning"}</span> {props.children}
      </strong>
    </div>
  );
}

export function InsetText(props: ParentProps<Common>) {
  return (
    <div id={props.id} class={joinClasses("govuk-inset-text", props.classes)} {...props.attributes}>
      {props.children}
    </div>
  );
}

export function Details(
  props: ParentProps<Common & { summaryText: JSX.Element; open?: boolean | undefined }>,
) {
  return (
    <details
      id={props.id}
      class={joinClasses("govuk-details", props.classes)}
      open={props.open}
      {...props.attributes}
    >
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{props.summaryText}</span>
      </summary>
      <div class="govuk-details__text">{props.children}</div>
    </details>
  );
}

export function Panel(
  props: ParentProps<Common & { titleText: JSX.Element; headingLevel?: number | string | undefined }>,
) {
  return (
    <div class={joinClasses("govuk-panel", "govuk-panel--confirmation", props.classes)} {...props.attributes}>
      <Dynamic component={`h${props.headingLevel || 1}`} class="govuk-panel__title">
        {props.titleText}
      </Dynamic>
      <Show when={props.children}>
        <div class="govuk-panel__body">{props.children}</div>
      </Show>
    </div>
  );
}

export function SkipLink(
  props: ParentProps<Common & { href?: string | undefined; onClick?: (event: MouseEvent) => void }>,
) {
  return (
    <a
      href={props.href || "#content"}
      class={joinClasses("govuk-skip-link", props.classes)}
      data-module="govuk-skip-link"
      onClick={(event) => props.onClick?.(event)}
      {...props.attributes}
    >
      {props.children}
    </a>
  );
}
