// One visit on the list: who, where, when, what to beware of, how far it is, and whether the council has it.
import { For, Show } from "solid-js";
import type { WarningMarkerRow } from "../../domain/rows";
import type { ShownVisit } from "../../domain/shown";
import { isHandedBack, isUndone } from "../../domain/shown";
import { Tag } from "../../ui/small_parts";
import { write } from "../address";
import { codeText, outcomeWords } from "../code_words";
import { localDay, longDay } from "../moments";
import { t } from "../texts";
import { SyncChip } from "./sync_chip";

const STATUS_COLOURS: Record<string, string> = {
  started: "govuk-tag--yellow",
  sent_back: "govuk-tag--red",
  submitted: "govuk-tag--turquoise",
  reviewed: "govuk-tag--green",
  cancelled: "govuk-tag--grey",
};

export function VisitCard(props: { shown: ShownVisit; today: string }) {
  const visit = () => props.shown.visit.fields;
  const resident = () => props.shown.resident.fields;
  const where = () => [...resident().address_lines, resident().postcode].filter(Boolean).join(", ");
  return (
    <li class="app-visit">
      <a class="app-visit__link" href={write({ screen: "visit", visit_id: props.shown.visit.id })}>
        <span class="app-visit__name">
          {resident().first_name} {resident().last_name}
        </span>
        <span class="app-visit__where">{where()}</span>
      </a>
      <For each={props.shown.markers}>
        {(marker) => (
          <p class="app-visit__marker">
            <span class="app-visit__marker-mark" aria-hidden="true">
              !
            </span>
            <span>
              <span class="govuk-visually-hidden">{t("marker-word")} </span>
              {marker.fields.instruction}
              <Show when={marker.fields.expired}> ({t("marker-expired")})</Show>
              <Show when={isNew(marker, props.today)}> ({t("marker-new")})</Show>
            </span>
          </p>
        )}
      </For>
      <p class="app-visit__facts">
        <Show when={visit().planned_on !== props.today && visit().planned_on}>
          {(on) => <span>{longDay(on())}</span>}
        </Show>
        <Show when={timeWindow(props.shown)}>{(window) => <span>{window()}</span>}</Show>
        <Tag classes={STATUS_COLOURS[visit().status] ?? "govuk-tag--grey"}>{statusWords(props.shown)}</Tag>
        <SyncChip shown={props.shown} />
      </p>
      <Show when={visit().status === "sent_back" && visit().sent_back_words}>
        {(words) => <p class="app-visit__back">{t("sent-back-words", { words: words() })}</p>}
      </Show>
    </li>
  );
}

/** Approved on the council's day: who set out this morning has not read it yet. */
function isNew({ fields }: WarningMarkerRow, today: string): boolean {
  return fields.approved_at !== null && localDay(new Date(fields.approved_at)) === today;
}

export function timeWindow(shown: ShownVisit): string | null {
  const { window_from: from, window_to: to } = shown.visit.fields;
  if (!from && !to) return null;
  const short = (time: string | null) => (time ?? "").slice(0, 5);
  if (from && to) return t("window-between", { from: short(from), to: short(to) });
  return from ? t("window-after", { from: short(from) }) : t("window-before", { to: short(to) });
}

export function statusWords(shown: ShownVisit): string {
  const { status, outcome } = shown.visit.fields;
  if (isHandedBack(shown.visit)) return t("status-handed-back");
  if (!isUndone(shown.visit) && outcome) return outcomeWords(outcome);
  if (shown.has_draft) return t("status-draft");
  return codeText("status", status);
}
