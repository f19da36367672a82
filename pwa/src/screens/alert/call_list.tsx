// One tap to 999, to the duty numbers in their order, and to 101; the council's own number where it has no duty numbers.
import { For, Show } from "solid-js";
import type { DutyLine } from "../../domain/lock";
import { Button } from "../../ui/button";
import { codeText } from "../code_words";
import { telLink } from "../telephone";
import { t } from "../texts";

/** Nothing where the council's own name of the number says its hours already. */
function hoursBeside({ label, hours }: DutyLine): string | null {
  const words = codeText("hours", hours);
  return label.toLowerCase().includes(words.toLowerCase()) ? null : words;
}

export function CallList(props: {
  numbers: readonly DutyLine[];
  council_telephone: string | undefined;
  /** 999 stands above already. */
  without_999?: boolean;
}) {
  const sorted = () => [...props.numbers].sort((one, two) => one.position - two.position);
  return (
    <section aria-label={t("alert-call-title")}>
      <Show when={!props.without_999}>
        <Button href="tel:999" classes="govuk-button--warning app-call">
          {t("alert-call-999")}
        </Button>
      </Show>
      <For each={sorted()}>
        {(number) => (
          <Button href={telLink(number.telephone)} classes="app-call">
            <span class="app-call__who">{number.label}</span>
            <span class="app-call__number">{number.telephone}</span>
            <Show when={hoursBeside(number)}>
              {(hours) => <span class="app-call__hours">{hours()}</span>}
            </Show>
          </Button>
        )}
      </For>
      <Show when={props.numbers.length === 0 && props.council_telephone}>
        {(telephone) => (
          <Button href={telLink(telephone())} classes="app-call">
            <span class="app-call__who">{t("alert-call-council")}</span>
            <span class="app-call__number">{telephone()}</span>
          </Button>
        )}
      </Show>
      <Button href="tel:101" classes="govuk-button--secondary app-call">
        {t("alert-call-101")}
      </Button>
    </section>
  );
}
