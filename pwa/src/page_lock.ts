// The lock as this page has it: the gate behind Solid's signals, the passkey and the clock of an untouched app in front of
// it. Decides nothing that outlives the page.
import { createSignal } from "solid-js";
import { AutoLock } from "./auto_lock";
import { limitMinutes, USUAL_MINUTES } from "./domain/idle";
import type { Done, LockPorts } from "./domain/ports";
import { isProblem, Problem } from "./domain/problems";
import { loadAlertScreens } from "./screens/alert/load_alert_screens";
import { saveBeforeLock } from "./screens/unlock/before_lock";
import { loadTypedFields } from "./screens/unlock/load_typed_fields";
import type { PhoneStore } from "./store/door";
import { findKeyRecord } from "./store/key_record";
import { findMeta, findVault, saveMeta, saveVault } from "./store/meta";
import { hashPin } from "./store/pin_hash";
import { sealForServer } from "./store/server_seal";
import { Gate } from "./sync/gate";
import type { GateShown } from "./sync/gate_shown";

/** Few phones have one: it comes when it is asked for. */
const loadPasskeys = () => import("./passkey");

/** Comes with the screens that ask for it. */
type LockedWork = Awaited<ReturnType<typeof loadAlertScreens>>;

export async function attempt(work: () => Promise<void>): Promise<Done> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: isProblem(error) ? error : new Problem("server_error", { cause: error }) };
  }
}

export class PageLock {
  readonly gate: Gate;
  readonly session: () => GateShown["session"];
  readonly store: () => PhoneStore | null;
  readonly ports: LockPorts;
  readonly #minutes = createSignal(USUAL_MINUTES);
  readonly #isNear = createSignal(false);
  readonly #shown = createSignal<GateShown>({ store: null, session: undefined, lock: null, lapse: null });
  readonly #tell: (shown: GateShown) => void;
  readonly #workSaved: () => void;
  #autoLock: AutoLock | null = null;
  /** The phone's own lock is being asked: nobody waits for its answer who has typed the PIN meanwhile. */
  #asking: AbortController | null = null;

  constructor(app_version: string, tell: (shown: GateShown) => void, workSaved: () => void) {
    this.#tell = tell;
    this.#workSaved = workSaved;
    const [shown] = this.#shown;
    this.session = () => shown().session;
    this.store = () => shown().store;
    this.gate = new Gate({
      app_version,
      hashPin,
      sealForServer,
      tell: (now) => this.#hear(now),
      beforeLock: keepTyped,
    });
    this.ports = this.#makePorts();
  }

  start(): Promise<void> {
    return this.gate.start().catch(() => this.gate.leave());
  }

  #hear(shown: GateShown): void {
    const before = this.#shown[0]();
    this.#shown[1](shown);
    if (Boolean(shown.session) !== Boolean(before.session)) this.#followTouches(shown);
    // While it is being locked, what is told meanwhile brings nothing back into sight.
    if (!shown.session || !before.session) hideWhileLocking(false);
    this.#tell(shown);
  }

  #followTouches({ store, session }: GateShown): void {
    this.#autoLock?.stop();
    this.#autoLock = null;
    this.#isNear[1](false);
    if (!store || !session) return;
    void findMeta(store, "lock_after_minutes").then((minutes) => this.#minutes[1](limitMinutes(minutes)));
    this.#autoLock = new AutoLock({
      user_id: store.user_id,
      minutes: this.#minutes[0],
      tell: (idle) => {
        this.#isNear[1](idle === "near");
        if (idle === "over") void this.#lockNow();
      },
    });
  }

  /** Out of sight at once, and then out of memory. */
  async #lockNow(): Promise<void> {
    if (!this.session()) return;
    hideWhileLocking(true);
    this.#autoLock?.stop();
    await this.gate.lock();
  }

  #makePorts(): LockPorts {
    const { gate, store } = this;
    const shown = this.#shown[0];
    const [minutes, setMinutes] = this.#minutes;
    return {
      state: () => shown().lock,
      lapses_at: () => shown().lapse?.told_at ?? null,
      is_near: this.#isNear[0],
      stayOpen: () => this.#autoLock?.touch(),
      lockNow: () => this.#lockNow(),
      unlock: (pin) => {
        this.#asking?.abort();
        return attempt(() => gate.unlock(pin));
      },
      unlockWithPasskey: () => attempt(() => this.#unlockWithPasskey()),
      choosePin: (pin) => attempt(() => gate.choosePin(pin)),
      changePin: (pin, chosen) => attempt(() => gate.changePin(pin, chosen)),
      readPasskey: async () => ({
        can: await (await loadPasskeys()).canUsePasskey(),
        has: (await findPasskey(store())) !== null,
      }),
      addPasskey: (pin) =>
        attempt(async () => {
          const { makePasskey } = await loadPasskeys();
          await gate.addPasskey(pin, makePasskey);
        }),
      removePasskey: () =>
        attempt(async () => {
          const opened = store();
          const { dropPasskey } = await import("./store/passkey_lock");
          if (opened) await dropPasskey(opened);
        }),
      minutes,
      setMinutes: async (wanted) => {
        const opened = store();
        setMinutes(limitMinutes(wanted));
        if (opened) await saveMeta(opened, { lock_after_minutes: limitMinutes(wanted) });
      },
      ...this.#makeLockedPorts(),
      takeTyped: () => takeTyped(store()),
    };
  }

  #makeLockedPorts(): Pick<LockPorts, "raiseAlert" | "recordTold" | "recordCheck" | "recordCheckIn"> {
    const save = (work: (store: PhoneStore, locked: LockedWork) => Promise<void>) =>
      attempt(async () => {
        const store = this.store();
        if (!store) throw new Problem("not_found");
        await work(store, await loadAlertScreens());
        await this.gate.refresh();
        this.#workSaved();
      });
    return {
      raiseAlert: (alert) => save((store, locked) => locked.raiseWhileLocked(store, alert)),
      recordTold: (alertId, whom, at) =>
        save((store, locked) => locked.tellWhileLocked(store, alertId, whom, at)),
      recordCheck: (check) => save((store, locked) => locked.checkWhileLocked(store, check)),
      recordCheckIn: (kind, shiftId) =>
        save((store, locked) => locked.checkInWhileLocked(store, kind, shiftId)),
    };
  }

  async #unlockWithPasskey(): Promise<void> {
    const kept = await findPasskey(this.store());
    if (!kept) throw new Problem("passkey_failed");
    const { readPasskey } = await loadPasskeys();
    this.#asking?.abort();
    this.#asking = new AbortController();
    const secret = await readPasskey(kept.credential_id, kept.salt, this.#asking.signal);
    await this.gate.unlockWithPasskey(secret);
  }
}

async function findPasskey(store: PhoneStore | null) {
  return store ? ((await findKeyRecord(store))?.passkey ?? null) : null;
}

/** Out of sight at once: nobody goes on typing into what is being locked. */
async function keepTyped(store: PhoneStore): Promise<void> {
  hideWhileLocking(true);
  await Promise.allSettled([saveBeforeLock(), keepFields(store)]);
  // Keys that were pressed before it was out of sight.
  await saveBeforeLock();
}

async function keepFields(store: PhoneStore): Promise<void> {
  const { captureTyped } = await loadTypedFields();
  const typed = captureTyped(focused);
  // An order to wipe has just taken such fields away.
  if ((await findKeyRecord(store))?.dropped !== "wiped") await saveVault(store, "typed", typed);
}

/** What had the focus before it was hidden. */
let focused: Element | null = null;

function hideWhileLocking(isLocking: boolean): void {
  if (isLocking && !document.documentElement.hasAttribute("data-locking")) focused = document.activeElement;
  if (!isLocking) focused = null;
  document.documentElement.toggleAttribute("data-locking", isLocking);
}

async function takeTyped(store: PhoneStore | null) {
  if (!store || store.is_locked) return null;
  const typed = await findVault(store, "typed").catch(() => null);
  if (typed) await saveVault(store, "typed", null);
  return typed;
}
