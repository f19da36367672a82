// The one way into the sync. Whatever triggers it (start, a line that came back, a timer, the button, the worker), one
// drainer at a time runs a round, under a Web Lock and a fenced lease; afterwards it knows when to try again.
import { RequestFailure } from "../api/requests";
import { findDelay } from "../domain/back_off";
import { isProblem } from "../domain/problems";
import type { TroubleCause } from "../domain/sync_state";
import { findAccount } from "../store/accounts";
import { unlessLocked } from "../store/content_keys";
import type { PhoneStore } from "../store/door";
import { findKeyRecord } from "../store/key_record";
import { endLease, type Lease, renewLease, takeLease } from "../store/lease";
import { findVault } from "../store/meta";
import { loadSuite } from "../store/server_seal";
import { keepSecondCount } from "../store/unsent";
import { findTrouble, LeaseLost, type Round, SetAside } from "./context";
import type { SyncReport } from "./report";
import { runRound } from "./round";

const LOOK_EVERY_MS = 60_000;
/** Another drainer is at work, or the phone could not say: soon enough after the end of a lease. */
const LOOK_AGAIN_MS = 15_000;
const LOCK_PATIENCE_MS = 20_000;

export interface CycleSettings {
  store: PhoneStore;
  report: SyncReport;
  origin: string;
  app_version: string;
  now?: () => Date;
  chance?: () => number;
  /** False in the service worker, whose life is as long as one event. */
  keeps_time?: boolean;
}

export class SyncCycle {
  readonly #settings: CycleSettings;
  readonly #holder = crypto.randomUUID();
  readonly #setAside = new SetAside();
  readonly #now: () => Date;
  readonly #chance: () => number;
  #running: Promise<void> | null = null;
  #wantsAnother = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(settings: CycleSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? (() => new Date());
    this.#chance = settings.chance ?? Math.random;
  }

  /** Runs a round, or one more after the one that runs. Resolves when nothing asked for is left to run. */
  run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#wantsAnother = true;
    this.#running ??= this.#runWhileWanted().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** The button: waits are over, and what was set aside is tried again. */
  runNow(): Promise<void> {
    this.#setAside.clearWaits();
    this.#failures = 0;
    return this.run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
  }

  async #runWhileWanted(): Promise<void> {
    clearTimeout(this.#timer);
    let delay = LOOK_EVERY_MS;
    while (this.#wantsAnother && !this.#isStopped) {
      this.#wantsAnother = false;
      delay = await this.#runAlone();
    }
    // Not with the page's first files; but it must be there when something is saved.
    void loadSuite().catch(() => undefined);
    if (this.#settings.keeps_time !== false && !this.#isStopped) {
      this.#timer = setTimeout(() => void this.run(), delay);
    }
  }

  /** The delay until the next look. */
  async #runAlone(): Promise<number> {
    const { store, report } = this.#settings;
    let delay = LOOK_EVERY_MS;
    await underLock(`doorstep-sync-${store.user_id}`, async (alone) => {
      const lease = await takeLease(store, this.#holder, this.#now(), alone).catch((error: unknown) => {
        // The phone cannot even write that it sends: that is said, not hidden behind a sentence of before.
        report.end(findStoreTrouble(error), new Date(this.#now().getTime() + LOOK_AGAIN_MS), []);
        return null;
      });
      if (!lease) {
        delay = LOOK_AGAIN_MS;
        return;
      }
      report.begin();
      const trouble = await this.#runLeased(lease);
      await this.#reseal(lease);
      delay = this.#findNext(trouble);
      const retryAt = trouble ? new Date(this.#now().getTime() + delay) : null;
      report.end(trouble?.cause ?? null, retryAt, this.#setAside.list());
      await endLease(store, lease).catch(() => undefined);
      await keepSecondCount(store).catch(() => undefined);
      await report.refresh();
    });
    return delay;
  }

  async #runLeased(lease: Lease): Promise<{ cause: TroubleCause; wishMs: number | null } | null> {
    const { store } = this.#settings;
    try {
      const round = await this.#prepareRound(lease);
      if (!round) return { cause: "signed_out", wishMs: null };
      await runRound(round);
      // Locked, it has done all it can: that is no trouble.
      return round.device_token === null && !store.is_locked ? { cause: "revoked", wishMs: null } : null;
    } catch (error) {
      // Locked in the middle: what needed the key waits for it, and that is no trouble.
      if (error instanceof LeaseLost || isProblem(error, "locked")) return null;
      if (error instanceof RequestFailure) return { cause: findTrouble(error), wishMs: error.retryAfterMs };
      return { cause: findStoreTrouble(error), wishMs: null };
    }
  }

  /** What an older app has left here: in the background, whatever became of the round, and never in its way. */
  async #reseal(lease: Lease): Promise<void> {
    const { store } = this.#settings;
    if (store.is_locked) return;
    try {
      const { resealOld } = await import("../store/reseal");
      await resealOld(store, () => this.#goOn(lease));
    } catch {
      // Taken over, closed, or full: the next round goes on where this one stopped.
    }
  }

  async #goOn(lease: Lease): Promise<void> {
    if (this.#isStopped || !(await renewLease(this.#settings.store, lease, this.#now())))
      throw new LeaseLost();
  }

  async #prepareRound(lease: Lease): Promise<Round | null> {
    const { store, report, origin, app_version } = this.#settings;
    const account = await findAccount(store.user_id);
    // Signed out, a phone still has a ticket to send what is sealed here.
    if (!account || account.upload_ticket === null) return null;
    // Where an order holds the key for work alone, it sends and reads nothing.
    const mayRead = !(await findKeyRecord(store))?.dropped;
    const device_token = mayRead ? await unlessLocked(findVault(store, "device_token")) : null;
    return {
      store,
      device_id: account.device_id,
      upload_ticket: account.upload_ticket,
      device_token,
      app_version,
      origin,
      lease,
      now: this.#now,
      setAside: this.#setAside,
      progress: report,
      state_is_said: false,
      obeyed: new Set(),
      epoch_is_settled: false,
      goOn: () => this.#goOn(lease),
    };
  }

  #findNext(trouble: { cause: TroubleCause; wishMs: number | null } | null): number {
    if (!trouble) {
      this.#failures = 0;
      return LOOK_EVERY_MS;
    }
    this.#failures += 1;
    return findDelay(trouble.cause, this.#failures, this.#chance(), trouble.wishMs);
  }
}

function findStoreTrouble(error: unknown): TroubleCause {
  return isProblem(error, "no_room") ? "no_room" : "store_closed";
}

/**
 * Waits its turn for the lock. After its patience (a frozen page may hold the lock for ever) it goes on without it:
 * the lease decides then.
 */
async function underLock(name: string, work: (alone: boolean) => Promise<void>): Promise<void> {
  const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  if (!locks) return work(false);
  let hasBegun = false;
  try {
    await locks.request(name, { signal: AbortSignal.timeout(LOCK_PATIENCE_MS) }, async () => {
      hasBegun = true;
      await work(true);
    });
  } catch (error) {
    if (hasBegun) throw error;
    await work(false);
  }
}
