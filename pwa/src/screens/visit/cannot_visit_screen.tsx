// "Cannot do this visit": why, in one tap and a few words; the visit goes back to the council, which finds somebody else.
import { createSignal, Show } from "solid-js";
import type { CannotCompleteReason } from "../../domain/operation";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { InsetText } from "../../ui/small_parts";
import { TextArea } from "../../ui/text_area";
import { go, write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { fullName } from "../names";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";

const REASONS: readonly CannotCompleteReason[] = ["no_time", "no_access", "ill", "unsafe_area", "other"];

export function CannotVisitScreen(props: { visit_id: string }) {
  const phone = usePhone();
  const scope = useScope();
  const visit = readPhone((read) => read.findVisit(props.visit_id));
  const [reason, setReason] = createSignal<CannotCompleteReason>();
  const [note, setNote] = createSignal("");
  const [error, setError] = createSignal<{ text: string; field: "reason" | "note" }>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const why = reason();
    if (!why) {
      setError({ text: t("cannot-reason-missing"), field: "reason" });
      return;
    }
    if (why === "other" && !note().trim()) {
      setError({ text: t("cannot-note-missing"), field: "note" });
      return;
    }
    try {
      await phone.saveCannotComplete(props.visit_id, why, note().trim());
      scope.ports.workSaved();
      go({ screen: "visit", visit_id: props.visit_id }, "replace");
    } catch (problem) {
      setError({ text: problemWords(problem), field: "reason" });
    }
  };
  const errorOf = (field: string) =>
    error()?.field === field ? { text: error()?.text, visuallyHiddenText: t("error-word") } : undefined;
  return (
    <Screen
      title={t("cannot-title")}
      caption={visit.latest ? fullName(visit.latest) : undefined}
      back={{ href: write({ screen: "visit", visit_id: props.visit_id }), text: t("back-to-visit") }}
      hasErrors={Boolean(error())}
    >
      <Mistakes words={error()?.text} href={`#${error()?.field}`} />
      <p class="govuk-body">{t("cannot-words")}</p>
      <form onSubmit={save} novalidate autocomplete="off">
        <Radios
          name="reason"
          fieldset={{ legend: { text: t("cannot-reason"), classes: "govuk-fieldset__legend--m" } }}
          errorMessage={errorOf("reason")}
          items={REASONS.map((value) => ({ value, text: t(`cannot-${value.replace("_", "-")}`) }))}
          value={reason()}
          onChoose={(value) => setReason(value as CannotCompleteReason)}
        />
        <Show when={reason() === "unsafe_area"}>
          <InsetText>{t("cannot-unsafe-words")}</InsetText>
        </Show>
        <TextArea
          id="note"
          name="note"
          rows={3}
          label={{ text: t("cannot-note") }}
          hint={{ text: t("cannot-note-hint") }}
          errorMessage={errorOf("note")}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <Button>{t("cannot-save")}</Button>
      </form>
    </Screen>
  );
}
