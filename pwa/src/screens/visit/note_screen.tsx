// A note on a visit that is already saved: also what is asked after an emergency, when the officer is safe.
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/text_area";
import { go, write } from "../address";
import { Screen } from "../frame/screen";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { fullName } from "./visit_screen";

export function NoteScreen(props: { visit_id: string }) {
  const phone = usePhone();
  const scope = useScope();
  const visit = readPhone((read) => read.findVisit(props.visit_id));
  const [text, setText] = createSignal("");
  const [error, setError] = createSignal<string>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!text().trim()) {
      setError(t("note-missing"));
      document.getElementById("note")?.focus();
      return;
    }
    try {
      await phone.saveNote(props.visit_id, text().trim());
      scope.ports.workSaved();
      go({ screen: "visit", visit_id: props.visit_id }, "replace");
    } catch (problem) {
      setError(problemWords(problem));
    }
  };
  return (
    <Screen
      title={t("note-title")}
      caption={visit.latest ? fullName(visit.latest) : undefined}
      back={{ href: write({ screen: "visit", visit_id: props.visit_id }) }}
      hasErrors={Boolean(error())}
    >
      <form onSubmit={save} novalidate>
        <TextArea
          id="note"
          name="note"
          label={{ text: t("note-label") }}
          hint={{ text: t("note-hint") }}
          errorMessage={error() ? { text: error(), visuallyHiddenText: t("error-word") } : undefined}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button>{t("save-on-phone")}</Button>
      </form>
      <Show when={!error()}>
        <p class="govuk-body">
          <a class="govuk-link app-link" href={write({ screen: "visits" })}>
            {t("note-later")}
          </a>
        </p>
      </Show>
    </Screen>
  );
}
