// Choosing a PIN: right after signing in, once on a phone of an older version, and anew when it was forgotten. Says first
// what it is for, what stays, and what can no longer be read.
import { createSignal, Show } from "solid-js";
import type { Choosing, WhyChoose } from "../../domain/lock";
import { InsetText, WarningText } from "../../ui/small_parts";
import { Screen } from "../frame/screen";
import { useScope } from "../scope";
import { t } from "../texts";
import { NewPinForm } from "./new_pin_form";

const EXPLAINED: readonly WhyChoose[] = ["upgrade", "forgotten", "wiped"];

export function ChoosePinScreen(props: { state: Choosing }) {
  const scope = useScope();
  const [hasFailed, setHasFailed] = createSignal(false);
  return (
    <Screen title={t("pin-choose-title")} hasErrors={hasFailed()}>
      <Show when={EXPLAINED.includes(props.state.why)}>
        <p class="govuk-body">{t(`pin-choose-${props.state.why}`)}</p>
      </Show>
      <Show when={props.state.why === "lost"}>
        <InsetText>{t("pin-choose-lost")}</InsetText>
        <Show when={props.state.lost_drafts > 0}>
          <WarningText iconFallbackText={t("warning-word")}>
            {t("pin-choose-lost-drafts", { count: props.state.lost_drafts })}
          </WarningText>
        </Show>
      </Show>
      <p class="govuk-body">{t("pin-choose-words")}</p>
      <NewPinForm save={(pin) => scope.ports.lock.choosePin(pin)} onFail={setHasFailed} />
    </Screen>
  );
}
