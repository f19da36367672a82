// Things put in order with two buttons each: no dragging, so that it works by keyboard, by switch and with one thumb.
import { createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "./button";
import { FieldsetGroup, type GroupQuestion } from "./form_group";
import type { ListEntry } from "./list_entries";

export interface RankedListProps extends GroupQuestion {
  id: string;
  /** In the order to show; the same objects as long as they mean the same. */
  items: readonly ListEntry[];
  /** False while nobody has put them in order: then one button takes the order as it stands. */
  isOrdered: boolean;
  disabled?: boolean | undefined;
  upText: string;
  downText: string;
  upLabel: (text: string) => string;
  downLabel: (text: string) => string;
  keepText: string;
  unsetText: string;
  movedText: (text: string, place: number, of: number) => string;
  onOrder: (values: readonly string[]) => void;
  /** Before the words of an entry, and under its line. */
  beside?: ((entry: ListEntry) => JSX.Element) | undefined;
  below?: ((entry: ListEntry) => JSX.Element) | undefined;
}

export function RankedList(props: RankedListProps) {
  const [said, setSaid] = createSignal("");
  const values = () => props.items.map(({ value }) => value);
  const buttonId = (value: string, way: string) => `${props.id}-${value}-${way}`;
  const move = (entry: ListEntry, by: -1 | 1) => {
    const order = values();
    const from = order.indexOf(entry.value);
    const to = from + by;
    order.splice(from, 1);
    order.splice(to, 0, entry.value);
    props.onOrder(order);
    setSaid(props.movedText(entry.text, to + 1, order.length));
    // A moved element loses the focus; at an end, the button that still does something takes it.
    queueMicrotask(() => {
      const [same, other] = by < 0 ? ["up", "down"] : ["down", "up"];
      const isAtEnd = to === 0 || to === order.length - 1;
      document.getElementById(buttonId(entry.value, isAtEnd ? other : same))?.focus();
    });
  };
  const way = (entry: ListEntry, at: () => number, by: -1 | 1) => (
    <button
      type="button"
      class="govuk-button govuk-button--secondary app-ranked__button"
      id={buttonId(entry.value, by < 0 ? "up" : "down")}
      aria-label={by < 0 ? props.upLabel(entry.text) : props.downLabel(entry.text)}
      disabled={Boolean(props.disabled) || (by < 0 ? at() === 0 : at() === props.items.length - 1)}
      onClick={() => move(entry, by)}
    >
      {by < 0 ? props.upText : props.downText}
    </button>
  );
  return (
    <FieldsetGroup {...props} idPrefix={props.id}>
      <ol class="app-ranked" id={props.id}>
        <For each={props.items}>
          {(entry, at) => (
            <li class="app-ranked__item">
              <span class="app-ranked__place" aria-hidden="true">
                {props.isOrdered ? at() + 1 : "–"}
              </span>
              <span class="app-ranked__text">
                {props.beside?.(entry)}
                {entry.text}
              </span>
              <span class="app-ranked__ways">
                {way(entry, at, -1)}
                {way(entry, at, 1)}
              </span>
              {props.below?.(entry)}
            </li>
          )}
        </For>
      </ol>
      <Show when={!props.isOrdered && props.items.length > 0}>
        <p class="govuk-body">{props.unsetText}</p>
        <Button
          type="button"
          classes="govuk-button--secondary"
          disabled={props.disabled}
          onClick={() => props.onOrder(values())}
        >
          {props.keepText}
        </Button>
      </Show>
      <p class="govuk-visually-hidden" role="status">
        {said()}
      </p>
    </FieldsetGroup>
  );
}
