// Pairs of a name and a value, each with what can be done about it.
import { For, type JSX, Show } from "solid-js";
import { type Attributes, joinClasses } from "./words";

export interface SummaryAction {
  text: JSX.Element;
  href: string;
  visuallyHiddenText?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

interface Cell {
  text: JSX.Element;
  classes?: string | undefined;
}

export interface SummaryRow {
  key: Cell;
  value: Cell;
  classes?: string | undefined;
  actions?: { items?: readonly SummaryAction[] | undefined; classes?: string | undefined } | undefined;
}

export interface SummaryListProps {
  rows: readonly (SummaryRow | null | undefined | false)[];
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function SummaryList(props: SummaryListProps) {
  const rows = () => props.rows.filter((row): row is SummaryRow => Boolean(row));
  const anyActions = () => rows().some((row) => row.actions?.items?.length);
  return (
    <dl class={joinClasses("govuk-summary-list", props.classes)} {...props.attributes}>
      <For each={rows()}>
        {(row) => (
          <div
            class={joinClasses(
              "govuk-summary-list__row",
              anyActions() && !row.actions?.items && "govuk-summary-list__row--no-actions",
              row.classes,
            )}
          >
            <dt class={joinClasses("govuk-summary-list__key", row.key.classes)}>{row.key.text}</dt>
            <dd class={joinClasses("govuk-summary-list__value", row.value.classes)}>{row.value.text}</dd>
            <Actions items={row.actions?.items ?? []} classes={row.actions?.classes} />
          </div>
        )}
      </For>
    </dl>
  );
}

function Actions(props: { items: readonly SummaryAction[]; classes?: string | undefined }) {
  return (
    <Show when={props.items.length}>
      <dd class={joinClasses("govuk-summary-list__actions", props.classes)}>
        <Show
          when={props.items.length > 1}
          fallback={<For each={props.items}>{(action) => <ActionLink action={action} />}</For>}
        >
          <ul class="govuk-summary-list__actions-list">
            <For each={props.items}>
              {(action) => (
                <li class="govuk-summary-list__actions-list-item">
                  <ActionLink action={action} />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </dd>
    </Show>
  );
}

function ActionLink(props: { action: SummaryAction }) {
  return (
    <a
      class={joinClasses("govuk-link", props.action.classes)}
      href={props.action.href}
      {...props.action.attributes}
    >
      {props.action.text}
      <Show when={props.action.visuallyHiddenText}>
        <span class="govuk-visually-hidden"> {props.action.visuallyHiddenText}</span>
      </Show>
    </a>
  );
}
