// One of a long list, found by typing: the editable combobox with a list of the ARIA Authoring Practices (APG, W3C).
// What is chosen comes from the caller and goes back to it; text that names no entry is told, never guessed.
import { For, type JSX, Show } from "solid-js";
import { type ComboboxData, makeCombobox } from "./combobox_state";
import { LabelledControl, type SingleQuestion } from "./form_group";
import type { ListEntry } from "./list_entries";
import { joinClasses } from "./words";

export interface ComboboxProps extends SingleQuestion, ComboboxData {
  name: string;
  disabled?: boolean | undefined;
  /** Said aloud while the list is open. */
  statusText: (found: number, shown: number) => string;
  /** Before the words of an entry; nothing that can be pressed, since an option holds words and pictures only. */
  beside?: ((entry: ListEntry) => JSX.Element) | undefined;
}

export function Combobox(props: ComboboxProps) {
  const optionId = (at: number) => `${props.id}-option-${at}`;
  const box = makeCombobox(props, (at) =>
    document.getElementById(optionId(at))?.scrollIntoView?.({ block: "nearest" }),
  );
  const label = () =>
    props.label && { ...props.label, attributes: { ...props.label.attributes, id: `${props.id}-label` } };
  return (
    <LabelledControl
      {...props}
      label={label()}
      control={(describedBy) => (
        <div class="app-combobox">
          <input
            class={joinClasses("govuk-input", props.errorMessage && "govuk-input--error")}
            id={props.id}
            name={props.name}
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            aria-autocomplete="list"
            aria-expanded={box.isOpen()}
            aria-controls={`${props.id}-list`}
            aria-activedescendant={box.active() >= 0 ? optionId(box.active()) : undefined}
            aria-describedby={describedBy()}
            disabled={props.disabled}
            value={box.text()}
            onInput={(event) => box.input(event.currentTarget.value)}
            onKeyDown={(event) => box.press(event)}
            onClick={() => box.open()}
            onBlur={() => box.leave()}
          />
          <Options id={props.id} value={props.value} box={box} optionId={optionId} beside={props.beside} />
          <p class="govuk-visually-hidden" role="status">
            {box.isOpen() ? props.statusText(box.found().length, box.shown().length) : ""}
          </p>
        </div>
      )}
    />
  );
}

interface OptionsProps {
  id: string;
  value: string;
  box: ReturnType<typeof makeCombobox>;
  optionId: (at: number) => string;
  beside: ComboboxProps["beside"];
}

function Options(props: OptionsProps) {
  return (
    <div
      class="app-combobox__list"
      id={`${props.id}-list`}
      role="listbox"
      aria-labelledby={`${props.id}-label`}
      hidden={props.box.shown().length === 0}
    >
      <Show when={props.box.isOpen()}>
        <For each={props.box.shown()}>
          {(entry, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
            // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points at it
            <div
              class={joinClasses(
                "app-combobox__option",
                at() === props.box.active() && "app-combobox__option--active",
              )}
              id={props.optionId(at())}
              role="option"
              aria-selected={entry.value === props.value}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => props.box.choose(entry)}
            >
              {props.beside?.(entry)}
              {entry.text}
            </div>
          )}
        </For>
      </Show>
    </div>
  );
}
