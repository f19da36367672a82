// Before saving: what is still missing, with links; the answers; one button. A failed save says that nothing was lost.
import { createSignal, For, onMount, Show } from "solid-js";
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
import { isPrivate, listAnswered } from "./summary_rows";

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
  const missing = () =>
    listErrors(check).map((error) => {
      const page = check.pages()[error.page];
      const hidden = page && isPrivate(page, check.parts.form.recordings);
      const text = hidden ? t("missing-private", { page: error.page + 1 }) : error.listed;
      return { page: error.page, reference: error.reference, text };
    });
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
      <For each={listAnswered(check.pages(), check.parts.form.recordings)}>
        {(page) => (
          <section lang={words.lang} dir={words.dir}>
            <h2 class="govuk-heading-m app-answers__title">
              {page.title}{" "}
              <a class="govuk-link app-link app-answers__change" href={write(at(page.index))}>
                {t("change")}
                <span class="govuk-visually-hidden"> {page.title}</span>
              </a>
            </h2>
            <SummaryList
              classes="app-summary"
              rows={page.rows.map((row) => ({ key: { text: row.question }, value: { text: row.answer } }))}
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
