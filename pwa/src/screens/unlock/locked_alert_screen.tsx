// An alert from a locked phone: one tap on its kind saves it. Then the full page of every alert, with the numbers to ring,
// until somebody was told or the council has received it.
import { createSignal, For } from "solid-js";
import type { Locked, OpenFacts } from "../../domain/lock";
import type { AlertKind } from "../../domain/wire";
import { Button } from "../../ui/button";
import { CallList } from "../alert/call_list";
import { ToldForm } from "../alert/told_form";
import { codeText } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { since } from "../moments";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { t } from "../texts";
import { AddressField, WordsField } from "./locked_fields";

const KINDS: readonly AlertKind[] = [
  "emergency_999",
  "unsafe_withdrew",
  "no_reply_concern",
  "safeguarding",
  "deceased",
];

export function LockedAlertScreen(props: { state: Locked; back: () => void }) {
  const scope = useScope();
  const [address_text, setAddress] = createSignal("");
  const [words, setWords] = createSignal("");
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const raise = async (kind: AlertKind) => {
    if (isBusy()) return;
    setIsBusy(true);
    const done = await scope.ports.lock.raiseAlert({ kind, address_text: address_text(), words: words() });
    setIsBusy(false);
    if (!done.ok) setWrong(codeWords(done.problem));
  };
  return (
    <Screen
      title={t("locked-alert-title")}
      back={{ href: "#", text: t("locked-back"), onClick: props.back }}
      hasErrors={Boolean(wrong())}
    >
      <Mistakes words={wrong()} />
      <Button href="tel:999" classes="govuk-button--warning app-call">
        {t("alert-call-999")}
      </Button>
      <AddressField
        id="alert-where"
        label={t("locked-alert-where")}
        value={address_text()}
        onInput={setAddress}
      />
      <WordsField id="alert-words" label={t("locked-alert-words")} value={words()} onInput={setWords} />
      <h2 class="govuk-heading-m">{t("locked-alert-kind")}</h2>
      <p class="govuk-body">{t("locked-alert-one-tap")}</p>
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
    </Screen>
  );
}

/** What kind it is, and where, lies sealed: the page says that there is one, and since when. */
export function OpenAlertScreen(props: {
  alert: Locked["open_alerts"][number];
  facts: OpenFacts | null;
  /** Who it is about is behind the lock. */
  unlock: () => void;
}) {
  const scope = useScope();
  const [error, setError] = createSignal<string>();
  const numbers = () => props.facts?.duty_numbers ?? [];
  return (
    <div class="app-alert">
      <Screen title={t("alert-title")} hasErrors={Boolean(error())}>
        <Mistakes words={error()} href="#told-whom" />
        <p class="govuk-body">{t("alert-words", { at: since(props.alert.raised_at) })}</p>
        <CallList numbers={numbers()} council_telephone={props.facts?.council.telephone} />
        <Button type="button" classes="govuk-button--secondary" onClick={() => props.unlock()}>
          {t("locked-alert-unlock")}
        </Button>
        <ToldForm
          numbers={numbers()}
          error={error()}
          setError={setError}
          save={async (whom, at) => {
            const done = await scope.ports.lock.recordTold(props.alert.alert_id, whom, at);
            if (!done.ok) throw done.problem;
          }}
        />
      </Screen>
    </div>
  );
}
