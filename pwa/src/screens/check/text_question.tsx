// Text, several lines of text, whole and decimal numbers, barcodes. What was typed stays in the box even when it is no number.
import { Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { MaskedInput } from "../../ui/masked_input";
import { TextArea } from "../../ui/text_area";
import { TextInput } from "../../ui/text_input";
import { t } from "../texts";
import { hasAppearance } from "./appearances";
import { BarcodeButton } from "./barcode_button";
import { useAnswering } from "./check_context";
import { followTyping } from "./own_typing";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, labelWords } from "./question_words";

type TextNode = Extract<AnyNode, { nodeType: "input" }>;

interface NumberKind {
  pattern: RegExp;
  words: string;
  inputmode: string;
}
const NUMBERS: Record<string, NumberKind> = {
  int: { pattern: /^-?\d{1,9}$/, words: "number-whole-wrong", inputmode: "numeric" },
  decimal: { pattern: /^-?\d+([.,]\d+)?$/, words: "number-wrong", inputmode: "decimal" },
};
/** The keyboard that a phone shows, by appearance. `tel` and `email` are ours: XLSForm has no types for them. */
const KEYBOARDS: Record<string, { inputmode: string; type?: string }> = {
  numbers: { inputmode: "tel" },
  tel: { inputmode: "tel", type: "tel" },
  email: { inputmode: "email", type: "email" },
  url: { inputmode: "url", type: "url" },
};
const LONGEST_SMALL_BOX = 5;

export function TextQuestion(props: QuestionProps<TextNode>) {
  const { typed } = useAnswering();
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  const own = followTyping(stored);
  const number = () => NUMBERS[props.node.valueType];
  const answer = (text: string) => {
    const kind = number();
    // Spaces and commas that group thousands are how people write; a comma before one or two digits is a decimal sign.
    const plain = kind ? text.trim().replace(/(?<=\d)[\s,](?=\d{3}(?!\d))/g, "") : text;
    const isWrong = Boolean(kind && plain && !kind.pattern.test(plain));
    const value = isWrong ? "" : kind ? plain.replace(",", ".") : text;
    own.type({ text }, () => {
      typed.set(props.node, isWrong && kind ? kind.words : null, { text });
      (props.node.setValue as (value: string) => unknown)(value);
    });
  };
  const has = (name: string) => hasAppearance(props.node, name);
  const keyboard = () => Object.entries(KEYBOARDS).find(([name]) => has(name))?.[1];
  const shared = () => ({
    id: questionId(props.node),
    name: questionId(props.node),
    label: { text: labelWords(props.node), classes: LABEL },
    hint: hintWords(props.node),
    errorMessage: errorWords(props.error(props.node)),
    value: (typed.find(props.node) ?? own.find())?.text ?? stored(),
    disabled: props.node.currentState.readonly,
  });
  const rows = () => {
    const options = props.node.nodeOptions as { rows?: number | null } | null;
    return options?.rows ?? (has("multiline") ? LONGEST_SMALL_BOX : null);
  };
  const line = () => ({
    ...shared(),
    type: number() ? undefined : keyboard()?.type,
    inputmode: number()?.inputmode ?? keyboard()?.inputmode,
    classes: number() ? "govuk-input--width-10" : undefined,
    autocomplete: "off",
    // Figures and addresses run from left to right in every language.
    attributes: number() || keyboard() ? { dir: "ltr" } : undefined,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => answer(event.currentTarget.value),
  });
  return (
    <Show
      when={rows()}
      fallback={
        <Show when={has("masked")} fallback={<TextInput {...line()} />}>
          <MaskedInput
            {...line()}
            showText={t("masked-show")}
            hideText={t("masked-hide")}
            showLabel={t("masked-show-label")}
            hideLabel={t("masked-hide-label")}
          />
        </Show>
      }
    >
      {(count) => (
        <TextArea {...shared()} rows={count()} onInput={(event) => answer(event.currentTarget.value)} />
      )}
    </Show>
  );
}

/** The code as text, and the camera where the browser can read codes by itself. */
export function BarcodeQuestion(props: QuestionProps<TextNode>) {
  return (
    <>
      <TextQuestion node={props.node} error={props.error} />
      <Show when={!props.node.currentState.readonly}>
        <BarcodeButton
          id={`${questionId(props.node)}-camera`}
          onRead={(code) => (props.node.setValue as (value: string) => unknown)(code)}
        />
      </Show>
    </>
  );
}
