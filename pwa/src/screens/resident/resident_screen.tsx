// A form by link: opens it with the phone's own engine and shows it one question at a time. Keeps nothing but in memory, so it
// warns before the page is left with answers that were not sent.
import "./resident_texts";
import { createEffect, createResource, createSignal, Match, onCleanup, Switch } from "solid-js";
import { type OpenForm, openForm } from "../../forms/host";
import { AnsweringProvider, FormProvider } from "../check/check_context";
import { servedMedia } from "../check/form_media";
import { askBeforeLeaving } from "../frame/ask_before_leaving";
import { Screen } from "../frame/screen";
import { language, t } from "../texts";
import { AnswersPage } from "./answers_page";
import { followPlace, place } from "./place";
import { QuestionPage } from "./question_page";
import { ResidentProvider } from "./resident_context";
import { ResidentForm, type Send } from "./resident_form";
import { SentPage } from "./sent_page";
import { WhoPage } from "./who_page";

export interface ResidentSource {
  link: string;
  title: string;
  xform: string;
  /** Addresses of what its labels show, by name. */
  media: Record<string, string>;
  language: string;
  council: { name: string; telephone: string };
}

export function ResidentScreen(props: { source: ResidentSource; send: Send }) {
  const [opened] = createResource(() =>
    openForm({
      xform: props.source.xform,
      prefill: {},
      device_id: "link",
      draft: null,
      language: language(),
    }),
  );
  return (
    <Switch
      fallback={
        <Screen title={t("resident-opening")}>
          <p class="govuk-body" role="status">
            {t("resident-opening-words")}
          </p>
        </Screen>
      }
    >
      <Match when={opened.error}>
        <Screen title={t("resident-unreadable")}>
          <p class="govuk-body">{t("resident-ring", { telephone: props.source.council.telephone })}</p>
        </Screen>
      </Match>
      <Match when={opened.latest} keyed>
        {(form) => <Running form={form} source={props.source} send={props.send} />}
      </Match>
    </Switch>
  );
}

function Running(props: { form: OpenForm; source: ResidentSource; send: Send }) {
  history.replaceState(null, "", location.pathname); // opened anew, it begins at its beginning
  onCleanup(followPlace());
  const running = new ResidentForm(props.form, props.send, servedMedia(props.source.media));
  const [wasAtAnswers, setWasAtAnswers] = createSignal(false);
  askBeforeLeaving(() => running.isBegun());
  const at = () => (running.helper() === undefined ? "who" : place());
  createEffect(() => {
    if (at() === "answers") setWasAtAnswers(true);
  });
  return (
    <ResidentProvider value={{ running, council: props.source.council }}>
      <FormProvider value={running}>
        <AnsweringProvider value={running}>
          <Switch fallback={<QuestionPage page={Number(at())} isChange={wasAtAnswers()} />}>
            <Match when={running.receipt()}>
              {(receipt) => <SentPage reference={receipt().reference} />}
            </Match>
            <Match when={at() === "who"}>
              <WhoPage title={props.source.title} />
            </Match>
            <Match when={at() === "answers"}>
              <AnswersPage />
            </Match>
          </Switch>
        </AnsweringProvider>
      </FormProvider>
    </ResidentProvider>
  );
}
