// The one door to what is on the phone: opens the user's database, runs transactions, seals and opens records while it is
// unlocked. A closed or broken connection is opened again; a full phone is told as such; nothing is half-written.
import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { isProblem, Problem } from "../domain/problems";
import { BeforeLock } from "./before_lock";
import { type Change, ChangeVoice } from "./changes";
import { LAYOUT_VERSION, type PhoneLayout, type Sealed, type StoreName } from "./layout";
import { freeCopiesIn, ROOM_STORES } from "./room";
import { type DataKey, importDataKey, openBytes, openValue, sealBytes, sealValue } from "./sealing";
import { upgradeStore } from "./upgrades/upgrade_store";
import { isNoRoom, nameOf, runWhole } from "./whole";

export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<PhoneLayout, StoreName[], Mode>;
/** strict: for what an officer has done; relaxed: for what the server can send again. */
export type Durability = "strict" | "relaxed";

/** What is freed at first on a full phone: the photos of a check or two. */
const ROOM_FOR_WORK = 16 * 1024 * 1024;

export function nameDatabase(userId: string): string {
  return `doorstep-user-${userId}`;
}

export class PhoneStore {
  readonly user_id: string;
  readonly #voice: ChangeVoice;
  #opening: Promise<IDBPDatabase<PhoneLayout>> | null = null;
  /** In memory only, and not to be taken out of it again. */
  #dataKey: DataKey | null = null;
  readonly #beforeLock = new BeforeLock();
  #saving: Promise<void> | null = null;
  #mustCheckKey = false;
  #isClosed = false;

  private constructor(userId: string) {
    this.user_id = userId;
    this.#voice = new ChangeVoice(userId);
  }

  /**
   * Opens, and on the first visit of this user makes, the store. A second call opens the same data. It is locked, unless
   * a version without a PIN left its key bare.
   */
  static async open(userId: string): Promise<PhoneStore> {
    const store = new PhoneStore(userId);
    const { bare, id } = await store.read(["keys", "meta"], async (tx) => ({
      bare: (await tx.objectStore("keys").getAll()).find(({ raw }) => raw),
      id: await tx.objectStore("meta").get("store_id"),
    }));
    if (!id) await store.#giveId();
    if (bare?.raw) store.unlockWith(await importDataKey(bare.key_id, bare.raw));
    return store;
  }

  /** By it a store that was wiped is told from the one before. Two tabs may come here at once: both use one. */
  async #giveId(): Promise<void> {
    await this.#run(["meta"], "readwrite", "strict", async (tx) => {
      const meta = tx.objectStore("meta");
      if (!(await meta.get("store_id"))) await meta.put({ name: "store_id", value: crypto.randomUUID() });
    });
  }

  /** No data key in memory: what is sealed under it can be neither read nor written (`locked`). */
  get is_locked(): boolean {
    return this.#dataKey === null;
  }

  unlockWith(dataKey: DataKey): void {
    this.#dataKey = dataKey;
    this.#mustCheckKey = false;
  }

  /** Called by whoever locks, while the key is still here. Returns the way to stop. */
  beforeLock(save: () => Promise<void>): () => void {
    return this.#beforeLock.add(save);
  }

  /** For whoever takes the ways to the key: at once where nobody has anything to save, else two seconds later at the latest. */
  async saveBeforeLock(): Promise<void> {
    if (!this.#dataKey || this.#beforeLock.is_empty) return;
    this.#saving ??= this.#beforeLock.run().finally(() => {
      this.#saving = null;
    });
    await this.#saving;
  }

  /** The key goes out of memory when everything is saved that must be. */
  async lock(): Promise<void> {
    await this.saveBeforeLock();
    this.forgetKey();
  }

  /** At once: nothing can be saved under it any more. */
  forgetKey(): void {
    this.#dataKey = null;
  }

  read<Result>(stores: StoreName[], work: (tx: Transaction<"readonly">) => Promise<Result>): Promise<Result> {
    return this.#run(stores, "readonly", "relaxed", work);
  }

  /** All or nothing; resolves only when the browser says that the transaction is complete. `work` may run twice. */
  async write<Result>(
    stores: StoreName[],
    durability: Durability,
    change: Change,
    work: (tx: Transaction<"readwrite">) => Promise<Result>,
  ): Promise<Result> {
    const result = await this.#run(stores, "readwrite", durability, work);
    this.#voice.tell(change);
    return result;
  }

  async seal(place: string, value: unknown): Promise<Sealed> {
    return sealValue(await this.#key(), place, value);
  }

  async unseal<Value>(place: string, sealed: Sealed): Promise<Value> {
    return openValue<Value>(await this.#key(), place, sealed);
  }

  async sealBytes(place: string, bytes: BufferSource): Promise<Sealed> {
    return sealBytes(await this.#key(), place, bytes);
  }

  async unsealBytes(place: string, sealed: Sealed): Promise<ArrayBuffer> {
    return openBytes(await this.#key(), place, sealed);
  }

  /** For every tab, this one too, where no transaction says so. */
  tellAllLocked(): void {
    this.#voice.tell("locked");
  }

  /** This tab is locked: the others follow. */
  tellLocked(): void {
    this.#voice.tellOthers("locked");
  }

  /** Before the wipe: other tabs stop showing this user's rows and close, so that the wipe need not wait. */
  tellSignedOut(): void {
    this.#voice.tellOthers("signed_out");
  }

  /** Hears of changes made here, in other tabs and in the worker. Returns the way to stop. */
  listen(listener: (change: Change) => void): () => void {
    return this.#voice.listen(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#dataKey = null;
    this.#voice.close();
    const opening = this.#opening;
    this.#opening = null;
    (await opening?.catch(() => null))?.close();
  }

  async #run<Mode extends "readonly" | "readwrite", Result>(
    stores: StoreName[],
    mode: Mode,
    durability: Durability,
    work: (tx: Transaction<Mode>) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#runOnce(stores, mode, durability, work);
    } catch (error) {
      if (this.#isClosed) throw toProblem(error);
      if (isNoRoom(error))
        return this.#runWithRoom(error, () => this.#runOnce(stores, mode, durability, work));
      if (!mayTryAgain(error)) throw toProblem(error);
      await this.#drop();
      return this.#runOnce(stores, mode, durability, work).catch((again: unknown) => {
        throw toProblem(again);
      });
    }
  }

  /** Copies of received photos go before work is refused: some of them, then all. */
  async #runWithRoom<Result>(full: unknown, run: () => Promise<Result>): Promise<Result> {
    let last = full;
    for (const bytes of [ROOM_FOR_WORK, Number.POSITIVE_INFINITY]) {
      const freed = await this.#runOnce(ROOM_STORES, "readwrite", "relaxed", (tx) =>
        freeCopiesIn(tx, bytes),
      ).catch(() => 0);
      if (freed === 0) break;
      try {
        return await run();
      } catch (again) {
        if (!isNoRoom(again)) throw toProblem(again);
        last = again;
      }
    }
    throw toProblem(last);
  }

  async #runOnce<Mode extends "readonly" | "readwrite", Result>(
    stores: StoreName[],
    mode: Mode,
    durability: Durability,
    work: (tx: Transaction<Mode>) => Promise<Result>,
  ): Promise<Result> {
    const database = await this.#database();
    const tx = database.transaction(stores, mode, { durability });
    return runWhole(tx, () => work(tx));
  }

  #database(): Promise<IDBPDatabase<PhoneLayout>> {
    if (this.#isClosed) throw new Problem("store_closed");
    this.#opening ??= this.#openDatabase().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  #openDatabase(): Promise<IDBPDatabase<PhoneLayout>> {
    return openDB<PhoneLayout>(nameDatabase(this.user_id), LAYOUT_VERSION, {
      upgrade: (database, from) => upgradeStore(database, from),
      blocking: () => void this.#drop(),
      terminated: () => {
        this.#opening = null;
      },
    });
  }

  async #drop(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    this.#mustCheckKey = true;
    (await opening?.catch(() => null))?.close();
  }

  async #key(): Promise<DataKey> {
    const held = this.#dataKey;
    if (!held) throw new Problem("locked");
    if (!this.#mustCheckKey) return held;
    // The database was closed under us. If it was cleared as well, this key's wraps are gone, and nothing may be sealed
    // under a key that nobody could ever bring back.
    const ids = await this.read(["keys"], (tx) => tx.objectStore("keys").getAllKeys());
    if (!ids.includes(held.key_id)) this.#dataKey = null;
    else this.#mustCheckKey = false;
    if (!this.#dataKey) throw new Problem("locked");
    return held;
  }
}

/** Faults of the connection, not of the request: iOS closes databases under a sleeping page. */
function mayTryAgain(error: unknown): boolean {
  return [
    "InvalidStateError",
    "UnknownError",
    "AbortError",
    "TransactionInactiveError",
    "NotFoundError",
  ].includes(nameOf(error));
}

function toProblem(error: unknown): unknown {
  if (isProblem(error)) return error;
  if (isNoRoom(error)) return new Problem("no_room", { cause: error });
  return mayTryAgain(error) ? new Problem("store_closed", { cause: error }) : error;
}
