// Of a concern that was answered: whether the duty manager knows it yet, and what to do when not.
import { Match, Switch } from "solid-js";
import { Button } from "../../ui/button";
import { t } from "../texts";
import type { Telling } from "./desk_phone";

export function ToldLine(props: { telling: Telling; onAgain: () => void }) {
  return (
    <div class="app-told">
      <div role="status">
        <Switch>
          <Match when={props.telling === "telling"}>
            <p class="govuk-inset-text">{t("desk-telling")}</p>
          </Match>
          <Match when={props.telling === "told"}>
            <p class="govuk-inset-text">{t("desk-told")}</p>
          </Match>
        </Switch>
      </div>
      <div role="alert">
        <Switch>
          <Match when={props.telling === "failed"}>
            <div class="govuk-inset-text">
              <p class="govuk-body">
                <strong>{t("desk-not-told")}</strong>
              </p>
              <Button type="button" classes="govuk-button--secondary" onClick={() => props.onAgain()}>
                {t("desk-tell-again")}
              </Button>
            </div>
          </Match>
        </Switch>
      </div>
    </div>
  );
}
