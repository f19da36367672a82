// Choices put in order. Nothing is an answer until somebody moved one, or said that the order is right as it stands.
import { createMemo } from "solid-js";
import type { AnyNode } from "../../forms/host";
import type { ListEntry } from "../../ui/list_entries";
import { RankedList } from "../../ui/ranked_list";
import { t } from "../texts";
import type { Option } from "./choice_lists";
import { LabelMedia, PLAYED, SEEN } from "./label_media";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LEGEND, labelWords, optionText } from "./question_words";

type RankNode = Extract<AnyNode, { nodeType: "rank" }>;

export function RankQuestion(props: QuestionProps<RankNode>) {
  const entries = createMemo(() => {
    const options = props.node.currentState.valueOptions as readonly Option[];
    return new Map(
      options.map((option) => [
        option.value,
        { value: option.value, text: optionText(option), words: option.label },
      ]),
    );
  });
  const wordsOf = ({ value }: ListEntry) => entries().get(value)?.words;
  const order = () => props.node.currentState.value as readonly string[];
  const items = () => {
    const ordered = order().flatMap((value) => entries().get(value) ?? []);
    return ordered.length ? ordered : [...entries().values()];
  };
  return (
    <RankedList
      id={questionId(props.node)}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node) ?? { text: t("rank-hint") }}
      errorMessage={errorWords(props.error(props.node))}
      items={items()}
      beside={(entry) => <LabelMedia words={wordsOf(entry)} kinds={SEEN} />}
      below={(entry) => <LabelMedia words={wordsOf(entry)} kinds={PLAYED} />}
      isOrdered={order().length > 0}
      disabled={props.node.currentState.readonly}
      upText={t("rank-up")}
      downText={t("rank-down")}
      upLabel={(text) => t("rank-up-label", { text })}
      downLabel={(text) => t("rank-down-label", { text })}
      keepText={t("rank-keep")}
      unsetText={t("rank-unset")}
      movedText={(text, place, of) => t("rank-moved", { text, place, of })}
      onOrder={(values) => props.node.setValues(values)}
    />
  );
}
