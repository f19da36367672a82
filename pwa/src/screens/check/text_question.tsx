// Text, several lines of text, whole and decimal numbers. What was typed stays in the box even when it is no number.
import { createSignal, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { TextArea } from "../../ui/text_area";
import { TextInput } from "../../ui/text_input";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, labelWords } from "./question_words";

type TextNode = Extract<AnyNode, { nodeType: "input" | "range" }>;

const NUMBERS: Record<string, { pattern: RegExp; words: string; inputmode: string }> = {
  int: { pattern: /^-?\d{1,9}$/, words: "number-whole-wrong", inputmode: "numeric" },
  decimal: { pattern: /^-?\d+([.,]\d+)?$/, words: "number-wrong", inputmode: "decimal" },
};

export function TextQuestion(props: QuestionProps<TextNode>) {
  const check = useCheck();
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  const [typed, setTyped] = createSignal<string | null>(null);
  const number = () => NUMBERS[props.node.valueType];
  const answer = (text: string) => {
    const kind = number();
    const plain = text.trim();
    const isWrong = Boolean(kind && plain && !kind.pattern.test(plain));
    setTyped(isWrong ? text : null);
    check.setWrongInput(props.node.currentState.reference, isWrong && kind ? t(kind.words) : null);
    const value = isWrong ? "" : kind ? plain.replace(",", ".") : text;
    (props.node.setValue as (value: string) => unknown)(value);
  };
  const shared = () => ({
    id: questionId(props.node),
    name: questionId(props.node),
    label: { text: labelWords(props.node), classes: LABEL },
    hint: hintWords(props.node),
    errorMessage: errorWords(props.error(props.node)),
    value: typed() ?? stored(),
    disabled: props.node.currentState.readonly,
  });
  const appearances = () => props.node.appearances as Record<string, boolean | undefined> | null;
  const rows = () => {
    const options = props.node.nodeOptions as { rows?: number | null } | null;
    return options?.rows ?? (appearances()?.multiline ? 5 : null);
  };
  const inputmode = () => number()?.inputmode ?? (appearances()?.numbers ? "tel" : undefined);
  return (
    <Show
      when={rows()}
      fallback={
        <TextInput
          {...shared()}
          inputmode={inputmode()}
          classes={number() ? "govuk-input--width-5" : undefined}
          autocomplete="off"
          onInput={(event) => answer(event.currentTarget.value)}
        />
      }
    >
      {(count) => (
        <TextArea {...shared()} rows={count()} onInput={(event) => answer(event.currentTarget.value)} />
      )}
    </Show>
  );
}
