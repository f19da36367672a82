// What the officer reads before knocking, as rows of a name and a value. Only what is on the phone; an empty row is left out.
import { For, type JSX } from "solid-js";
import type { ResidentFields } from "../../domain/rows";
import type { ShownVisit } from "../../domain/shown";
import type { SummaryRow } from "../../ui/summary_list";
import { longDay } from "../moments";
import { telLink } from "../telephone";
import { t } from "../texts";

export function describeVisit(shown: ShownVisit, outcome: (code: string) => string): (SummaryRow | null)[] {
  const resident = shown.resident.fields;
  const { lead_name, second_name } = shown.visit.fields;
  return [
    row("row-pair", lead_name && second_name ? t("pair-of", { lead: lead_name, second: second_name }) : null),
    row("row-age", resident.age === null ? null : t("age-years", { count: resident.age })),
    row("row-where", <Where resident={resident} />),
    row("row-access", resident.access_needs),
    row("row-communication", resident.communication_needs),
    row("row-language", resident.language),
    row("row-call", calls(resident)),
    row("row-programme", shown.visit.fields.programme_name),
    row("row-history", history(resident, outcome)),
  ];
}

function row(name: string, value: JSX.Element): SummaryRow | null {
  return value ? { key: { text: t(name) }, value: { text: value } } : null;
}

function Where(props: { resident: ResidentFields }) {
  return (
    <>
      <For each={[...props.resident.address_lines, props.resident.postcode].filter(Boolean)}>
        {(line) => (
          <>
            {line}
            <br />
          </>
        )}
      </For>
      <a class="govuk-link app-link" href={mapLink(props.resident)}>
        {t("map-link")}
      </a>
    </>
  );
}

/** RFC 5870: the phone's own map opens, whether or not there is a network; no tile is fetched here. */
export function mapLink(resident: ResidentFields): string {
  const address = encodeURIComponent(
    [...resident.address_lines, resident.postcode].filter(Boolean).join(", "),
  );
  const position = resident.latitude !== null && resident.longitude !== null;
  return position ? `geo:${resident.latitude},${resident.longitude}?q=${address}` : `geo:0,0?q=${address}`;
}

function calls(resident: ResidentFields): JSX.Element {
  const numbers = [resident.mobile, resident.landline].filter((number): number is string => Boolean(number));
  if (numbers.length === 0) return null;
  return (
    <For each={numbers}>
      {(number) => (
        <a class="govuk-link app-link" href={telLink(number)}>
          {t("call-link", { number })}
        </a>
      )}
    </For>
  );
}

function history(resident: ResidentFields, outcome: (code: string) => string): JSX.Element {
  if (resident.recent_outcomes.length === 0) return t("history-none");
  return (
    <ul class="govuk-list app-history">
      <For each={resident.recent_outcomes}>
        {(before) => (
          <li>
            {longDay(before.on)}: {outcome(before.outcome)}
          </li>
        )}
      </For>
    </ul>
  );
}
