// Who is on this phone, and whether it is open: the one place that takes a key into memory and lets go of it. Screens ask
// it by name; it knows no page. Every way in ends in `open`, every way out in `locked` or `nobody`.

import type { WhyChoose } from "../domain/lock";
import { findPinFault } from "../domain/pin";
import type { Session } from "../domain/ports";
import { isProblem, Problem } from "../domain/problems";
import { findCurrentAccount } from "../store/accounts";
import { unlessLocked } from "../store/content_keys";
import { fixKey, importLooseKey, type LooseKey, makeLooseKey } from "../store/data_key";
import { PhoneStore } from "../store/door";
import { isHeld, liftHold, lockUnlessHeld } from "../store/held_key";
import { findKeyRecord } from "../store/key_record";
import { findVault } from "../store/meta";
import { readLocked } from "../store/open_facts";
import { keepUnderPasskey, openWithPasskey, type PasskeySecret } from "../store/passkey_lock";
import { endTries, keepUnderPin, openWithPin } from "../store/pin_lock";
import type { GateSettings, GateShown } from "./gate_shown";
import { LapseWatch } from "./lapse_watch";
import { PinChoice } from "./pin_choice";
import { lacksCopy, takeKey } from "./server_copy";
import { keepSealed, type Pending, signInHere } from "./sign_in";
import { signOutHere } from "./sign_out";

export class Gate {
  readonly #settings: GateSettings;
  readonly #now: () => Date;
  readonly #lapse: LapseWatch;
  readonly #choice: PinChoice;
  #shown: GateShown = { store: null, session: undefined, lock: null, lapse: null };
  #pending: Pending | null = null;
  #stopListening: () => void = () => undefined;

  constructor(settings: GateSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? (() => new Date());
    this.#lapse = new LapseWatch(this.#now, settings.ran ?? (() => performance.now()));
    this.#choice = new PinChoice(settings.hashPin, settings.sealForServer);
  }

  get shown(): GateShown {
    return this.#shown;
  }

  /** Who was signed in when the app was last open; needs no network. */
  async start(): Promise<void> {
    const account = await findCurrentAccount();
    if (!account) return this.#show({ store: null, session: null, lock: null });
    const store = await PhoneStore.open(account.user_id);
    const kept = await findKeyRecord(store);
    if (!kept) {
      await store.close();
      return this.#show({ store: null, session: null, lock: null });
    }
    this.#follow(store);
    if (!kept.raw || isHeld(kept)) return this.#showLocked();
    await this.#choose("upgrade", await importLooseKey(kept.key_id, kept.raw));
  }

  /** `forgotten`: the PIN is to be chosen anew even if the old one would still open this phone. */
  async signIn(email: string, password: string, forgotten = false): Promise<void> {
    const { store: here, session: before } = this.#shown;
    const { app_version } = this.#settings;
    const signedIn = await signInHere({
      email,
      password,
      app_version,
      here: here && { store: here, is_open: Boolean(before) },
      now: this.#now(),
    });
    const { store, data_key } = signedIn;
    if (here && here !== store) await here.close();
    if (this.#shown.store !== store) this.#follow(store);
    this.#pending = { session: signedIn.session, device_token: signedIn.device_token };
    this.#lapse.beginAnew();
    // An order may have locked it since the request left.
    if (this.#shown.session && !(await findKeyRecord(store))?.dropped) return this.#open();
    await liftHold(store);
    const kept = await findKeyRecord(store);
    const hasPin = Boolean(kept?.pin) && !forgotten;
    // Its copy for the council was made since the request left: without it drafts would be given up that can be had.
    if (kept?.server && !kept.raw && !hasPin && signedIn.asked_key_id !== kept.key_id)
      return this.signIn(email, password, forgotten);
    if (kept?.raw) return this.#choose("upgrade", await importLooseKey(kept.key_id, kept.raw));
    if (kept && data_key) {
      const loose = await importLooseKey(kept.key_id, data_key);
      data_key.fill(0);
      if (hasPin) {
        await endTries(store);
        store.unlockWith(await fixKey(loose));
        return this.#open();
      }
      return this.#choose("forgotten", loose);
    }
    if (hasPin) return this.#showLocked();
    await this.#choose(kept ? "lost" : "first", await makeLooseKey(crypto.randomUUID()));
  }

  async choosePin(typed: string): Promise<void> {
    const { store, lock } = this.#shown;
    if (!store || lock?.is !== "choosing") throw new Problem("not_found");
    if (await this.#choice.finish(store, lock.why, typed)) return this.#open();
    await this.#shut(store);
  }

  async unlock(typed: string): Promise<void> {
    const hash = this.#settings.hashPin;
    await this.#openWith((store, extractable) =>
      openWithPin(store, typed, { hash, now: this.#now(), extractable }),
    );
  }

  async unlockWithPasskey(secret: ArrayBuffer): Promise<void> {
    await this.#openWith((store, extractable) => openWithPasskey(store, secret, extractable));
  }

  /** Needs the PIN, since the key in memory cannot be wrapped again. */
  async changePin(typed: string, chosen: string): Promise<void> {
    const fault = findPinFault(chosen);
    if (fault) throw new Problem(fault);
    const store = this.#openStore();
    const hash = this.#settings.hashPin;
    const loose = await openWithPin(store, typed, { hash, now: this.#now(), extractable: true });
    await keepUnderPin(store, loose, chosen, { hash, server: null });
  }

  /** The PIN first, so that a wrong one makes no passkey; and no key waits in the open for a finger. */
  async addPasskey(typed: string, make: () => Promise<PasskeySecret>): Promise<void> {
    const store = this.#openStore();
    const parts = { hash: this.#settings.hashPin, now: this.#now() };
    await openWithPin(store, typed, { ...parts, extractable: false });
    const passkey = await make();
    const loose = await openWithPin(store, typed, { ...parts, extractable: true });
    await keepUnderPasskey(store, loose, passkey);
  }

  /** This tab and all others. A phone that is choosing its first PIN has nothing to lock yet. */
  async lock(): Promise<void> {
    const { store, session } = this.#shown;
    if (!store || !session) return;
    store.tellLocked();
    await this.#close(store);
  }

  /** Once a minute, and whenever the app comes back: has reading lapsed? */
  async look(): Promise<void> {
    const { store, lock } = this.#shown;
    if (!store || lock?.is === "choosing") return;
    const lapse = await this.#lapse.look(store);
    if (this.#shown.store !== store) return;
    this.#show({ lapse });
    if (store.is_locked || lapse.is_clock_wrong || lapse.is_over) await this.#close(store);
  }

  async signOut(): Promise<void> {
    const { store } = this.#shown;
    if (!store) return;
    await signOutHere(store, () => this.leave());
  }

  /** Work was saved or sent while it is locked: what its screen counts is read again. */
  async refresh(): Promise<void> {
    const { store, lock } = this.#shown;
    if (!store || lock?.is !== "locked") return;
    const now = await readLocked(store, lock.is_clock_wrong);
    // Somebody may have unlocked it, or signed in, meanwhile.
    if (this.#shown.store === store && this.#shown.lock?.is === "locked") this.#show({ lock: now });
  }

  /** Another tab has signed out, or this one has. */
  leave(): void {
    this.#stopListening();
    this.#pending = null;
    this.#choice.forget();
    this.#show({ store: null, session: null, lock: null, lapse: null });
  }

  #follow(store: PhoneStore): void {
    this.#stopListening();
    const stopListening = store.listen((change) => {
      if (change === "signed_out") this.leave();
      if (change === "locked") void this.#hearLocked(store);
      if (change === "work" || change === "sync") void this.refresh().catch(() => undefined);
    });
    const stopSaving = store.beforeLock(async () => {
      if (this.#shown.session) await this.#settings.beforeLock?.(store);
    });
    this.#stopListening = () => {
      stopListening();
      stopSaving();
    };
    this.#shown = { ...this.#shown, store, lapse: null };
  }

  /** From another tab, from an order or from the lapse. */
  async #hearLocked(store: PhoneStore): Promise<void> {
    if (this.#shown.store !== store || this.#shown.lock?.is === "choosing") return;
    await this.#close(store);
  }

  async #close(store: PhoneStore): Promise<void> {
    if (this.#shown.lock?.is !== "choosing") await this.#shut(store);
  }

  async #shut(store: PhoneStore): Promise<void> {
    await lockUnlessHeld(store);
    await this.#showLocked();
  }

  async #readyToUnlock(): Promise<PhoneStore> {
    await this.look();
    const { store, lock } = this.#shown;
    if (!store) throw new Problem("not_found");
    if (lock?.is === "locked" && lock.is_clock_wrong) throw new Problem("clock_wrong");
    if (this.#shown.lapse?.is_over) throw new Problem("pin_gone");
    return store;
  }

  async #openWith(open: (store: PhoneStore, extractable: boolean) => Promise<LooseKey>): Promise<void> {
    const store = await this.#readyToUnlock();
    const seal = this.#settings.sealForServer;
    try {
      await takeKey(store, await open(store, await lacksCopy(store, seal)), seal);
    } catch (error) {
      if (isProblem(error, "pins_used_up") || isProblem(error, "pin_gone")) store.tellLocked();
      if (isProblem(error)) await this.#showLocked();
      throw error;
    }
    await this.#open();
  }

  #openStore(): PhoneStore {
    const { store, session } = this.#shown;
    if (!store || !session) throw new Problem("locked");
    return store;
  }

  /** Looks for an order once more, with the key in memory: one that comes after this look locks what is open. */
  async #open(): Promise<void> {
    const { store } = this.#shown;
    if (!store) return;
    const session = await unlessLocked(this.#takeSession(store));
    if (!session || (await findKeyRecord(store))?.dropped) return this.#shut(store);
    this.#show({ session, lock: null });
  }

  async #takeSession(store: PhoneStore): Promise<Session | null> {
    if (this.#pending) await keepSealed(store, this.#pending);
    this.#pending = null;
    return findVault(store, "session");
  }

  async #choose(why: WhyChoose, loose: LooseKey): Promise<void> {
    const { store } = this.#shown;
    if (store) this.#show({ session: null, lock: await this.#choice.begin(store, loose, why) });
  }

  async #showLocked(): Promise<void> {
    const { store } = this.#shown;
    if (!store) return;
    // The browser has cleared it: nothing is here to be locked, and what is lost is told by the count kept elsewhere.
    if (!(await findKeyRecord(store))) return this.leave();
    const lock = await readLocked(store, this.#shown.lapse?.is_clock_wrong ?? false);
    const opensNothing = store.is_locked || lock.dropped !== null;
    if (this.#shown.store === store && opensNothing) this.#show({ session: null, lock });
  }

  #show(changes: Partial<GateShown>): void {
    this.#shown = { ...this.#shown, ...changes };
    this.#settings.tell(this.#shown);
  }
}
