// The list of what is wrong, above the page, each line a link that puts the focus on its question.
// It takes the focus when it appears; the caller decides when that is.
import { For, type JSX, Show } from "solid-js";
import { type Attributes, joinClasses } from "./words";

export interface SummaryLine {
  text: JSX.Element;
  href?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface ErrorSummaryProps {
  titleText: JSX.Element;
  descriptionText?: JSX.Element;
  errorList?: readonly SummaryLine[] | undefined;
  classes?: string | undefined;
  disableAutoFocus?: boolean | undefined;
  attributes?: Attributes | undefined;
  ref?: ((element: HTMLDivElement) => void) | undefined;
}

export function ErrorSummary(props: ErrorSummaryProps) {
  return (
    <div
      class={joinClasses("govuk-error-summary", props.classes)}
      data-module="govuk-error-summary"
      data-disable-auto-focus={
        props.disableAutoFocus === undefined ? undefined : String(props.disableAutoFocus)
      }
      ref={(element) => props.ref?.(element)}
      {...props.attributes}
    >
      <div role="alert">
        <h2 class="govuk-error-summary__title">{props.titleText}</h2>
        <div class="govuk-error-summary__body">
          <Show when={props.descriptionText}>
            <p>{props.descriptionText}</p>
          </Show>
          <Show when={props.errorList?.length}>
            <ul class="govuk-list govuk-error-summary__list">
              <For each={props.errorList}>
                {(line) => (
                  <li>
                    <Show when={line.href} fallback={line.text}>
                      <a
                        href={line.href}
                        onClick={(event) => focusQuestion(event, line.href ?? "")}
                        {...line.attributes}
                      >
                        {line.text}
                      </a>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
      </div>
    </div>
  );
}

/** The address of the page must not change (screens are told apart by it), so the focus is moved by hand. */
function focusQuestion(event: MouseEvent, href: string): void {
  event.preventDefault();
  focusField(href.slice(href.indexOf("#") + 1));
}

/** The focus on a control, or on the first one inside a question, its label in sight. */
export function focusField(id: string): void {
  const target = document.getElementById(id);
  const field = target?.matches("input, textarea, select, button, a")
    ? target
    : target?.querySelector<HTMLElement>("input, textarea, select, button");
  target?.closest(".govuk-form-group")?.scrollIntoView?.();
  field?.focus({ preventScroll: true });
}
