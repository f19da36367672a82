// Before saving: what is still missing, with links; the answers; one button. A failed save says that nothing was lost.
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { isProblem } from "../../domain/problems";
import { Button } from "../../ui/button";
import { InsetText } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { type Address, go, write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { problemWords } from "../problem_words";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { EffectsList } from "./effects_list";
import { formLanguage } from "./form_language";
import { MissingList } from "./missing_list";
import { listErrors } from "./page_errors";
import {
  type AnsweredPage,
  byPart,
  changeableRow,
  findPrivate,
  listAnswered,
  partIndex,
} from "./summary_rows";

export function SavePage(props: { caption: string }) {
  const check = useCheck();
  const [failed, setFailed] = createSignal<string>();
  const [isSaving, setIsSaving] = createSignal(false);
  const { entity, form_id: formId } = check.parts;
  onMount(() => check.setPlace("save"));
  const words = formLanguage();
  const at = (page: number): Address => ({
    screen: "check",
    visit_id: entity.id,
    form_id: formId,
    page,
  });
  const missing = createMemo(() => {
    const hidden = findPrivate(check.pages(), check.parts.form.recordings);
    return listErrors(check).map(({ page, reference, listed }) => {
      const part = check.pages()[page]?.part;
      if (!part || !hidden.has(part)) return { page, reference, text: listed };
      return { page, reference, text: t("missing-private", { page: partIndex(check.pages(), page) + 1 }) };
    });
  });
  const answered = () => byPart(listAnswered(check.pages(), check.parts.form.recordings));
  const save = async () => {
    setIsSaving(true);
    try {
      await check.finish();
    } catch (problem) {
      // Another form has closed the visit: what can be done with these answers stands on a page of its own.
      if (isProblem(problem, "already_saved") && (await check.isLeftOver())) {
        go({ screen: "leftover", instance_id: check.parts.form.instance_id }, "replace");
        return;
      }
      setFailed(problemWords(problem));
      setIsSaving(false);
    }
  };
  return (
    <Screen
      title={t("save-title")}
      caption={props.caption}
      back={{ href: write(at(check.pages().length - 1)) }}
      hasErrors={missing().length > 0 || Boolean(failed())}
    >
      <Mistakes title={t("save-failed")} words={failed()} />
      <Show when={missing().length > 0}>
        <MissingList
          title={t("missing-title")}
          lines={missing().map(({ page, text }) => ({ text, href: write(at(page)) }))}
          onGo={(index) => check.goTo(missing()[index]?.reference ?? "")}
        />
      </Show>
      <For each={answered()}>
        {(pages) => (
          <section lang={words.lang} dir={words.dir}>
            <AnsweredPart
              title={pages[0]?.part.title || check.parts.title}
              pages={pages}
              href={(page) => write(at(page))}
            />
          </section>
        )}
      </For>
      <EffectsList />
      <InsetText>{t("save-words")}</InsetText>
      <Show when={missing().length === 0}>
        <Button type="button" disabled={isSaving()} onClick={() => void save()}>
          {t(isSaving() ? "saving" : "save-on-phone")}
        </Button>
      </Show>
    </Screen>
  );
}

/** What was answered on one page, with one way back to it; of several pages, each answer with its own. */
function AnsweredPart(props: {
  title: string;
  pages: readonly AnsweredPage[];
  href: (page: number) => string;
}) {
  const only = () => (props.pages.length === 1 ? props.pages[0] : undefined);
  const rows = () =>
    props.pages.flatMap(({ index, rows }) =>
      rows.map((row) =>
        only()
          ? { key: { text: row.question }, value: { text: row.answer } }
          : changeableRow(row, props.href(index)),
      ),
    );
  return (
    <>
      <h2 class="govuk-heading-m app-answers__title">
        {props.title}
        <Show when={only()}>
          {(page) => (
            <>
              {" "}
              <a class="govuk-link app-link app-answers__change" href={props.href(page().index)}>
                {t("change")}
                <span class="govuk-visually-hidden"> {props.title}</span>
              </a>
            </>
          )}
        </Show>
      </h2>
      <SummaryList classes="app-summary" rows={rows()} />
    </>
  );
}
