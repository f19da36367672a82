// The visit list: what needs its officer, overdue, today, next, done. Opens from the phone alone; nothing on it waits for a
// network.
import { createMemo, For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { groupVisits, isUndone, type ShownVisit, type VisitGroup } from "../../domain/shown";
import { Button } from "../../ui/button";
import { NotificationBanner } from "../../ui/notification_banner";
import { write } from "../address";
import { Screen } from "../frame/screen";
import { longDay } from "../moments";
import { gatherNews } from "../news";
import { ProposalList } from "../propose/proposal_list";
import { readPhone, useScope } from "../scope";
import { t } from "../texts";
import { VisitCard } from "./visit_card";

const AFTER_THE_LIST_MS = 3000;
const afterTheList = () => new Promise((resolve) => setTimeout(resolve, AFTER_THE_LIST_MS));
/** Needs words of its own: over a bad line the list comes first, and its place is kept. A phone that keeps the app has both at once. */
const OwnShiftBar = lazy(async () => {
  if (!isAppKept()) await afterTheList();
  return { default: (await import("./own_shift")).OwnShiftBar };
});
/** Comes a moment after the list, which need not wait for it. */
const ListNews = lazy(async () => {
  await afterTheList();
  return { default: (await import("./list_news")).ListNews };
});

/** Whether this page came from the phone itself; so it is taken where no browser could keep it. */
function isAppKept(): boolean {
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !("serviceWorker" in navigator) || (loaded?.workerStart ?? 0) > 0;
}

export function VisitsScreen() {
  const list = readPhone(async (phone) => {
    const [visits, day, proposals, notices] = await Promise.all([
      phone.listVisits(),
      phone.getDay(),
      phone.listProposals(),
      phone.listNotices(),
    ]);
    return { visits, day, proposals, news: gatherNews(notices).length };
  });
  const groups = createMemo(() => {
    const read = list.latest;
    return read ? groupVisits(read.visits, read.day.today_on) : [];
  });
  const today = () => list.latest?.day.today_on;
  const countDone = () => groups().find(({ name }) => name === "done")?.visits.length ?? 0;
  return (
    <Screen title={t("visits-title")}>
      <div
        class="app-shift-place"
        classList={{ "app-shift-place--running": list.latest?.day.has_shift === true }}
      >
        <Suspense
          fallback={
            <Show when={list.latest}>
              <p class="govuk-body-s app-shift-coming">{t("reading-phone")}</p>
            </Show>
          }
        >
          <OwnShiftBar />
        </Suspense>
      </div>
      <Suspense>
        <ListNews visits={list.latest?.visits} hasPulled={(list.latest?.day.rows_as_of ?? null) !== null} />
      </Suspense>
      <Show when={list.latest?.news}>{(count) => <News count={count()} />}</Show>
      <Switch>
        <Match when={!list.latest}>
          <p class="govuk-body" role="status">
            {t("reading-phone")}
          </p>
        </Match>
        <Match when={groups().length === 0}>
          <NoVisits hasPulled={list.latest?.day.rows_as_of !== null} />
        </Match>
        <Match when={true}>
          <Show when={today()}>
            {(on) => <p class="govuk-body app-day">{t("visits-day", { day: longDay(on()) })}</p>}
          </Show>
          <Tally visits={list.latest?.visits ?? []} done={countDone()} />
          <For each={groups()}>
            {(group) => <Group name={group.name} visits={group.visits} today={today() ?? ""} />}
          </For>
        </Match>
      </Switch>
      <Show when={list.latest}>
        {(read) => (
          <ProposalList
            proposals={read().proposals}
            hasVisit={(id) => read().visits.some(({ visit }) => visit.id === id)}
          />
        )}
      </Show>
    </Screen>
  );
}

/** How much is left, and the way to what is done: it stands last, however long the list. */
function Tally(props: { visits: readonly ShownVisit[]; done: number }) {
  const left = () => props.visits.filter(({ visit }) => isUndone(visit)).length;
  const showDone = (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById("group-done")?.focus();
  };
  return (
    <p class="govuk-body app-tally">
      <span>{t("visits-left", { count: left() })}</span>
      <Show when={props.done}>
        {(count) => (
          <a class="govuk-link app-link" href={write({ screen: "visits" })} onClick={showDone}>
            {t("visits-done-link", { count: count() })}
          </a>
        )}
      </Show>
    </p>
  );
}

function News(props: { count: number }) {
  return (
    <NotificationBanner titleText={t("news-title")} titleId="news-banner" classes="app-news">
      <p class="govuk-body">
        {t("news-banner", { count: props.count })}{" "}
        <a class="govuk-link govuk-notification-banner__link app-link" href={write({ screen: "attention" })}>
          {t("news-banner-link")}
        </a>
      </p>
    </NotificationBanner>
  );
}

function Group(props: { name: VisitGroup; visits: ShownVisit[]; today: string }) {
  return (
    <section class={`app-visits app-visits--${props.name}`} aria-labelledby={`group-${props.name}`}>
      <h2 class="govuk-heading-m app-visits__title" id={`group-${props.name}`} tabindex="-1">
        {t(`group-${props.name}`)} <span class="app-visits__count">{props.visits.length}</span>
      </h2>
      <ol class="app-visits__list">
        <For each={props.visits}>{(shown) => <VisitCard shown={shown} today={props.today} />}</For>
      </ol>
    </section>
  );
}

/** Before the first pull the phone does not know whether there are visits, whatever it has sent meanwhile. */
function NoVisits(props: { hasPulled: boolean }) {
  const scope = useScope();
  return (
    <div class="app-empty">
      <p class="govuk-body">{t(props.hasPulled ? "visits-none" : "visits-none-yet")}</p>
      <Button type="button" classes="govuk-button--secondary" onClick={() => void scope.ports.sendNow()}>
        {t("visits-look")}
      </Button>
    </div>
  );
}
