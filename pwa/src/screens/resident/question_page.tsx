// One question of a form by link. Its label is the heading of the page; what is wrong is said after Continue.
import { createEffect, createSignal, For, on, onMount } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { labelOf } from "../../forms/pages";
import { Button } from "../../ui/button";
import { focusField } from "../../ui/error_summary";
import { formLanguage } from "../check/form_language";
import { LabelMedia } from "../check/label_media";
import { LanguageSwitch } from "../check/language_switch";
import { listErrors } from "../check/page_errors";
import { Question } from "../check/question";
import { referenceId } from "../check/question_props";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { t } from "../texts";
import { PageFoot } from "./page_foot";
import { goTo, write } from "./place";
import { useResident } from "./resident_context";

export function QuestionPage(props: { page: number; isChange: boolean }) {
  const { running } = useResident();
  const words = formLanguage();
  const wanted = running.takeWanted();
  const [tried, setTried] = createSignal(wanted ? 1 : 0);
  const index = () => Math.min(props.page, running.pages().length - 1);
  const page = () => running.pages()[index()];
  // Where the label is the heading, so is what it says of an answer that may be left out.
  const title = () => {
    const { title: words = "", question } = page() ?? {};
    const mayBeEmpty = question && !question.currentState.required && !question.currentState.readonly;
    return mayBeEmpty ? `${words} ${t("optional")}` : words;
  };
  // The heading may be that of several pages; a window is told apart by the question.
  const windowTitle = () => nameOf(page()?.nodes.at(-1)) || page()?.title;
  const errors = () => (tried() > 0 ? listErrors(running).filter((error) => error.page === index()) : []);
  const errorOf = (node: AnyNode) =>
    errors().find(({ reference }) => reference === node.currentState.reference)?.text;
  onMount(() => {
    // After the screen has put the focus on its heading.
    if (wanted) setTimeout(() => focusField(referenceId(wanted)));
  });
  createEffect(on(index, () => setTried(0), { defer: true }));
  const goOn = (event: SubmitEvent) => {
    event.preventDefault();
    setTried((number) => number + 1);
    if (errors().length > 0) return;
    const isLast = index() >= running.pages().length - 1;
    goTo(isLast || (props.isChange && running.missing().length === 0) ? "answers" : index() + 1);
  };
  return (
    <Screen
      title={title()}
      windowTitle={windowTitle()}
      caption={page()?.question ? page()?.section : undefined}
      back={{ href: write(index() === 0 ? "who" : index() - 1) }}
      hasErrors={errors().length > 0}
      focusKey={page()?.key}
      titleLanguage={words}
    >
      <LanguageSwitch />
      <Mistakes
        lines={errors().map(({ reference, listed }) => ({
          text: listed,
          href: `#${referenceId(reference)}`,
        }))}
      />
      <form onSubmit={goOn} novalidate autocomplete="off">
        <div lang={words.lang} dir={words.dir} classList={{ "app-one-question": Boolean(page()?.question) }}>
          <For each={page()?.groups ?? []}>{(group) => <LabelMedia words={group.currentState.label} />}</For>
          <For each={page()?.nodes ?? []}>{(node) => <Question node={node} error={errorOf} />}</For>
        </div>
        <div class="app-actions">
          <Button>{t("continue")}</Button>
        </div>
      </form>
      <PageFoot />
    </Screen>
  );
}

function nameOf(node: AnyNode | undefined): string {
  return node ? labelOf(node) : "";
}
