// The lock's own page: another PIN, and the phone's fingerprint or face beside it. Each asks for the PIN first, so that a
// phone picked up unlocked cannot be given another one.
import { createResource, createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { t } from "../texts";
import { NewPinForm } from "./new_pin_form";
import { PinInput } from "./pin_input";

export function PinScreen() {
  const scope = useScope();
  const [hasFailed, setHasFailed] = createSignal(false);
  const [said, setSaid] = createSignal("");
  return (
    <Screen
      title={t("pin-change-title")}
      back={{ href: write({ screen: "device" }), text: t("back-to-device") }}
      hasErrors={hasFailed()}
    >
      <p class="govuk-body app-said" role="status">
        {said()}
      </p>
      <NewPinForm
        asksForOld
        save={(pin, old) => scope.ports.lock.changePin(old, pin)}
        onFail={(failed) => {
          setHasFailed(failed);
          setSaid("");
        }}
        onDone={() => setSaid(t("pin-changed"))}
      />
      <Passkey />
    </Screen>
  );
}

function Passkey() {
  const scope = useScope();
  const [passkey, { refetch }] = createResource(() => scope.ports.lock.readPasskey());
  const [pin, setPin] = createSignal("");
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    setWrong(pin() ? undefined : t("pin-missing"));
    if (!pin()) return;
    setIsBusy(true);
    const done = await scope.ports.lock.addPasskey(pin());
    setIsBusy(false);
    setPin("");
    if (!done.ok) setWrong(codeWords(done.problem));
    await refetch();
  };
  const remove = async () => {
    await scope.ports.lock.removePasskey();
    await refetch();
  };
  return (
    <Show when={passkey.latest?.can || passkey.latest?.has}>
      <section aria-labelledby="passkey">
        <h2 class="govuk-heading-m" id="passkey">
          {t("passkey-title")}
        </h2>
        <Show
          when={passkey.latest?.has}
          fallback={
            <>
              <p class="govuk-body">{t("passkey-words")}</p>
              <Mistakes words={wrong()} href="#passkey-pin" />
              <form onSubmit={add} novalidate autocomplete="off">
                <PinInput
                  id="passkey-pin"
                  label={t("pin-now")}
                  error={wrong()}
                  value={pin()}
                  onInput={setPin}
                />
                <Button classes="govuk-button--secondary" disabled={isBusy()}>
                  {t(isBusy() ? "passkey-busy" : "passkey-add")}
                </Button>
              </form>
            </>
          }
        >
          <p class="govuk-body">{t("passkey-is-on")}</p>
          <Button type="button" classes="govuk-button--secondary" onClick={() => void remove()}>
            {t("passkey-remove")}
          </Button>
        </Show>
      </section>
    </Show>
  );
}
