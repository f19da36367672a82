// "We had N, now M": work vanished from this phone, mostly because the browser wiped it. The report stays until its
// officer says that it was read; ringing the office is in its words, with the number.
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { WarningText } from "../../ui/small_parts";
import { problemWords } from "../problem_words";
import { useScope } from "../scope";
import { telLink } from "../telephone";
import { t } from "../texts";

export function LostWork() {
  const scope = useScope();
  const [failed, setFailed] = createSignal<string>();
  const read = () =>
    scope.ports.acknowledgeLost().catch((problem: unknown) => setFailed(problemWords(problem)));
  return (
    <Show when={scope.ports.syncState().lost}>
      {(lost) => (
        <section class="app-lost" aria-label={t("lost-title")}>
          <WarningText iconFallbackText={t("marker-word")}>
            {t("truth-lost", { had: lost().had, now: lost().now })}
          </WarningText>
          <p class="govuk-body">{t("lost-words")}</p>
          <Show when={scope.ports.session()?.council.telephone}>
            {(telephone) => (
              <p class="govuk-body">
                <a class="govuk-link app-link" href={telLink(telephone())}>
                  {t("call-link", { number: telephone() })}
                </a>
              </p>
            )}
          </Show>
          <Button type="button" classes="govuk-button--warning" onClick={() => void read()}>
            {t("lost-read")}
          </Button>
          <p class="govuk-body app-said" role="status">
            {failed() ?? ""}
          </p>
        </section>
      )}
    </Show>
  );
}
