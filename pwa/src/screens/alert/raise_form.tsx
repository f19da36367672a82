// Raising an alert, locked or not: 999 first, one tap on what it is, and the numbers to ring. It waits for no words.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { DutyLine, LockedAlert } from "../../domain/lock";
import type { AlertKind } from "../../domain/wire";
import { Button } from "../../ui/button";
import { Details } from "../../ui/small_parts";
import { codeText } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { problemWords } from "../problem_words";
import { t } from "../texts";
import { CallList } from "./call_list";
import { AddressField, WordsField } from "./written_fields";

const KINDS: readonly AlertKind[] = [
  "emergency_999",
  "unsafe_withdrew",
  "no_reply_concern",
  "safeguarding",
  "deceased",
];

interface RaiseFormProps {
  back: { href: string; text: string; onClick?: () => void };
  /** Whom it is about, where that is known; else the place is asked for. */
  about?: JSX.Element;
  numbers: readonly DutyLine[];
  council_telephone: string | undefined;
  /** Resolves when the alert is on the phone. */
  raise: (alert: LockedAlert) => Promise<void>;
}

export function RaiseForm(props: RaiseFormProps) {
  const [address_text, setAddress] = createSignal("");
  const [words, setWords] = createSignal("");
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const raise = async (kind: AlertKind) => {
    if (isBusy()) return;
    setIsBusy(true);
    try {
      await props.raise({ kind, address_text: address_text(), words: words() });
    } catch (problem) {
      setWrong(problemWords(problem));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Screen title={t("alert-raise-title")} back={props.back} hasErrors={Boolean(wrong())}>
      <Mistakes words={wrong()} />
      <Button href="tel:999" classes="govuk-button--warning app-call">
        {t("alert-call-999")}
      </Button>
      <Show
        when={props.about}
        fallback={
          <AddressField
            id="alert-where"
            label={t("alert-raise-where")}
            value={address_text()}
            onInput={setAddress}
          />
        }
      >
        {(about) => <p class="govuk-body app-alert__what">{about()}</p>}
      </Show>
      <Details summaryText={t("alert-raise-more")} classes="app-alert__more">
        <WordsField id="alert-words" label={t("alert-raise-words")} value={words()} onInput={setWords} />
      </Details>
      <h2 class="govuk-heading-m app-alert__kinds">{t("alert-raise-kind")}</h2>
      <p class="govuk-body">{t("alert-raise-one-tap")}</p>
      <For each={KINDS}>
        {(kind) => (
          <Button
            type="button"
            classes="govuk-button--secondary app-call"
            disabled={isBusy()}
            onClick={() => void raise(kind)}
          >
            {codeText("alert", kind)}
          </Button>
        )}
      </For>
      <h2 class="govuk-heading-m">{t("locked-ring-title")}</h2>
      <CallList numbers={props.numbers} council_telephone={props.council_telephone} without_999={true} />
    </Screen>
  );
}
