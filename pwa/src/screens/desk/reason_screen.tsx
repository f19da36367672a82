// Why a submission is corrected: asked first, so that nobody writes over answers without a word.
import { createSignal } from "solid-js";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextArea } from "../../ui/text_area";
import { Screen } from "../frame/screen";
import { fullName } from "../names";
import { t } from "../texts";
import type { DeskSource } from "./desk_source";

const LONGEST = 2000;

export function ReasonScreen(props: { source: DeskSource; onReason: (reason: string) => void }) {
  const [words, setWords] = createSignal("");
  const [error, setError] = createSignal<string>();
  let summary: HTMLDivElement | undefined;
  const goOn = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = words().trim();
    if (typed && typed.length <= LONGEST) return props.onReason(typed);
    setError(t(typed ? "desk-reason-too-long" : "desk-reason-missing"));
    queueMicrotask(() => summary?.focus());
  };
  return (
    <Screen
      title={t("desk-reason-title")}
      caption={fullName(props.source)}
      back={{ href: props.source.urls.leave, text: t("desk-leave") }}
      hasErrors={Boolean(error())}
    >
      {error() ? (
        <ErrorSummary
          ref={(element) => (summary = element)}
          titleText={t("error-summary-title")}
          attributes={{ tabindex: "-1" }}
          errorList={[{ text: error(), href: "#reason" }]}
        />
      ) : null}
      <p class="govuk-body">{t("desk-reason-words")}</p>
      <form onSubmit={goOn} novalidate autocomplete="off">
        <TextArea
          id="reason"
          name="reason"
          rows={3}
          label={{ text: t("desk-reason") }}
          hint={{ text: t("desk-reason-hint") }}
          errorMessage={error() ? { text: error(), visuallyHiddenText: t("error-word") } : undefined}
          value={words()}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <Button>{t("continue")}</Button>
      </form>
    </Screen>
  );
}
