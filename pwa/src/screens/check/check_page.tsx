// One page of a check: its questions, what is wrong with them after Continue, the way back and on, the list of parts.
import { createEffect, createSignal, For, on, onMount, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Button } from "../../ui/button";
import { ErrorSummary, focusField } from "../../ui/error_summary";
import { type Address, go, write } from "../address";
import { Screen } from "../frame/screen";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { Contents } from "./contents";
import { DraftLine } from "./draft_line";
import { formLanguage } from "./form_language";
import { LabelMedia } from "./label_media";
import { LanguageSwitch } from "./language_switch";
import { listErrors } from "./page_errors";
import { pageHeading } from "./page_heading";
import { Question } from "./question";
import { referenceId } from "./question_props";

export function CheckPage(props: { page: number; caption: string }) {
  const check = useCheck();
  const wanted = check.takeWanted();
  const [tried, setTried] = createSignal(wanted !== null);
  const words = formLanguage();
  let summary: HTMLDivElement | undefined;
  const index = () => Math.min(props.page, check.pages().length - 1);
  const page = () => check.pages()[index()];
  const errors = () => (tried() ? listErrors(check).filter((error) => error.page === index()) : []);
  const errorOf = (node: AnyNode) =>
    errors().find(({ reference }) => reference === node.currentState.reference)?.text;
  onMount(() => {
    // After the screen has put the focus on its heading.
    if (wanted) setTimeout(() => focusField(referenceId(wanted)));
  });
  createEffect(on(index, (now) => check.setPlace(String(now))));
  createEffect(on(index, () => setTried(false), { defer: true }));
  const { entity, form_id: formId, leave } = check.parts;
  const at = (to: number | "save"): Address => ({
    screen: "check",
    visit_id: entity.id,
    form_id: formId,
    page: to,
  });
  const isLast = () => index() >= check.pages().length - 1;
  const goOn = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors().length > 0) {
      queueMicrotask(() => summary?.focus());
      return;
    }
    await check.flush();
    go(at(isLast() ? "save" : index() + 1));
  };
  // Whose it is; and the part, where the heading is a question's label.
  const caption = () =>
    page()?.question && page()?.section ? `${props.caption} – ${page()?.section}` : props.caption;
  const back = () => (index() === 0 ? leave() : { href: write(at(index() - 1)) });
  return (
    <Screen
      title={pageHeading(page()) || check.parts.title}
      windowTitle={page()?.part.title || check.parts.title}
      caption={caption()}
      back={back()}
      hasErrors={errors().length > 0}
      focusKey={index()}
      titleLanguage={words}
    >
      <LanguageSwitch />
      <Show when={errors().length > 0}>
        <ErrorSummary
          ref={(element) => (summary = element)}
          titleText={t("error-summary-title")}
          attributes={{ tabindex: "-1" }}
          errorList={errors().map(({ reference, listed }) => ({
            text: listed,
            href: `#${referenceId(reference)}`,
          }))}
        />
      </Show>
      <form onSubmit={goOn} novalidate autocomplete="off">
        <div lang={words.lang} dir={words.dir} classList={{ "app-one-question": Boolean(page()?.question) }}>
          <For each={page()?.groups ?? []}>{(group) => <LabelMedia words={group.currentState.label} />}</For>
          <For each={page()?.nodes ?? []}>{(node) => <Question node={node} error={errorOf} />}</For>
        </div>
        <DraftLine />
        <div class="app-actions">
          <Button>{t(isLast() ? "check-to-save" : "continue")}</Button>
          <Show when={!isLast() && check.canFinish()}>
            <Button type="button" classes="govuk-button--secondary" onClick={() => go(at("save"))}>
              {t("check-skip-to-save")}
            </Button>
          </Show>
        </div>
      </form>
      <Contents current={index()} href={(to) => write(at(to))} />
    </Screen>
  );
}
