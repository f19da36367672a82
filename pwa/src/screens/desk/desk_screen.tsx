// A form at a desk: the screens of a check on a phone that keeps nothing. Whoever leaves with answers that are not sent is
// asked first; a concern is told to the duty manager as soon as it is answered.
import "../later_texts";
import "./desk_texts";
import {
  createEffect,
  createResource,
  createSignal,
  Match,
  onCleanup,
  onMount,
  Show,
  Switch,
} from "solid-js";
import { followAddress, go } from "../address";
import { RunningScreen } from "../check/running_screen";
import { askBeforeLeaving } from "../frame/ask_before_leaving";
import { Reading, Screen } from "../frame/screen";
import { makeIdlePorts } from "../idle_ports";
import { ScopeProvider } from "../scope";
import { t } from "../texts";
import { type DeskPhone, makeDeskPhone } from "./desk_phone";
import type { DeskSource } from "./desk_source";
import { DESK_DEVICE, openDeskForm } from "./open_desk_form";
import { ReasonScreen } from "./reason_screen";
import { type Browser, makeSender } from "./send";
import { ToldLine } from "./told_line";

export function DeskScreen(props: { source: DeskSource; browser: Browser }) {
  const { source } = props;
  const [reason, setReason] = createSignal("");
  const desk = makeDeskPhone(source, makeSender(props.browser, source.urls.token), reason);
  const ports = makeIdlePorts(source.officer, DESK_DEVICE);
  const isAsked = () => source.corrects !== null && !reason();
  go(
    { screen: "check", visit_id: source.entity.id, form_id: source.form.fields.form_id, page: 0 },
    "replace",
  );
  onMount(() => onCleanup(followAddress()));
  skipToHeading();
  askBeforeLeaving(() => !desk.next() && (desk.isTouched() || Boolean(reason())));
  createEffect(() => {
    const to = desk.next();
    if (to) props.browser.leaveFor(to);
  });
  return (
    <ScopeProvider value={{ ports, phone: () => desk.phone, app_version: "" }}>
      <Show when={!isAsked()} fallback={<ReasonScreen source={source} onReason={setReason} />}>
        <ToldLine telling={desk.telling()} onAgain={desk.tellAgain} />
        <Form source={source} desk={desk} />
      </Show>
    </ScopeProvider>
  );
}

function Form(props: { source: DeskSource; desk: DeskPhone }) {
  const [opened] = createResource(() => openDeskForm(props.source));
  const leave = () => ({ href: props.source.urls.leave, text: t("desk-leave") });
  return (
    <Switch
      fallback={
        <Screen title={t("check-opening")} back={leave()}>
          <Reading />
        </Screen>
      }
    >
      <Match when={opened.error}>
        <Screen title={t("check-unreadable-title")} back={leave()}>
          <p class="govuk-body">{t("check-unreadable-words")}</p>
        </Screen>
      </Match>
      <Match when={opened.latest} keyed>
        {(parts) => <RunningScreen parts={parts} after={<Sent to={props.desk.next() ?? ""} />} />}
      </Match>
    </Switch>
  );
}

/** Seen for a moment only: the page of the submission follows. */
function Sent(props: { to: string }) {
  return (
    <Screen title={t("desk-sent-title")}>
      <p class="govuk-body" role="status">
        <a class="govuk-link" href={props.to}>
          {t("desk-sent-go-on")}
        </a>
      </p>
    </Screen>
  );
}

/** The page's own skip link: what stands behind the # of this address is a page of the form. */
function skipToHeading(): void {
  const link = document.querySelector(".govuk-skip-link");
  const skip = (event: Event) => {
    event.preventDefault();
    document.querySelector("h1")?.focus();
  };
  link?.addEventListener("click", skip);
  onCleanup(() => link?.removeEventListener("click", skip));
}
