// What the council's order to wipe has taken off this phone, what became of work that was not sent, and of unfinished
// checks. Counts alone: nothing here says whose they are.
import { Show } from "solid-js";
import type { Wiped } from "../../domain/lock";
import { useScope } from "../scope";
import { t } from "../texts";

export function WipedWords(props: { wiped: Wiped }) {
  const scope = useScope();
  const work = () => {
    const left = scope.ports.syncState().not_sent;
    if (left > 0) return t("wiped-work-left", { count: left });
    return t("wiped-work-sent", { count: props.wiped.unsent });
  };
  return (
    <>
      <p class="govuk-body">{t("wiped-words")}</p>
      <p class="govuk-body">{work()}</p>
      <Show when={props.wiped.drafts > 0}>
        <p class="govuk-body">{t("wiped-drafts", { count: props.wiped.drafts })}</p>
      </Show>
      <p class="govuk-body">{t("wiped-sign-in")}</p>
    </>
  );
}
