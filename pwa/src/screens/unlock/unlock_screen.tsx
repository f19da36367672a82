// The screen of a locked phone. It shows no personal data at all, not even whose it is: what waits, whom to ring, and what
// can be done without unlocking.
import { createSignal, onMount, Show } from "solid-js";
import type { Locked } from "../../domain/lock";
import { MOST_WRONG_PINS } from "../../domain/pin";
import { Button } from "../../ui/button";
import { Details, InsetText, WarningText } from "../../ui/small_parts";
import { CallList } from "../alert/call_list";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { SignInForm } from "../sign_in/sign_in_form";
import { t } from "../texts";
import type { LockedPlace } from "./locked_places";
import { LockedShift } from "./locked_shift";
import { PinInput } from "./pin_input";
import { WipedWords } from "./wiped_words";

export function UnlockScreen(props: { state: Locked; go: (to: LockedPlace) => void; done: string | null }) {
  const [hasFailed, setHasFailed] = createSignal(false);
  const canOpen = () => props.state.has_pin && !props.state.is_clock_wrong;
  return (
    <Screen title={t(props.state.wiped ? "wiped-title" : "locked-title")} hasErrors={hasFailed()}>
      <Show when={props.done}>
        {(words) => (
          <p class="govuk-body app-said" role="status">
            {words()}
          </p>
        )}
      </Show>
      <Show when={props.state.open_alerts.length > 0}>
        <WarningText iconFallbackText={t("warning-word")}>{t("locked-alert-open")}</WarningText>
        <Button type="button" classes="govuk-button--warning" onClick={() => props.go("told")}>
          {t("locked-alert-back")}
        </Button>
      </Show>
      <Show when={props.state.is_clock_wrong}>
        <InsetText>{t("locked-clock-wrong")}</InsetText>
      </Show>
      <Show when={canOpen()} fallback={<OnlineOnly state={props.state} onFail={setHasFailed} />}>
        <PinForm state={props.state} go={props.go} onFail={setHasFailed} />
      </Show>
      <LockedShift facts={props.state.facts} mayOpen={canOpen()} />
      <section aria-labelledby="while-locked">
        <h2 class="govuk-heading-m" id="while-locked">
          {t("locked-can-title")}
        </h2>
        <p class="govuk-body">{t("locked-can-words")}</p>
        <div class="app-buttons">
          <Button type="button" classes="govuk-button--warning" onClick={() => props.go("alert")}>
            {t("alert-raise-title")}
          </Button>
          <Button type="button" classes="govuk-button--secondary" onClick={() => props.go("check")}>
            {t("locked-check-button")}
          </Button>
        </div>
      </section>
      <h2 class="govuk-heading-m">{t("locked-ring-title")}</h2>
      <CallList
        numbers={props.state.facts?.duty_numbers ?? []}
        council_telephone={props.state.facts?.council.telephone}
      />
      <Show when={canOpen()}>
        <Button type="button" classes="govuk-button--secondary" onClick={() => props.go("other")}>
          {t("locked-other-button")}
        </Button>
      </Show>
      <Details summaryText={t("locked-kept-title")}>
        <p class="govuk-body">{t("locked-kept-sealed")}</p>
        <p class="govuk-body">{t("locked-kept-pin")}</p>
        <p class="govuk-body">{t("locked-kept-open")}</p>
      </Details>
    </Screen>
  );
}

function PinForm(props: {
  state: Locked;
  go: (to: LockedPlace) => void;
  onFail: (hasFailed: boolean) => void;
}) {
  const scope = useScope();
  const [pin, setPin] = createSignal("");
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  onMount(() => queueMicrotask(() => document.getElementById("pin")?.focus({ preventScroll: true })));
  let tries = 0;
  const finish = async (unlocking: ReturnType<typeof scope.ports.lock.unlock>) => {
    tries += 1;
    const mine = tries;
    setWrong(undefined);
    const done = await unlocking;
    // A later try has taken the question back.
    if (mine !== tries) return;
    setIsBusy(false);
    if (done.ok) return;
    setPin("");
    setWrong(codeWords(done.problem));
    props.onFail(true);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    if (pin()) {
      setIsBusy(true);
      return void finish(scope.ports.lock.unlock(pin()));
    }
    props.onFail(true);
    setWrong(t("pin-missing"));
  };
  const isLast = () => props.state.wrong_pins === MOST_WRONG_PINS - 1;
  return (
    <>
      <Mistakes words={wrong()} href="#pin" />
      <Show when={isLast()}>
        <WarningText iconFallbackText={t("warning-word")}>{t("pin-last-try")}</WarningText>
      </Show>
      <form onSubmit={submit} novalidate autocomplete="off">
        <PinInput id="pin" label={t("pin-label")} error={wrong()} value={pin()} onInput={setPin} />
        <div class="app-buttons">
          <Button disabled={isBusy()} attributes={{ "aria-live": "polite" }}>
            {t(isBusy() ? "unlock-busy" : "unlock-button")}
          </Button>
          <Show when={props.state.has_passkey}>
            <Button
              type="button"
              classes="govuk-button--secondary"
              disabled={isBusy()}
              onClick={() => void finish(scope.ports.lock.unlockWithPasskey())}
            >
              {t("unlock-passkey")}
            </Button>
          </Show>
        </div>
      </form>
      <p class="govuk-body">
        <button
          type="button"
          class="govuk-link app-link app-link-button"
          onClick={() => props.go("forgotten")}
        >
          {t("pin-forgotten-link")}
        </button>
      </p>
    </>
  );
}

/** No PIN opens this phone any more: why, what stays, and the way back. */
function OnlineOnly(props: { state: Locked; onFail: (hasFailed: boolean) => void }) {
  const why = () => (props.state.is_clock_wrong ? null : (props.state.dropped ?? "unknown"));
  return (
    <>
      <Show
        when={props.state.wiped}
        fallback={
          <>
            <Show when={why()}>
              {(reason) => <p class="govuk-body">{t(`locked-why-${reason().replace("_", "-")}`)}</p>}
            </Show>
            <p class="govuk-body">{t("locked-nothing-lost")}</p>
          </>
        }
      >
        {(wiped) => <WipedWords wiped={wiped()} />}
      </Show>
      <SignInForm onFail={props.onFail} />
    </>
  );
}
