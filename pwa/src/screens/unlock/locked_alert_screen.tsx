// An alert from a locked phone, and then the full page of every alert, with the numbers to ring, until somebody was told or
// the council has received it.
import { createSignal } from "solid-js";
import type { Locked, OpenFacts } from "../../domain/lock";
import { Button } from "../../ui/button";
import { CallList } from "../alert/call_list";
import { RaiseForm } from "../alert/raise_form";
import { ToldForm } from "../alert/told_form";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { since } from "../moments";
import { useScope } from "../scope";
import { t } from "../texts";

export function LockedAlertScreen(props: { state: Locked; back: () => void }) {
  const scope = useScope();
  return (
    <RaiseForm
      back={{ href: "#", text: t("locked-back"), onClick: props.back }}
      numbers={props.state.facts?.duty_numbers ?? []}
      council_telephone={props.state.facts?.council.telephone}
      raise={async (alert) => {
        const done = await scope.ports.lock.raiseAlert(alert);
        if (!done.ok) throw done.problem;
      }}
    />
  );
}

/** What kind it is, and where, lies sealed: the page says that there is one, and since when. */
export function OpenAlertScreen(props: {
  alert: Locked["open_alerts"][number];
  facts: OpenFacts | null;
  /** Who it is about is behind the lock. */
  unlock: () => void;
}) {
  const scope = useScope();
  const [error, setError] = createSignal<string>();
  const numbers = () => props.facts?.duty_numbers ?? [];
  return (
    <div class="app-alert">
      <Screen title={t("alert-title")} hasErrors={Boolean(error())}>
        <Mistakes words={error()} href="#told-whom" />
        <p class="govuk-body">{t("alert-words", { at: since(props.alert.raised_at) })}</p>
        <CallList numbers={numbers()} council_telephone={props.facts?.council.telephone} />
        <Button type="button" classes="govuk-button--secondary" onClick={() => props.unlock()}>
          {t("locked-alert-unlock")}
        </Button>
        <ToldForm
          numbers={numbers()}
          error={error()}
          setError={setError}
          save={async (whom, at) => {
            const done = await scope.ports.lock.recordTold(props.alert.alert_id, whom, at);
            if (!done.ok) throw done.problem;
          }}
        />
      </Screen>
    </div>
  );
}
