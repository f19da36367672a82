// The officer's app: the frame round every screen, sign-in when nobody is here, an alert on top of everything.
// main.tsx hands in the ports and the phone; this file knows no request and no database.
import {
  createEffect,
  ErrorBoundary,
  lazy,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
  Switch,
} from "solid-js";
import type { AppPorts } from "../domain/ports";
import { SkipLink } from "../ui/small_parts";
import { type Address, address, followAddress } from "./address";
import { AlertScreen } from "./alert/alert_screen";
import { useOpenAlerts } from "./alert/open_alerts";
import { DemoBanner, Header, LapseBanner, SignInAgainBanner, UpdateBanner } from "./frame/banners";
import { Broken } from "./frame/broken";
import { Navigation } from "./frame/navigation";
import { Reading } from "./frame/screen";
import { SyncStrip } from "./frame/sync_strip";
import { InstallScreen } from "./install/install_screen";
import { MyDeviceScreen } from "./my_device/my_device_screen";
import { ConflictScreen } from "./needs_attention/conflict_screen";
import { NeedsAttentionScreen } from "./needs_attention/needs_attention_screen";
import { NotSentScreen } from "./not_sent/not_sent_screen";
import type { Phone } from "./phone";
import { ProposeScreen } from "./propose/propose_screen";
import { ScopeProvider, useScope } from "./scope";
import { SignInScreen } from "./sign_in/sign_in_screen";
import { language, restoreLanguage, t } from "./texts";
import { LockSoon } from "./unlock/lock_soon";
import { LockedApp } from "./unlock/locked_app";
import { PinScreen } from "./unlock/pin_screen";
import { restoreTyped } from "./unlock/typed_fields";
import { CannotVisitScreen } from "./visit/cannot_visit_screen";
import { CorrectScreen } from "./visit/correct_screen";
import { NoteScreen } from "./visit/note_screen";
import { VisitScreen } from "./visit/visit_screen";
import { VisitsScreen } from "./visits/visits_screen";

// The form engine is as large as everything else together: it comes when a check is opened, and is kept by the worker.
const CheckScreen = lazy(async () => ({ default: (await import("./check/check_screen")).CheckScreen }));

const LeftoverScreen = lazy(async () => ({
  default: (await import("./leftover/leftover_screen")).LeftoverScreen,
}));

export interface OfficerAppProps {
  ports: AppPorts<unknown>;
  phone: () => Phone | null;
  app_version: string;
}

export function OfficerApp(props: OfficerAppProps) {
  onMount(() => {
    restoreLanguage();
    onCleanup(followAddress());
  });
  createEffect(on(language, (code) => document.documentElement.setAttribute("lang", code)));
  return (
    <ScopeProvider value={{ ports: props.ports, phone: () => props.phone(), app_version: props.app_version }}>
      <div class="app">
        <SkipLink href="#main" onClick={skipToMain}>
          {t("skip-link")}
        </SkipLink>
        <header>
          <DemoBanner />
          <Header />
        </header>
        <Switch>
          <Match when={props.ports.lock.state()}>{(state) => <LockedApp state={state()} />}</Match>
          <Match when={props.ports.session() === undefined}>
            <div class="app-body">
              <div class="govuk-width-container">
                <Reading />
              </div>
            </div>
          </Match>
          <Match when={props.ports.session() === null}>
            <div class="app-body">
              <div class="govuk-width-container">
                <UpdateBanner />
                <Show when={address().screen === "install"} fallback={<SignInScreen />}>
                  <InstallScreen />
                </Show>
              </div>
            </div>
          </Match>
          <Match when={props.phone()}>
            <SignedIn />
          </Match>
        </Switch>
      </div>
    </ScopeProvider>
  );
}

function SignedIn() {
  const alerts = useOpenAlerts();
  const scope = useScope();
  onMount(() => {
    void scope.ports.lock.takeTyped().then((typed) => typed && restoreTyped(typed));
  });
  return (
    <>
      <SyncStrip />
      <div class="app-body">
        <div class="govuk-width-container">
          <LapseBanner />
          <UpdateBanner />
          <SignInAgainBanner />
          <ErrorBoundary fallback={(error, again) => <Broken error={error} again={again} />}>
            <Show when={alerts()[0]} keyed fallback={<CurrentScreen />}>
              {(alert) => <AlertScreen alert={alert} />}
            </Show>
          </ErrorBoundary>
        </div>
      </div>
      <LockSoon />
      <Show when={alerts().length === 0}>
        <Navigation />
      </Show>
    </>
  );
}

function CurrentScreen() {
  const scope = useScope();
  const at = <S extends Address["screen"]>(screen: S) => {
    const now = address();
    return now.screen === screen ? (now as Extract<Address, { screen: S }>) : undefined;
  };
  return (
    <Switch fallback={<VisitsScreen />}>
      <Match when={at("visit")?.visit_id} keyed>
        {(visitId) => <VisitScreen visit_id={visitId} />}
      </Match>
      <Match when={at("note")?.visit_id} keyed>
        {(visitId) => <NoteScreen visit_id={visitId} />}
      </Match>
      <Match when={at("cannot")?.visit_id} keyed>
        {(visitId) => <CannotVisitScreen visit_id={visitId} />}
      </Match>
      <Match when={at("correct")?.visit_id} keyed>
        {(visitId) => <CorrectScreen visit_id={visitId} />}
      </Match>
      <Match when={at("propose")} keyed>
        {(to) => <ProposeScreen visit_id={to.visit_id} />}
      </Match>
      <Match when={at("conflict")?.conflict_id} keyed>
        {(conflictId) => <ConflictScreen conflict_id={conflictId} />}
      </Match>
      <Match when={checkKey()} keyed>
        {(_key) => (
          <Suspense fallback={<Reading />}>
            <CheckScreen
              visit_id={at("check")?.visit_id ?? ""}
              form_id={at("check")?.form_id ?? ""}
              device_id={scope.ports.session()?.device_id ?? ""}
            />
          </Suspense>
        )}
      </Match>
      <Match when={at("leftover")?.instance_id} keyed>
        {(instanceId) => (
          <Suspense fallback={<Reading />}>
            <LeftoverScreen instance_id={instanceId} />
          </Suspense>
        )}
      </Match>
      <Match when={at("not_sent")}>
        <NotSentScreen />
      </Match>
      <Match when={at("attention")}>
        <NeedsAttentionScreen />
      </Match>
      <Match when={at("device")}>
        <MyDeviceScreen />
      </Match>
      <Match when={at("pin")}>
        <PinScreen />
      </Match>
      <Match when={at("sign_in")}>
        <SignInScreen />
      </Match>
      <Match when={at("install")}>
        <InstallScreen />
      </Match>
    </Switch>
  );
}

/** The same check stays open while its pages change. */
function checkKey(): string | null {
  const now = address();
  return now.screen === "check" ? `${now.visit_id}/${now.form_id}` : null;
}

function skipToMain(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main h1")?.focus();
}
