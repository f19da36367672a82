// A check: opens the form of a visit from the phone, with its draft where there is one, and shows it page by page.
import "../later";
import { createResource, createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { address, write } from "../address";
import { Reading, Screen } from "../frame/screen";
import { LeftoverScreen } from "../leftover/leftover_screen";
import { usePhone, useScope } from "../scope";
import { t } from "../texts";
import { fullName } from "../visit/visit_screen";
import { AnsweringProvider, CheckProvider, FormProvider } from "./check_context";
import { CheckPage } from "./check_page";
import { type CheckParts, openCheck } from "./open_check";
import { RunningCheck } from "./running_check";
import { SavePage } from "./save_page";
import { SavedPage } from "./saved_page";

export function CheckScreen(props: { visit_id: string; form_id: string; device_id: string }) {
  const scope = useScope();
  const phone = usePhone();
  // Read once: what changes in the store meanwhile must not take the form away under the officer's hands.
  const [opened] = createResource(() => openCheck(phone, scope.ports.session()?.user, { ...props }));
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
        {(open) => <RunningScreen parts={open} />}
      </Match>
    </Switch>
  );
}

function RunningScreen(props: { parts: CheckParts }) {
  const phone = usePhone();
  const isBrowsing = watchBrowsing();
  const check = new RunningCheck(props.parts, phone, isBrowsing);
  const page = () => {
    const now = address();
    return now.screen === "check" ? now.page : 0;
  };
  const caption = fullName(props.parts.shown);
  return (
    <CheckProvider value={check}>
      <FormProvider value={check}>
        <AnsweringProvider value={check}>
          <Show
            when={!check.finished()}
            fallback={<SavedPage visit_id={props.parts.shown.visit.id} caption={caption} />}
          >
            <Show when={page() === "save"} fallback={<CheckPage page={Number(page())} caption={caption} />}>
              <SavePage caption={caption} />
            </Show>
          </Show>
        </AnsweringProvider>
      </FormProvider>
    </CheckProvider>
  );
}

/**
 * True while somebody walks through radios with the arrow keys: each step is a choice to the browser, but not yet to the
 * person. Ends with Space, Enter, a tap, or when the focus leaves the group.
 */
function watchBrowsing(): () => boolean {
  const [isBrowsing, setBrowsing] = createSignal(false);
  const isRadio = (target: EventTarget | null) =>
    target instanceof HTMLInputElement && target.type === "radio";
  const keyDown = (event: KeyboardEvent) => {
    if (event.key.startsWith("Arrow") && isRadio(event.target)) setBrowsing(true);
    else if (event.key === " " || event.key === "Enter") setBrowsing(false);
  };
  const end = () => setBrowsing(false);
  const focusOut = (event: FocusEvent) => {
    const to = event.relatedTarget;
    const from = event.target;
    const isSameGroup =
      isRadio(from) && isRadio(to) && (from as HTMLInputElement).name === (to as HTMLInputElement).name;
    if (!isSameGroup) end();
  };
  onMount(() => {
    document.addEventListener("keydown", keyDown, true);
    document.addEventListener("pointerdown", end, true);
    document.addEventListener("focusout", focusOut, true);
  });
  onCleanup(() => {
    document.removeEventListener("keydown", keyDown, true);
    document.removeEventListener("pointerdown", end, true);
    document.removeEventListener("focusout", focusOut, true);
  });
  return isBrowsing;
}
