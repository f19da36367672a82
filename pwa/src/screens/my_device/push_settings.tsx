// Being told when the council changes the list, on My device: on, off, and why not, in words.
import { createSignal, Match, onMount, Switch } from "solid-js";
import type { PushPorts, PushState } from "../../domain/ports";
import { Button } from "../../ui/button";
import { useScope } from "../scope";
import { t } from "../texts";

export function PushSettings() {
  const { ports } = useScope();
  const [state, setState] = createSignal<PushState>();
  const [isAsking, setAsking] = createSignal(false);
  const ask = async (what: keyof PushPorts) => {
    setAsking(true);
    const now = await ports.push().then(
      (push) => push[what](),
      (): PushState => "offline",
    );
    setAsking(false);
    setState(now);
  };
  onMount(() => void ask("read"));
  return (
    <section aria-labelledby="push">
      <h2 class="govuk-heading-m" id="push">
        {t("push-settings-title")}
      </h2>
      <p class="govuk-body">{t("push-settings-words")}</p>
      <p class="govuk-body" role="status">
        {state() && t(`push-settings-${state()}`)}
      </p>
      <Switch>
        <Match when={state() === "off"}>
          <Button
            type="button"
            classes="govuk-button--secondary"
            disabled={isAsking()}
            onClick={() => void ask("turnOn")}
          >
            {t("push-settings-turn-on")}
          </Button>
        </Match>
        <Match when={state() === "on"}>
          <Button
            type="button"
            classes="govuk-button--secondary"
            disabled={isAsking()}
            onClick={() => void ask("turnOff")}
          >
            {t("push-settings-turn-off")}
          </Button>
        </Match>
        <Match when={state() === "offline"}>
          <Button
            type="button"
            classes="govuk-button--secondary"
            disabled={isAsking()}
            onClick={() => void ask("read")}
          >
            {t("push-settings-again")}
          </Button>
        </Match>
      </Switch>
    </section>
  );
}
