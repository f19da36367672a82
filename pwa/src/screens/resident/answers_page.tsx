// Before sending: what is missing, the answers with a way back to each, one button. A failed sending loses nothing and says so.
import { createMemo, createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { SummaryList } from "../../ui/summary_list";
import { formLanguage } from "../check/form_language";
import { MissingList } from "../check/missing_list";
import { listErrors } from "../check/page_errors";
import { changeableRow, listAnswered } from "../check/summary_rows";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { hasText, t } from "../texts";
import { PageFoot } from "./page_foot";
import { write } from "./place";
import { useResident } from "./resident_context";

export function AnswersPage() {
  const { running, council } = useResident();
  const [failed, setFailed] = createSignal<string>();
  const words = formLanguage();
  const missing = createMemo(() => listErrors(running));
  const rows = () => {
    const helper = running.helper();
    const who = helper ? `${helper.name} (${helper.relationship})` : t("resident-who-resident");
    const asked = listAnswered(running.pages(), []).flatMap((page) =>
      page.rows.map((row) => changeableRow(row, write(page.index))),
    );
    return [changeableRow({ question: t("resident-who-asked"), answer: who }, write("who")), ...asked];
  };
  const send = async () => {
    setFailed(undefined);
    try {
      await running.finish();
    } catch (problem) {
      setFailed(wordsOf(problem, council.telephone));
    }
  };
  const last = () => running.pages().length - 1;
  return (
    <Screen
      title={t("save-title")}
      back={{ href: write(last()) }}
      hasErrors={missing().length > 0 || Boolean(failed())}
    >
      <Mistakes title={t("resident-not-sent")} words={failed()} />
      <Show when={missing().length > 0}>
        <MissingList
          title={t("resident-missing")}
          lines={missing().map(({ page, listed }) => ({ text: listed, href: write(page) }))}
          onGo={(index) => running.want(missing()[index]?.reference ?? "")}
        />
      </Show>
      <div lang={words.lang} dir={words.dir}>
        <SummaryList classes="app-summary" rows={rows()} />
      </div>
      <p class="govuk-body">{t("resident-send-words", { council: council.name })}</p>
      <Show when={missing().length === 0}>
        <Button type="button" disabled={running.sending() !== null} onClick={() => void send()}>
          {t("resident-send")}
        </Button>
      </Show>
      <p class="govuk-body app-said" role="status">
        <Show when={running.sending()}>
          {(now) => t("resident-sending", { done: now().done, all: now().all })}
        </Show>
      </p>
      <PageFoot />
    </Screen>
  );
}

/** The council's own reason where there is one; else that the line broke. */
function wordsOf(problem: unknown, telephone: string): string {
  const reason = (problem as { reason?: unknown } | null)?.reason;
  const name = `resident-refused-${String(reason)}`;
  return t(hasText(name) ? name : "resident-refused-other", { telephone });
}
