// The places of a locked phone: its screen, and the few things that work without unlocking. The address of the screen
// behind stays as it is, so that unlocking leads back there.
import "../locked_texts";
import { createEffect, createMemo, createSignal, lazy, Match, on, Show, Switch } from "solid-js";
import type { Locked } from "../../domain/lock";
import { InsetText } from "../../ui/small_parts";
import { loadAlertScreens } from "../alert/load_alert_screens";
import { Screen } from "../frame/screen";
import { useScope } from "../scope";
import { SignInForm } from "../sign_in/sign_in_form";
import { t } from "../texts";
import { UnlockScreen } from "./unlock_screen";

const LockedAlertScreen = lazy(async () => ({ default: (await loadAlertScreens()).LockedAlertScreen }));
const OpenAlertScreen = lazy(async () => ({ default: (await loadAlertScreens()).OpenAlertScreen }));
const LockedCheckScreen = lazy(async () => ({ default: (await loadAlertScreens()).LockedCheckScreen }));

export type LockedPlace = "unlock" | "forgotten" | "other" | "alert" | "check" | "told";

export function LockedPlaces(props: { state: Locked }) {
  const alert = () => props.state.open_alerts[0];
  const alertId = createMemo(() => alert()?.alert_id);
  const [place, setPlace] = createSignal<LockedPlace>(alertId() ? "told" : "unlock");
  const [done, setDone] = createSignal<string | null>(null);
  const go = (to: LockedPlace, words: string | null = null) => {
    setDone(words);
    setPlace(to);
  };
  // Whatever somebody was doing here, an alert that nobody knows of comes first.
  createEffect(
    on(
      alertId,
      (now) => {
        if (now) go("told");
        else if (place() === "told") go("unlock", t("locked-alert-told"));
      },
      { defer: true },
    ),
  );
  const back = { href: "#", text: t("locked-back") };
  return (
    <Switch fallback={<UnlockScreen state={props.state} go={go} done={done()} />}>
      <Match when={place() === "told" && alertId()} keyed>
        {(alert_id) => (
          <OpenAlertScreen
            alert={alert() ?? { alert_id, raised_at: new Date().toISOString() }}
            facts={props.state.facts}
            unlock={() => go("unlock")}
          />
        )}
      </Match>
      <Match when={place() === "alert"}>
        <LockedAlertScreen state={props.state} back={() => go("unlock")} />
      </Match>
      <Match when={place() === "check"}>
        <LockedCheckScreen back={() => go("unlock")} saved={() => go("unlock", t("locked-check-saved"))} />
      </Match>
      <Match when={place() === "forgotten" || place() === "other"}>
        <SignInInstead place={place()} back={back} leave={() => go("unlock")} />
      </Match>
    </Switch>
  );
}

function SignInInstead(props: {
  place: LockedPlace;
  back: { href: string; text: string };
  leave: () => void;
}) {
  const scope = useScope();
  const [hasFailed, setHasFailed] = createSignal(false);
  const isForgotten = () => props.place === "forgotten";
  const waiting = () => scope.ports.syncState().not_sent;
  return (
    <Screen
      title={t(isForgotten() ? "pin-forgotten-title" : "locked-other-title")}
      back={{ ...props.back, onClick: props.leave }}
      hasErrors={hasFailed()}
    >
      <Show when={isForgotten()} fallback={<p class="govuk-body">{t("locked-other-words")}</p>}>
        <InsetText>{t("locked-nothing-lost")}</InsetText>
        <p class="govuk-body">{t("pin-forgotten-words", { count: waiting() })}</p>
      </Show>
      <SignInForm forgotten={isForgotten()} onFail={setHasFailed} />
    </Screen>
  );
}
