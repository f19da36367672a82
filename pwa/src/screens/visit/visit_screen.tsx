// One visit: the warning first, then who and where, what they need, what happened before, and the two ways to begin.
// Works without a network; the map link opens the phone's own map.
import { For, Match, Show, Switch } from "solid-js";
import { LOOSE_PHOTOS } from "../../domain/draft";
import type { WarningMarkerRow } from "../../domain/rows";
import { isUndone, type ShownVisit } from "../../domain/shown";
import { Button } from "../../ui/button";
import { InsetText, Tag, WarningText } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { write } from "../address";
import { outcomeWords } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Reading, Screen } from "../frame/screen";
import { longDay, since } from "../moments";
import { fullName } from "../names";
import type { VisitDetails } from "../phone";
import { readPhone } from "../scope";
import { t } from "../texts";
import { SyncChip } from "../visits/sync_chip";
import { statusWords, timeWindow } from "../visits/visit_card";
import { AfterVisit, MoreWays } from "./after_visit";
import { CHECK_FORM, NO_REPLY_FORM, useBeginning } from "./beginning";
import { PhotoStates } from "./photo_states";
import { describeVisit } from "./visit_rows";

export function VisitScreen(props: { visit_id: string }) {
  const found = readPhone(async (phone) => ({
    shown: await phone.findVisit(props.visit_id),
    day: await phone.getDay(),
    outcomes: await phone.findCodeList("visit_outcome"),
  }));
  const back = { href: write({ screen: "visits" }), text: t("back-to-visits") };
  return (
    <Switch
      fallback={
        <Screen title={t("visit-reading")} back={back}>
          <Reading />
        </Screen>
      }
    >
      <Match when={found.latest?.shown}>
        {(shown) => (
          <Screen title={fullName(shown())} windowTitle={t("visit-reading")} back={back}>
            <Markers markers={shown().markers} asOf={found.latest?.day.rows_as_of ?? null} />
            <Standing shown={shown()} />
            <SummaryList
              classes="app-summary"
              rows={describeVisit(shown(), (code) => outcomeWords(code, found.latest?.outcomes))}
            />
            <PhotoStates photos={shown().photos} />
            <Begin shown={shown()} />
          </Screen>
        )}
      </Match>
      <Match when={found.latest && !found.latest.shown}>
        <Screen title={t("visit-gone-title")} back={back}>
          <p class="govuk-body">{t("visit-gone-words")}</p>
        </Screen>
      </Match>
    </Switch>
  );
}

/** With or without a warning it says how fresh that is: no warning this morning is not no warning now. */
function Markers(props: { markers: readonly WarningMarkerRow[]; asOf: string | null }) {
  const asOf = () => (
    <p class="govuk-body-s app-warning__as-of">
      {props.asOf ? t("marker-as-of", { at: since(props.asOf) }) : t("marker-as-of-never")}
    </p>
  );
  return (
    <Show when={props.markers.length} fallback={asOf()}>
      <section class="app-warning" aria-label={t("marker-title")}>
        <For each={props.markers}>
          {(marker) => (
            <WarningText iconFallbackText={t("marker-word")}>
              {marker.fields.instruction}
              <Show when={marker.fields.needs_pair}> {t("marker-pair")}</Show>
              <Show when={marker.fields.expired}> {t("marker-expired-long")}</Show>
            </WarningText>
          )}
        </For>
        {asOf()}
      </section>
    </Show>
  );
}

function Standing(props: { shown: ShownVisit }) {
  const visit = () => props.shown.visit.fields;
  return (
    <>
      <p class="app-visit__facts app-standing">
        <Show when={visit().planned_on}>{(on) => <span>{longDay(on())}</span>}</Show>
        <Show when={timeWindow(props.shown)}>{(window) => <span>{window()}</span>}</Show>
        <Tag classes="govuk-tag--grey">{statusWords(props.shown)}</Tag>
        <SyncChip shown={props.shown} />
      </p>
      <Show when={visit().needs_pair && props.shown.markers.length === 0}>
        <WarningText iconFallbackText={t("marker-word")}>{t("marker-pair")}</WarningText>
      </Show>
      <Show when={props.shown.resident.fields.on_hold}>
        <WarningText iconFallbackText={t("marker-word")}>{t("on-hold-words")}</WarningText>
      </Show>
      <Show when={props.shown.needs_attention}>
        <InsetText>
          {t("visit-attention")}{" "}
          <a class="govuk-link app-link" href={write({ screen: "attention" })}>
            {t("visit-attention-link")}
          </a>
        </InsetText>
      </Show>
      <For each={visit().late_reports ?? []}>
        {({ who, at }) => <InsetText>{t("visit-late-report", { who, at: since(at) })}</InsetText>}
      </For>
      <Show when={visit().sent_back_words}>
        {(words) => <InsetText>{t("sent-back-words", { words: words() })}</InsetText>}
      </Show>
    </>
  );
}

function Begin(props: { shown: VisitDetails }) {
  const beginning = useBeginning(() => props.shown);
  const { begin, draftOf } = beginning;
  const checkForm = () => props.shown.visit.fields.form_id ?? CHECK_FORM;
  const others = readPhone(async (phone) =>
    (await phone.listUnfinished()).filter(
      ({ draft, can_go_on }) =>
        can_go_on &&
        draft.entity.id === props.shown.visit.id &&
        ![checkForm(), NO_REPLY_FORM, LOOSE_PHOTOS].includes(draft.form_id),
    ),
  );
  return (
    <Show when={isUndone(props.shown.visit)} fallback={<AfterVisit shown={props.shown} />}>
      <Mistakes words={beginning.failed()} />
      <div class="app-actions">
        <For each={others.latest}>
          {({ draft, title }) => (
            <Button type="button" isStartButton={true} onClick={() => void begin(draft.form_id)}>
              {t("forms-go-on", { form: title })}
            </Button>
          )}
        </For>
        <Button
          type="button"
          isStartButton={!others.latest?.length}
          classes={others.latest?.length ? "govuk-button--secondary" : undefined}
          onClick={() => void begin(checkForm())}
        >
          {t(draftOf(checkForm()) ? "visit-go-on" : "visit-start")}
        </Button>
        <Button type="button" classes="govuk-button--secondary" onClick={() => void begin(NO_REPLY_FORM)}>
          {t(draftOf(NO_REPLY_FORM) ? "visit-no-reply-go-on" : "visit-no-reply")}
        </Button>
      </div>
      <MoreWays shown={props.shown} />
    </Show>
  );
}
