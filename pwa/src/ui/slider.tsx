// A number on a scale: the browser's own slider, with its ends and its value in figures. It has no value until it is touched.
import { For, Show } from "solid-js";
import { Button } from "./button";
import { LabelledControl, type SingleQuestion } from "./form_group";
import { joinClasses } from "./words";

export interface SliderProps extends SingleQuestion {
  name: string;
  min: number;
  max: number;
  step: number;
  /** "" for none. */
  value: string;
  disabled?: boolean | undefined;
  isVertical?: boolean | undefined;
  hasTicks?: boolean | undefined;
  unsetText: string;
  clearText: string;
  onChange: (value: string) => void;
}

const MOST_TICKS = 20;

export function Slider(props: SliderProps) {
  const middle = () => props.min + Math.round((props.max - props.min) / props.step / 2) * props.step;
  const ticks = () => Math.floor((props.max - props.min) / props.step + 1e-9);
  const showsTicks = () => Boolean(props.hasTicks) && ticks() <= MOST_TICKS;
  const takeAsItStands = (element: HTMLInputElement) => {
    if (!props.value) props.onChange(element.value);
  };
  return (
    <LabelledControl
      {...props}
      control={(describedBy) => (
        <div class={joinClasses("app-slider", props.isVertical && "app-slider--vertical")}>
          <output class="app-slider__value" for={props.id}>
            {props.value || props.unsetText}
          </output>
          <div class="app-slider__line">
            <span class="app-slider__end">{props.min}</span>
            <input
              class={joinClasses("app-slider__bar", !props.value && "app-slider__bar--unset")}
              type="range"
              id={props.id}
              name={props.name}
              min={props.min}
              max={props.max}
              step={props.step}
              value={props.value || String(middle())}
              disabled={props.disabled}
              list={showsTicks() ? `${props.id}-ticks` : undefined}
              aria-orientation={props.isVertical ? "vertical" : undefined}
              aria-valuetext={props.value || props.unsetText}
              aria-describedby={describedBy()}
              onInput={(event) => props.onChange(event.currentTarget.value)}
              onPointerUp={(event) => takeAsItStands(event.currentTarget)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                takeAsItStands(event.currentTarget);
              }}
            />
            <span class="app-slider__end">{props.max}</span>
          </div>
          <Show when={showsTicks()}>
            <datalist id={`${props.id}-ticks`}>
              <For each={Array.from({ length: ticks() + 1 }, (_, at) => props.min + at * props.step)}>
                {(value) => <option value={value} />}
              </For>
            </datalist>
          </Show>
          <Show when={props.value && !props.disabled}>
            <Button
              type="button"
              classes="govuk-button--secondary app-small-button"
              onClick={() => props.onChange("")}
            >
              {props.clearText}
            </Button>
          </Show>
        </div>
      )}
    />
  );
}
