// "The council does not know this yet": the full page of rules of care 2. One tap to 999, 101 and the duty numbers, from
// what is on the phone. It goes only when the officer records who was told, or when a receipt names the alert.
import { createSignal, For, Show } from "solid-js";
import type { PhoneAlert } from "../../domain/alerts";
import type { DutyNumberRow } from "../../domain/rows";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { TextInput } from "../../ui/text_input";
import { codeText } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { clock, since } from "../moments";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { telLink } from "../telephone";
import { t } from "../texts";

export function AlertScreen(props: { alert: PhoneAlert }) {
  const numbers = readPhone((phone) => phone.listDutyNumbers());
  const visit = readPhone((phone) => phone.findVisit(props.alert.visit_id));
  const [error, setError] = createSignal<string>();
  return (
    <div class="app-alert">
      <Screen title={t("alert-title")} hasErrors={Boolean(error())}>
        <Mistakes words={error()} href="#told-whom" />
        <p class="govuk-body-l app-alert__what">
          {codeText("alert", props.alert.kind)}
          <Show when={visit.latest}>
            {(shown) => (
              <>
                <br />
                {shown().resident.fields.first_name} {shown().resident.fields.last_name},{" "}
                {shown().resident.fields.address_lines[0]}
              </>
            )}
          </Show>
        </p>
        <p class="govuk-body">{t("alert-words", { at: since(props.alert.raised_at) })}</p>
        <CallList kind={props.alert.kind} numbers={numbers.latest ?? []} />
        <ToldForm alert={props.alert} numbers={numbers.latest ?? []} error={error()} setError={setError} />
      </Screen>
    </div>
  );
}

function CallList(props: { kind: string; numbers: readonly DutyNumberRow[] }) {
  const scope = useScope();
  const sorted = () => [...props.numbers].sort((one, two) => one.fields.position - two.fields.position);
  return (
    <section aria-label={t("alert-call-title")}>
      <Button href="tel:999" classes="govuk-button--warning app-call">
        {t("alert-call-999")}
      </Button>
      <For each={sorted()}>
        {(number) => (
          <Button href={telLink(number.fields.telephone)} classes="app-call">
            <span class="app-call__who">{number.fields.label}</span>
            <span class="app-call__number">{number.fields.telephone}</span>
            <span class="app-call__hours">{codeText("hours", number.fields.hours)}</span>
          </Button>
        )}
      </For>
      <Show when={props.numbers.length === 0 && scope.ports.session()?.council.telephone}>
        {(telephone) => (
          <Button href={telLink(telephone())} classes="app-call">
            <span class="app-call__who">{t("alert-call-council")}</span>
            <span class="app-call__number">{telephone()}</span>
          </Button>
        )}
      </Show>
      <Button href="tel:101" classes="govuk-button--secondary app-call">
        {t("alert-call-101")}
      </Button>
    </section>
  );
}

interface ToldFormProps {
  alert: PhoneAlert;
  numbers: readonly DutyNumberRow[];
  error: string | undefined;
  setError: (words: string | undefined) => void;
}

function ToldForm(props: ToldFormProps) {
  const phone = usePhone();
  const scope = useScope();
  const [whom, setWhom] = createSignal("");
  const [other, setOther] = createSignal("");
  const [at, setAt] = createSignal(clock(new Date()));
  const [isSaving, setIsSaving] = createSignal(false);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const told = whom() === "other" ? other().trim() : whom();
    const toldAt = readClock(at());
    if (!told) return props.setError(t("told-whom-missing"));
    if (!toldAt) return props.setError(t("told-at-wrong"));
    setIsSaving(true);
    try {
      await phone.saveTold(props.alert.alert_id, told, toldAt);
      scope.ports.workSaved();
    } catch (problem) {
      props.setError(problemWords(problem));
    } finally {
      setIsSaving(false);
    }
  };
  const choices = () => [
    ...props.numbers.map(({ fields }) => ({ value: fields.label, text: fields.label })),
    { value: "999", text: t("told-999") },
    {
      value: "other",
      text: t("told-other"),
      conditional: (
        <TextInput
          id="told-other"
          name="told-other"
          label={{ text: t("told-other-label") }}
          value={other()}
          onInput={(event) => setOther(event.currentTarget.value)}
        />
      ),
    },
  ];
  return (
    <form onSubmit={save} novalidate class="app-alert__told">
      <Radios
        name="told-whom"
        fieldset={{ legend: { text: t("told-whom-label"), classes: "govuk-fieldset__legend--m" } }}
        hint={{ text: t("told-hint") }}
        errorMessage={props.error ? { text: props.error, visuallyHiddenText: t("error-word") } : undefined}
        items={choices()}
        value={whom()}
        onChoose={setWhom}
      />
      <TextInput
        id="told-at"
        name="told-at"
        label={{ text: t("told-at-label") }}
        hint={{ text: t("told-at-hint") }}
        classes="govuk-input--width-5"
        value={at()}
        onInput={(event) => setAt(event.currentTarget.value)}
      />
      <Button disabled={isSaving()}>{t("told-save")}</Button>
    </form>
  );
}

/** "14:05" or "1405" as an instant of today; later than now means yesterday. Null when it is no time. */
export function readClock(text: string, now: Date = new Date()): string | null {
  const found = /^\s*([01]?\d|2[0-3])[:.]?([0-5]\d)\s*$/.exec(text);
  if (!found) return null;
  const at = new Date(now);
  at.setHours(Number(found[1]), Number(found[2]), 0, 0);
  if (at.getTime() > now.getTime() + 60_000) at.setDate(at.getDate() - 1);
  return at.toISOString();
}
