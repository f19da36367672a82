// Whom the officer told of an alert, and when: it stays on top of every screen until this is recorded.
import { createSignal } from "solid-js";
import type { DutyLine } from "../../domain/lock";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { TextInput } from "../../ui/text_input";
import { clock } from "../moments";
import { problemWords } from "../problem_words";
import { t } from "../texts";

interface ToldFormProps {
  numbers: readonly DutyLine[];
  error: string | undefined;
  setError: (words: string | undefined) => void;
  /** Resolves when it is on the phone. */
  save: (whom: string, at: string) => Promise<void>;
}

export function ToldForm(props: ToldFormProps) {
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
      await props.save(told, toldAt);
    } catch (problem) {
      props.setError(problemWords(problem));
    } finally {
      setIsSaving(false);
    }
  };
  const choices = () => [
    ...props.numbers.map(({ label }) => ({ value: label, text: label })),
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
    <form onSubmit={save} novalidate autocomplete="off" class="app-alert__told">
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
