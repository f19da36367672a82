// Composition root of the officer's app: opens the gate to the phone, starts the sync, follows updates, and hands the
// screens what they may use. Decides nothing itself; no other file may know all three.
import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import "../styles/app.scss";
import { fetchCouncil } from "./api/council";
import { askForBackgroundSync, followUpdates, type Update } from "./app_update";
import type { KnownCouncil } from "./domain/lock";
import type { AppPorts } from "./domain/ports";
import { Problem } from "./domain/problems";
import { NOTHING_KNOWN, type SyncState, withLine } from "./domain/sync_state";
import { findKnownCouncil, keepKnownCouncil } from "./known_council";
import { attempt, PageLock } from "./page_lock";
import { OfficerApp } from "./screens/app";
import type { Phone } from "./screens/phone";
import { openPhone } from "./screens/stored_phone";
import { loadLockedPlaces } from "./screens/unlock/load_locked_places";
import { listAccounts } from "./store/accounts";
import type { PhoneStore } from "./store/door";
import { acknowledgeLostWork, keepSecondCount, noteLostWork } from "./store/unsent";
import { SyncCycle } from "./sync/cycle";
import type { GateShown } from "./sync/gate_shown";
import { SyncReport } from "./sync/report";

const APP_VERSION = __APP_VERSION__;
const LOOK_EVERY_MS = 60_000;
const OTHERS_EVERY_MS = 15 * 60_000;

const [phone, setPhone] = createSignal<Phone | null>(null);
const [syncState, setSyncState] = createSignal<SyncState>(NOTHING_KNOWN);
const [known, setKnown] = createSignal(findKnownCouncil());
const [isOnline, setOnline] = createSignal(navigator.onLine);
const [storeVersion, setStoreVersion] = createSignal(0);
const [update, setUpdate] = createSignal<Update | null>(null);
let running: { store: PhoneStore; cycle: SyncCycle; report: SyncReport } | null = null;
let followed: PhoneStore | null = null;
let worker: ServiceWorkerRegistration | null = null;

/** Few have turned it on: it comes when it is asked for. */
const loadPush = () => import("./push_notices");

const pageLock = new PageLock(APP_VERSION, followGate, workSaved);

function followGate(shown: GateShown): void {
  const { store, session } = shown;
  if (session) noteCouncil(session);
  if (followed !== store) {
    followed = store;
    setPhone(null);
    void end().then(() => (store && followed === store ? begin(store) : undefined));
  }
  if (!store || !session) setPhone(null);
  else if (!phone()) {
    setPhone(openPhone(store));
    void running?.cycle.run();
    if (window.Notification?.permission === "granted")
      void loadPush().then((it) => it.renewPush(worker, store));
  }
}

function noteCouncil(told: KnownCouncil): void {
  keepKnownCouncil(told);
  setKnown(told);
}

/** Nobody is signed in: the screen says whose app it is as soon as the council has said so. */
async function askCouncil(): Promise<void> {
  noteCouncil(await fetchCouncil());
}

/** Sending needs no key: it goes on while the phone is locked. */
async function begin(store: PhoneStore): Promise<void> {
  const report = new SyncReport(store, followState);
  const cycle = new SyncCycle({ store, report, origin: location.origin, app_version: APP_VERSION });
  running = { store, cycle, report };
  store.listen((change) => {
    if (change !== "sync") setStoreVersion((version) => version + 1);
  });
  await noteLostWork(store).catch(() => undefined);
  await report.refresh();
  void navigator.storage?.persist?.().catch(() => false);
  void cycle.run();
  void drainOthers();
}

/** A try that has failed: the worker may send when the line is back, and a too old app looks for a newer one. */
function followState(state: SyncState): void {
  const before = syncState();
  const isNews = state.trouble !== before.trouble;
  // An answer has come, whatever the phone thinks of its line.
  if (before.last_contact_at && state.last_contact_at !== before.last_contact_at) setOnline(true);
  setSyncState(state);
  if (!isNews || state.trouble === null) return;
  if (state.trouble === "too_old") void worker?.update().catch(() => undefined);
  if (state.not_sent > 0) void askForBackgroundSync(worker);
}

async function end(): Promise<void> {
  const ended = running;
  running = null;
  if (!ended) return;
  setSyncState(NOTHING_KNOWN);
  ended.report.close();
  const stopping = ended.cycle.stop();
  await ended.store.close();
  await stopping;
}

/** What colleagues have left on a shared phone is sent whoever holds it. */
async function drainOthers(): Promise<void> {
  const mine = pageLock.store();
  const others = (await listAccounts().catch(() => [])).filter(({ user_id }) => user_id !== mine?.user_id);
  if (others.length === 0) return;
  const { drainAccounts } = await import("./sync/drain_accounts");
  const settings = { origin: location.origin, app_version: APP_VERSION };
  await drainAccounts(mine ? { ...settings, except: mine.user_id } : settings).catch(() => 0);
}

const ports: AppPorts<PhoneStore> = {
  council: () => pageLock.session() ?? pageLock.ports.state()?.facts ?? known(),
  session: pageLock.session,
  phone: pageLock.store,
  syncState: () => withLine(syncState(), isOnline()),
  storeVersion,
  update,
  lock: pageLock.ports,
  push: async () => (await loadPush()).makePushPorts(worker, pageLock.store()),
  signIn: (email, password, forgotten) =>
    attempt(async () => {
      await pageLock.gate.signIn(email, password, forgotten);
      void running?.cycle.runNow();
    }),
  signOut: () =>
    attempt(async () => {
      // A restored server may lack what this phone still has: nothing is wiped before it has been offered.
      if (syncState().trouble === "signed_out") throw new Problem("sign_in_first");
      await pageLock.gate.signOut();
      void drainOthers();
      void askForBackgroundSync(worker);
    }),
  sendNow: async () => {
    await running?.cycle.runNow();
  },
  acknowledgeLost: async () => {
    if (running) await acknowledgeLostWork(running.store);
  },
  workSaved,
};

function workSaved(): void {
  if (running) void keepSecondCount(running.store).catch(() => undefined);
  void running?.cycle.run();
  void askForBackgroundSync(worker);
}

addEventListener("offline", () => setOnline(false));
addEventListener("online", () => {
  setOnline(true);
  void running?.cycle.runNow();
  void drainOthers();
});
// The worker has been told by push: what has changed is pulled at once where the phone is open, and waits for the unlock where not.
navigator.serviceWorker?.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "visits_changed") void running?.cycle.runNow();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  void pageLock.gate.look().catch(() => undefined);
  void running?.cycle.run();
});
setInterval(() => void pageLock.gate.look().catch(() => undefined), LOOK_EVERY_MS);
setInterval(() => void drainOthers(), OTHERS_EVERY_MS);

// Where the council is known, somebody has most likely signed in: the screen of a locked phone comes while the store opens.
if (known()) void loadLockedPlaces().catch(() => undefined);
const starting = pageLock.start(); // the phone's store opens while the first screen is drawn
const root = document.getElementById("app");
if (root) render(() => <OfficerApp ports={ports} phone={phone} app_version={APP_VERSION} />, root);
void starting.then(() => {
  if (pageLock.store()) return;
  void drainOthers();
  void askCouncil().catch(() => undefined);
  // Somebody is about to sign in: what that takes is here when the button is pressed.
  void import("./sync/sign_in").catch(() => undefined);
});

followUpdates(setUpdate, (registration) => {
  worker = registration;
});
