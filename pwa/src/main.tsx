// Composition root of the officer's app: opens the phone's store, starts the sync, follows updates, and hands the
// screens what they may use. Decides nothing itself; no other file may know all three.
import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import "../styles/app.scss";
import { askForBackgroundSync, followUpdates, type Update } from "./app_update";
import type { AppPorts, Done, Session } from "./domain/ports";
import { isProblem, Problem } from "./domain/problems";
import { NOTHING_KNOWN, type SyncState } from "./domain/sync_state";
import { OfficerApp } from "./screens/app";
import type { Phone } from "./screens/phone";
import { openPhone } from "./screens/stored_phone";
import type { PhoneStore } from "./store/door";
import { acknowledgeLostWork, keepSecondCount, noteLostWork } from "./store/unsent";
import { SyncCycle } from "./sync/cycle";
import { SyncReport } from "./sync/report";
import { type Opened, resumeSession, signInHere, signOutHere } from "./sync/sign_in";

const APP_VERSION = __APP_VERSION__;

const [session, setSession] = createSignal<Session | null | undefined>(undefined);
const [store, setStore] = createSignal<PhoneStore | null>(null);
const [phone, setPhone] = createSignal<Phone | null>(null);
const [syncState, setSyncState] = createSignal<SyncState>(NOTHING_KNOWN);
const [storeVersion, setStoreVersion] = createSignal(0);
const [update, setUpdate] = createSignal<Update | null>(null);
let running: { cycle: SyncCycle; report: SyncReport } | null = null;
let worker: ServiceWorkerRegistration | null = null;

async function begin({ store: opened, session: mine }: Opened): Promise<void> {
  const report = new SyncReport(opened, followState);
  const cycle = new SyncCycle({ store: opened, report, origin: location.origin, app_version: APP_VERSION });
  running = { cycle, report };
  opened.listen((change) => {
    if (change === "signed_out") void end();
    else if (change !== "sync") setStoreVersion((version) => version + 1);
  });
  setStore(opened);
  setPhone(openPhone(opened));
  setSession(mine);
  await noteLostWork(opened).catch(() => undefined);
  await report.refresh();
  void navigator.storage?.persist?.().catch(() => false);
  void cycle.run();
  void drainOthers();
}

/** What colleagues have left on a shared phone is sent whoever holds it. */
async function drainOthers(): Promise<void> {
  const mine = store();
  const { drainAccounts } = await import("./sync/drain_accounts");
  const settings = { origin: location.origin, app_version: APP_VERSION };
  await drainAccounts(mine ? { ...settings, except: mine.user_id } : settings).catch(() => 0);
}

/** A try that has failed: the worker may send when the line is back, and a too old app looks for a newer one. */
function followState(state: SyncState): void {
  const isNews = state.trouble !== syncState().trouble;
  setSyncState(state);
  if (!isNews || state.trouble === null) return;
  if (state.trouble === "too_old") void worker?.update().catch(() => undefined);
  if (state.not_sent > 0) void askForBackgroundSync(worker);
}

async function end(): Promise<void> {
  const ended = running;
  const opened = store();
  running = null;
  setSession(null);
  setPhone(null);
  setStore(null);
  setSyncState(NOTHING_KNOWN);
  ended?.report.close();
  const stopping = ended?.cycle.stop();
  await opened?.close();
  await stopping;
}

async function attempt(work: () => Promise<void>): Promise<Done> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: isProblem(error) ? error : new Problem("server_error", { cause: error }) };
  }
}

const ports: AppPorts<PhoneStore> = {
  session,
  phone: store,
  syncState,
  storeVersion,
  update,
  signIn: (email, password) =>
    attempt(async () => {
      const opened = await signInHere(email, password, APP_VERSION, session() ?? null);
      if (!running) return begin(opened);
      await opened.store.close();
      setSession(opened.session);
      void running.cycle.runNow();
    }),
  signOut: () =>
    attempt(async () => {
      const opened = store();
      if (!opened) return;
      // A restored server may lack what this phone still has: nothing is wiped before it has been offered.
      if (syncState().trouble === "signed_out") throw new Problem("sign_in_first");
      await signOutHere(opened);
      await end();
    }),
  sendNow: async () => {
    await running?.cycle.runNow();
  },
  acknowledgeLost: async () => {
    const opened = store();
    if (!opened) return;
    await acknowledgeLostWork(opened);
  },
  workSaved: () => {
    const opened = store();
    if (opened) void keepSecondCount(opened).catch(() => undefined);
    void running?.cycle.run();
    void askForBackgroundSync(worker);
  },
};

addEventListener("online", () => {
  void running?.cycle.runNow();
  void drainOthers();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void running?.cycle.run();
});

const resuming = resumeSession().catch(() => null); // the phone's store opens while the first screen is drawn
const root = document.getElementById("app");
if (root) render(() => <OfficerApp ports={ports} phone={phone} app_version={APP_VERSION} />, root);

void resuming.then((opened) => (opened ? begin(opened) : setSession(null))).catch(() => setSession(null));

void followUpdates(setUpdate).then((registration) => {
  worker = registration;
});
