// A choice with what its author put to it. A picture stands in the label, where a tap chooses; what can be pressed stands
// beside it. In a list that drops down there is room for small pictures only: all of the chosen one stands below.
import { Show } from "solid-js";
import type { Choice } from "../../ui/choices";
import type { Option } from "./choice_lists";
import { hasMedia, LabelMedia, PLAYED, SEEN } from "./label_media";
import { MarkedText } from "./marked_text";

export function asChoice(option: Option, isReadonly: boolean): Choice {
  return {
    value: option.value,
    disabled: isReadonly,
    text: (
      <>
        <Show when={option.label.asString} fallback={option.value}>
          <MarkedText range={option.label} />
        </Show>
        <LabelMedia words={option.label} kinds={SEEN} />
      </>
    ),
    hint: hasMedia(option.label, PLAYED)
      ? { text: <LabelMedia words={option.label} kinds={PLAYED} /> }
      : undefined,
  };
}

export function anyHasMedia(options: readonly Option[]): boolean {
  return options.some(({ label }) => hasMedia(label));
}

/** In a list: says nothing while it is not here, since the list would say it with every line. */
export function SmallPicture(props: { option: Option | undefined }) {
  return <LabelMedia words={props.option?.label} kinds={SEEN} isSilent />;
}

export function ChosenMedia(props: { option: Option | undefined }) {
  return (
    <Show when={hasMedia(props.option?.label)}>
      <div class="app-chosen-media">
        <LabelMedia words={props.option?.label} />
      </div>
    </Show>
  );
}
