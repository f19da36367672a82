// An unfinished form that can no longer become the report of its visit: what it says, then the two ways to end it. Nothing
// goes without being asked for twice; until then it stays on the phone and holds signing out.
import "../later";
import { createResource, createSignal, For, Match, Show, Switch } from "solid-js";
import { LOOSE_PHOTOS } from "../../domain/draft";
import { isHandedBack, isUndone } from "../../domain/shown";
import { Button } from "../../ui/button";
import { InsetText } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { type Address, go, readPage, write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Reading, Screen } from "../frame/screen";
import { moment } from "../moments";
import { unfinishedTitle } from "../not_sent/unfinished_title";
import type { Unfinished } from "../phone";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { type LeftoverAnswers, readAnswers } from "./answers_in_words";

type Kept = NonNullable<Awaited<ReturnType<ReturnType<typeof usePhone>["findUnfinished"]>>>;

export function LeftoverScreen(props: { instance_id: string }) {
  const scope = useScope();
  const phone = usePhone();
  const found = readPhone(async (read) => ({ kept: await read.findUnfinished(props.instance_id) }));
  // Read once: the form engine is heavy, and nothing here changes the answers.
  const [answers] = createResource(
    () => found.latest?.kept,
    (kept) => readAnswers(phone, scope.ports.session()?.user, kept),
  );
  const back = { href: write({ screen: "not_sent" }), text: t("back-to-not-sent") };
  return (
    <Switch
      fallback={
        <Screen title={t("leftover-title")} back={back}>
          <Reading />
        </Screen>
      }
    >
      <Match when={found.latest && !found.latest.kept}>
        <Screen title={t("leftover-gone-title")} back={back}>
          <p class="govuk-body">{t("leftover-gone-words")}</p>
        </Screen>
      </Match>
      <Match when={found.latest?.kept}>
        {(kept) => (
          <Screen title={t("leftover-title")} caption={nameOf(kept())} back={back}>
            <p class="govuk-body">{t(`leftover-why-${whyLeft(kept())}`)}</p>
            <p class="govuk-body">
              {t("leftover-begun", { form: unfinishedTitle(kept()), at: moment(kept().draft.started_at) })}
            </p>
            <Show when={answers.latest} fallback={<Reading />}>
              {(read) => (
                <>
                  <Answers answers={read()} photos={kept().photos.length} />
                  <Show when={kept().can_go_on} fallback={<Ends kept={kept()} note={read().note} />}>
                    <GoOn kept={kept()} />
                  </Show>
                </>
              )}
            </Show>
          </Screen>
        )}
      </Match>
    </Switch>
  );
}

function nameOf({ shown }: Unfinished): string | undefined {
  return shown ? `${shown.resident.fields.first_name} ${shown.resident.fields.last_name}` : undefined;
}

type Why = "open" | "photos" | "gone" | "handed-back" | "closed" | "no-form" | "older";

export function whyLeft(left: Unfinished): Why {
  if (left.can_go_on) return "open";
  if (left.draft.form_id === LOOSE_PHOTOS) return "photos";
  if (!left.shown) return "gone";
  if (isHandedBack(left.shown.visit)) return "handed-back";
  if (!isUndone(left.shown.visit)) return "closed";
  return left.has_form ? "older" : "no-form";
}

function Answers(props: { answers: LeftoverAnswers; photos: number }) {
  return (
    <>
      <For each={props.answers.shown}>
        {(page) => (
          <section>
            <h2 class="govuk-heading-m app-answers__title">{page.title}</h2>
            <SummaryList
              classes="app-summary"
              rows={page.rows.map((row) => ({ key: { text: row.question }, value: { text: row.answer } }))}
            />
          </section>
        )}
      </For>
      <Show when={props.answers.has_hidden || props.photos > 0}>
        <InsetText>
          <Show when={props.photos}>
            {(count) => <p class="govuk-body">{t("leftover-photos", { count: count() })}</p>}
          </Show>
          <Show when={props.answers.has_hidden}>
            <p class="govuk-body">{t("leftover-hidden")}</p>
          </Show>
        </InsetText>
      </Show>
    </>
  );
}

function GoOn(props: { kept: Kept }) {
  const { entity, form_id, place } = props.kept.draft;
  const visit_id = entity.id;
  const to: Address =
    form_id === LOOSE_PHOTOS
      ? { screen: "photos", visit_id }
      : { screen: "check", visit_id, form_id, page: readPage(place ?? "0") };
  return (
    <Button type="button" onClick={() => go(to)}>
      {t("visit-go-on")}
    </Button>
  );
}

function Ends(props: { kept: Kept; note: string }) {
  const phone = usePhone();
  const scope = useScope();
  const [failed, setFailed] = createSignal<string>();
  const [isSure, setIsSure] = createSignal(false);
  const end = async (work: Promise<void>) => {
    try {
      await work;
      scope.ports.workSaved();
      go({ screen: "not_sent" }, "replace");
    } catch (problem) {
      setFailed(problemWords(problem));
    }
  };
  const keep = () => {
    const ids = props.kept.photos.map(({ attachment_id }) => attachment_id);
    return end(phone.keepDraftAsNote(props.kept.draft, props.note, ids));
  };
  return (
    <>
      <Mistakes words={failed()} />
      <Show
        when={isSure()}
        fallback={
          <div class="app-actions">
            <Button type="button" onClick={() => void keep()}>
              {t(props.note ? "leftover-keep" : "leftover-keep-photos")}
            </Button>
            <Button type="button" classes="govuk-button--secondary" onClick={() => setIsSure(true)}>
              {t("leftover-throw")}
            </Button>
          </div>
        }
      >
        <p class="govuk-body" role="status">
          {t("leftover-throw-sure")}
        </p>
        <div class="app-actions">
          <Button
            type="button"
            classes="govuk-button--warning"
            onClick={() => void end(phone.throwDraftAway(props.kept.draft.instance_id))}
          >
            {t("leftover-throw-yes")}
          </Button>
          <Button type="button" classes="govuk-button--secondary" onClick={() => setIsSure(false)}>
            {t("leftover-throw-no")}
          </Button>
        </div>
      </Show>
    </>
  );
}
