// "Correct this check": opens a submitted visit again, until the office has looked at it. What was sent first is kept.
import { createSignal } from "solid-js";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/text_area";
import { go, write } from "../address";
import { Screen } from "../frame/screen";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { fullName } from "./visit_screen";

export function CorrectScreen(props: { visit_id: string }) {
  const phone = usePhone();
  const scope = useScope();
  const visit = readPhone((read) => read.findVisit(props.visit_id));
  const [why, setWhy] = createSignal("");
  const [error, setError] = createSignal<string>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!why().trim()) {
      setError(t("correct-why-missing"));
      document.getElementById("why")?.focus();
      return;
    }
    try {
      await phone.saveReopen(props.visit_id, why().trim());
      scope.ports.workSaved();
      go({ screen: "visit", visit_id: props.visit_id }, "replace");
    } catch (problem) {
      setError(problemWords(problem));
    }
  };
  return (
    <Screen
      title={t("correct-title")}
      caption={visit.latest ? fullName(visit.latest) : undefined}
      back={{ href: write({ screen: "visit", visit_id: props.visit_id }), text: t("back-to-visit") }}
      hasErrors={Boolean(error())}
    >
      <p class="govuk-body">{t("correct-words")}</p>
      <form onSubmit={save} novalidate>
        <TextArea
          id="why"
          name="why"
          rows={3}
          label={{ text: t("correct-why") }}
          errorMessage={error() ? { text: error(), visuallyHiddenText: t("error-word") } : undefined}
          value={why()}
          onInput={(event) => setWhy(event.currentTarget.value)}
        />
        <Button>{t("correct-save")}</Button>
      </form>
    </Screen>
  );
}
