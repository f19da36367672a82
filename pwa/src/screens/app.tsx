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
import type { PhoneAlert } from "../domain/alerts";
import type { AppPorts } from "../domain/ports";
import { SkipLink } from "../ui/small_parts";
import { type Address, address, followAddress } from "./address";
import { loadAlertScreens } from "./alert/load_alert_screens";
import { useOpenAlerts } from "./alert/open_alerts";
import { DemoBanner, Header, LapseBanner, SignInAgainBanner, UpdateBanner } from "./frame/banners";
import { Broken } from "./frame/broken";
import { Navigation } from "./frame/navigation";
import { Reading } from "./frame/screen";
import { SyncStrip } from "./frame/sync_strip";
import type { Phone } from "./phone";
import { ScopeProvider, useScope } from "./scope";
import { SignInScreen } from "./sign_in/sign_in_screen";
import { language, restoreLanguage, t } from "./texts";
import { loadLockedPlaces } from "./unlock/load_locked_places";
import { loadTypedFields } from "./unlock/load_typed_fields";
import { LockSoon } from "./unlock/lock_soon";
import { LockedApp } from "./unlock/locked_app";
import { VisitsScreen } from "./visits/visits_screen";

// The form engine is as large as everything else together: it comes when a check is opened, and is kept by the worker.
const CheckScreen = lazy(async () => ({ default: (await import("./check/check_screen")).CheckScreen }));
const LeftoverScreen = lazy(async () => ({
  default: (await import("./leftover/leftover_screen")).LeftoverScreen,
}));

// So do the pages of an alert.
const AlertScreen = lazy(async () => ({ default: (await loadAlertScreens()).AlertScreen }));
const RaiseScreen = lazy(async () => ({ default: (await loadAlertScreens()).RaiseScreen }));

// What no visit list needs comes after it, in one piece.
const loadLater = async () => ({ default: (await import("./later_screens")).LaterScreens });
const LaterScreens = lazy(loadLater);
const LATER_MS = 3000;

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
      <Frame />
    </ScopeProvider>
  );
}

function Frame() {
  const { ports, phone } = useScope();
  const alerts = useOpenAlerts();
  return (
    <div class="app">
      <SkipLink href="#main" onClick={skipToMain}>
        {t("skip-link")}
      </SkipLink>
      <header>
        <DemoBanner />
        <Header canRaise={alerts().length === 0} />
      </header>
      <Switch>
        <Match when={ports.lock.state()}>{(state) => <LockedApp state={state()} />}</Match>
        <Match when={ports.session() === undefined}>
          <div class="app-body">
            <div class="govuk-width-container">
              <Reading />
            </div>
          </div>
        </Match>
        <Match when={ports.session() === null}>
          <div class="app-body">
            <div class="govuk-width-container">
              <UpdateBanner />
              <Show when={address().screen === "install"} fallback={<SignInScreen />}>
                <Suspense fallback={<Reading />}>
                  <LaterScreens />
                </Suspense>
              </Show>
            </div>
          </div>
        </Match>
        <Match when={phone()}>
          <SignedIn alerts={alerts()} />
        </Match>
      </Switch>
    </div>
  );
}

function SignedIn(props: { alerts: readonly PhoneAlert[] }) {
  const scope = useScope();
  onMount(() => {
    void scope.ports.lock.takeTyped().then(async (typed) => {
      if (typed) (await loadTypedFields()).restoreTyped(typed);
    });
    const fetchLater = () =>
      Promise.allSettled([loadLater(), loadAlertScreens(), loadLockedPlaces(), loadTypedFields()]);
    const fetching = setTimeout(() => void fetchLater(), LATER_MS);
    onCleanup(() => clearTimeout(fetching));
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
            <Show when={props.alerts[0]} keyed fallback={<CurrentScreen />}>
              {(alert) => (
                <Suspense fallback={<Reading />}>
                  <AlertScreen alert={alert} />
                </Suspense>
              )}
            </Show>
          </ErrorBoundary>
        </div>
      </div>
      <LockSoon />
      <Show when={props.alerts.length === 0}>
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
      <Match when={at("alert")} keyed>
        {(to) => (
          <Suspense fallback={<Reading />}>
            <RaiseScreen visit_id={to.visit_id} />
          </Suspense>
        )}
      </Match>
      <Match when={at("sign_in")}>
        <SignInScreen />
      </Match>
      <Match when={address().screen !== "visits"}>
        <Suspense fallback={<Reading />}>
          <LaterScreens />
        </Suspense>
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
