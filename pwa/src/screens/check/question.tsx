// One question of a form as a GOV.UK control, found by the table of appearances. What has no control says so in the form.
import { type Component, For, Match, Show, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { AnyNode, RepeatRangeNode } from "../../forms/host";
import { isAsked } from "../../forms/pages";
import { InsetText } from "../../ui/small_parts";
import { t } from "../texts";
import { findControl } from "./appearances";
import {
  AcknowledgeQuestion,
  ColumnsQuestion,
  LabelOnly,
  ManyQuestion,
  OneQuestion,
} from "./choice_questions";
import { DateQuestion } from "./date_question";
import { FileQuestion } from "./file_question";
import { LabelMedia } from "./label_media";
import { ComboboxQuestion, FilteredQuestion } from "./long_lists";
import { MarkedText } from "./marked_text";
import { MenuQuestion } from "./menu_question";
import { PlaceQuestion } from "./place_question";
import { PointsQuestion } from "./points_question";
import type { QuestionProps } from "./question_props";
import { Guidance } from "./question_words";
import { RankQuestion } from "./rank_question";
import { RepeatQuestion } from "./repeat_question";
import { RatingQuestion, SliderQuestion } from "./scale_questions";
import { BarcodeQuestion, TextQuestion } from "./text_question";

// The table pairs each name with the node that its control takes.
const CONTROLS: Readonly<Record<string, Component<QuestionProps<never>>>> = {
  text: TextQuestion,
  text_area: TextQuestion,
  masked_text: TextQuestion,
  digits: TextQuestion,
  telephone: TextQuestion,
  email_address: TextQuestion,
  web_address: TextQuestion,
  whole_number: TextQuestion,
  decimal_number: TextQuestion,
  barcode: BarcodeQuestion,
  date: DateQuestion,
  month_and_year: DateQuestion,
  year: DateQuestion,
  time: DateQuestion,
  date_and_time: DateQuestion,
  place: PlaceQuestion,
  points: PointsQuestion,
  slider: SliderQuestion,
  vertical_slider: SliderQuestion,
  menu_of_numbers: MenuQuestion,
  rating: RatingQuestion,
  radios: OneQuestion,
  menu: MenuQuestion,
  combobox: ComboboxQuestion,
  likert: ColumnsQuestion,
  columns: ColumnsQuestion,
  checkboxes: ManyQuestion,
  filtered_checkboxes: FilteredQuestion,
  label_only: LabelOnly,
  ranked_list: RankQuestion,
  acknowledgement: AcknowledgeQuestion,
  file: FileQuestion,
  camera: FileQuestion,
  front_camera: FileQuestion,
  not_kept: NotKept,
  note: Note,
  group: Group,
  repeat: Repeat,
};

export const CONTROL_NAMES: readonly string[] = Object.keys(CONTROLS);

export function Question(props: QuestionProps) {
  const control = () => CONTROLS[findControl(props.node) ?? ""] as Component<QuestionProps> | undefined;
  return (
    <Show when={props.node.currentState.relevant && isAsked(props.node)}>
      <LabelMedia words={props.node.currentState.label} />
      <Switch fallback={<CannotAsk node={props.node} />}>
        <Match when={control()}>
          {(found) => <Dynamic component={found()} node={props.node} error={props.error} />}
        </Match>
      </Switch>
      <Guidance node={props.node} />
    </Show>
  );
}

/** Words to read; a calculated answer that is shown stands under its label. */
function Note(props: QuestionProps<Extract<AnyNode, { nodeType: "note" }>>) {
  const value = () => String(props.node.currentState.instanceValue ?? "");
  return (
    <InsetText>
      <MarkedText range={props.node.currentState.noteText} inline={false} />
      <Show when={value()}>
        <p class="govuk-body app-note-value">{value()}</p>
      </Show>
    </InsetText>
  );
}

function Group(props: QuestionProps<Extract<AnyNode, { nodeType: "group" | "repeat-instance" }>>) {
  return (
    <section class="app-group">
      <Show when={props.node.nodeType === "group" && props.node.currentState.label}>
        {(label) => (
          <h2 class="govuk-heading-m">
            <MarkedText range={label()} />
          </h2>
        )}
      </Show>
      <For each={props.node.currentState.children as readonly AnyNode[]}>
        {(child) => <Question node={child} error={props.error} />}
      </For>
    </section>
  );
}

function Repeat(props: QuestionProps<RepeatRangeNode>) {
  return <RepeatQuestion node={props.node} draw={(child) => <Question node={child} error={props.error} />} />;
}

function CannotAsk(props: { node: AnyNode }) {
  return <OnlyWords node={props.node} why={t("question-unknown")} />;
}

/** A file that the council would refuse is not asked for. */
function NotKept(props: QuestionProps) {
  return <OnlyWords node={props.node} why={t("question-not-kept")} />;
}

function OnlyWords(props: { node: AnyNode; why: string }) {
  return (
    <InsetText>
      <MarkedText range={props.node.currentState.label} /> {props.why}
    </InsetText>
  );
}
