// A check: opens the form of a visit from the phone, with its draft where there is one, and shows it page by page.
import "../later";
import { createResource, Match, Switch } from "solid-js";
import { write } from "../address";
import { Reading, Screen } from "../frame/screen";
import { LeftoverScreen } from "../leftover/leftover_screen";
import { usePhone, useScope } from "../scope";
import { t } from "../texts";
import type { PlaceWay } from "./check_context";
import { openCheck } from "./open_check";
import { RunningScreen } from "./running_screen";
import { SavedPage } from "./saved_page";

interface CheckScreenProps {
  visit_id: string;
  form_id: string;
  device_id: string;
  placeWay?: PlaceWay;
}

export function CheckScreen(props: CheckScreenProps) {
  const scope = useScope();
  const phone = usePhone();
  // Read once: what changes in the store meanwhile must not take the form away under the officer's hands.
  const [opened] = createResource(() =>
    openCheck(phone, scope.ports.session()?.user, { ...props, heard: scope.ports.storeVersion }),
  );
  const back = () => ({
    href: write({ screen: "visit", visit_id: props.visit_id }),
    text: t("back-to-visit"),
  });
  const parts = () => {
    const result = opened.error ? undefined : opened.latest;
    return result?.is === "open" ? result.parts : undefined;
  };
  const leftOver = () => {
    const result = opened.error ? undefined : opened.latest;
    return result?.is === "left_over" ? result.instance_id : undefined;
  };
  return (
    <Switch
      fallback={
        <Screen title={t("check-opening")} back={back()}>
          <Reading />
        </Screen>
      }
    >
      <Match when={opened.error}>
        <Screen title={t("check-unreadable-title")} back={back()}>
          <p class="govuk-body">{t("check-unreadable-words")}</p>
        </Screen>
      </Match>
      <Match when={opened.latest?.is === "no_form"}>
        <Screen title={t("check-no-form-title")} back={back()}>
          <p class="govuk-body">{t("check-no-form-words")}</p>
        </Screen>
      </Match>
      <Match when={opened.latest?.is === "no_visit"}>
        <Screen
          title={t("visit-gone-title")}
          back={{ href: write({ screen: "visits" }), text: t("back-to-visits") }}
        >
          <p class="govuk-body">{t("visit-gone-words")}</p>
        </Screen>
      </Match>
      <Match when={opened.latest?.is === "handed_back"}>
        <Screen title={t("status-handed-back")} back={back()}>
          <p class="govuk-body">{t("check-handed-back-words")}</p>
        </Screen>
      </Match>
      <Match when={opened.latest?.is === "done"}>
        <Screen title={t("check-done-title")} back={back()}>
          <p class="govuk-body">{t("check-done-words")}</p>
        </Screen>
      </Match>
      <Match when={leftOver()} keyed>
        {(instanceId) => <LeftoverScreen instance_id={instanceId} />}
      </Match>
      <Match when={parts()} keyed>
        {(open) => (
          <RunningScreen
            parts={{ ...open, placeWay: props.placeWay ?? "asked" }}
            after={<SavedPage visit_id={props.visit_id} caption={open.caption} />}
          />
        )}
      </Match>
    </Switch>
  );
}
