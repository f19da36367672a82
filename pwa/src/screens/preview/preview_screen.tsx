// A form as officers see it, with an invented resident: the check's own screens on a phone that keeps nothing. At the end
// it shows what would have been sent, and begins again.
import "../later_texts";
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { FinishedForm } from "../../domain/draft";
import { Button } from "../../ui/button";
import { InsetText } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { address, followAddress, go } from "../address";
import { CheckScreen } from "../check/check_screen";
import { Screen } from "../frame/screen";
import { makeIdlePorts } from "../idle_ports";
import { localDay } from "../moments";
import { ScopeProvider } from "../scope";
import { t } from "../texts";
import { makePreviewPhone, PREVIEW_FORM_ID, type PreviewSource } from "./preview_phone";
import { TEST_OFFICER, TEST_VISIT_ID } from "./test_rows";

export function PreviewScreen(props: { source: PreviewSource }) {
  const [finished, setFinished] = createSignal<FinishedForm | null>(null);
  const [turn, setTurn] = createSignal(1);
  const phone = makePreviewPhone(props.source, localDay(new Date()), setFinished);
  const ports = makeIdlePorts(TEST_OFFICER, "preview");
  const begin = () =>
    go({ screen: "check", visit_id: TEST_VISIT_ID, form_id: PREVIEW_FORM_ID, page: 0 }, "replace");
  begin();
  onMount(() => onCleanup(followAddress()));
  const again = () => {
    setFinished(null);
    setTurn((number) => number + 1);
    begin();
  };
  return (
    <ScopeProvider value={{ ports, phone: () => phone, app_version: "" }}>
      <div class="govuk-width-container">
        <header class="app-preview-notice">{t("preview-notice")}</header>
        <Show when={finished()} fallback={<Running turn={turn()} again={again} />}>
          {(form) => <Ended form={form()} again={again} />}
        </Show>
      </div>
    </ScopeProvider>
  );
}

/** The way out of a check leads to its visit, which is not here: the check begins anew instead. */
function Running(props: { turn: number; again: () => void }) {
  return (
    <Show when={address().screen === "check"} fallback={<Left again={props.again} />}>
      <Show when={props.turn} keyed>
        <CheckScreen
          visit_id={TEST_VISIT_ID}
          form_id={PREVIEW_FORM_ID}
          device_id="preview"
          placeWay="preview"
        />
      </Show>
    </Show>
  );
}

function Left(props: { again: () => void }) {
  return (
    <Screen title={t("preview-left-title")}>
      <p class="govuk-body">{t("preview-left-words")}</p>
      <Button type="button" onClick={() => props.again()}>
        {t("preview-again")}
      </Button>
    </Screen>
  );
}

function Ended(props: { form: FinishedForm; again: () => void }) {
  const rows = () =>
    listValues(props.form.xml).map(({ name, value }) => ({ key: { text: name }, value: { text: value } }));
  return (
    <Screen title={t("preview-ended-title")}>
      <p class="govuk-body">{t("preview-ended-words")}</p>
      <SummaryList classes="app-summary" rows={rows()} />
      <Show when={props.form.alerts.length > 0}>
        <InsetText>
          {t("preview-alerts")}
          <ul class="govuk-list govuk-list--bullet">
            <For each={props.form.alerts}>{(alert) => <li>{alert.kind}</li>}</For>
          </ul>
        </InsetText>
      </Show>
      <Button type="button" onClick={() => props.again()}>
        {t("preview-again")}
      </Button>
    </Screen>
  );
}

/** Every filled node of the submission by its name, in the order of the form. */
function listValues(xml: string): { name: string; value: string }[] {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  return [...root.getElementsByTagName("*")].flatMap((node) => {
    const value = node.children.length === 0 ? (node.textContent ?? "").trim() : "";
    return value ? [{ name: node.localName, value }] : [];
  });
}
