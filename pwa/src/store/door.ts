// The one door to what is on the phone: opens the user's database, runs transactions, seals and opens records.
// A closed or broken connection is opened again; a full phone is told as such; nothing is half-written.
import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { isProblem, Problem } from "../domain/problems";
import { type Change, ChangeVoice } from "./changes";
import { unlessLocked } from "./content_keys";
import { LAYOUT_VERSION, type PhoneLayout, type Sealed, type StoreName } from "./layout";
import { freeCopiesIn, ROOM_STORES } from "./room";
import { type DataKey, importDataKey, openBytes, openValue, sealBytes, sealValue } from "./sealing";
import { upgradeStore } from "./upgrades/upgrade_store";

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
  #isLocked = false;
  #opening: Promise<IDBPDatabase<PhoneLayout>> | null = null;
  #dataKey: Promise<DataKey> | null = null;
  #isClosed = false;

  private constructor(userId: string) {
    this.user_id = userId;
    this.#voice = new ChangeVoice(userId);
  }

  /** Opens, and on the first visit of this user makes, the store. A second call opens the same data. */
  static async open(userId: string): Promise<PhoneStore> {
    const store = new PhoneStore(userId);
    await unlessLocked(store.#key());
    return store;
  }

  /** No data key in memory: what is sealed under it can be neither read nor written (`locked`). */
  get is_locked(): boolean {
    return this.#isLocked;
  }

  lock(): void {
    this.#isLocked = true;
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
    const done = tx.done;
    done.catch(() => undefined);
    try {
      const result = await work(tx);
      await done;
      return result;
    } catch (error) {
      abortQuietly(tx);
      const reason = await done.then(
        () => error,
        (told: unknown) => tx.error ?? told ?? error,
      );
      throw isProblem(error) ? error : isNoRoom(reason) ? reason : error;
    }
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
    this.#dataKey = null;
    (await opening?.catch(() => null))?.close();
  }

  async #key(): Promise<DataKey> {
    if (this.#isLocked) throw new Problem("locked");
    this.#dataKey ??= this.#findOrMakeKey().catch((error: unknown) => {
      this.#dataKey = null;
      throw error;
    });
    return this.#dataKey;
  }

  /** Two tabs may come here at once: the transaction lets one of them make the key, both use it. */
  async #findOrMakeKey(): Promise<DataKey> {
    const there = await this.read(["keys"], async (tx) => (await tx.objectStore("keys").getAll())[0]);
    if (there && !there.raw) this.lock();
    if (this.#isLocked) throw new Problem("locked");
    if (there) return importDataKey(there.key_id, there.raw);
    const made = { key_id: crypto.randomUUID(), raw: crypto.getRandomValues(new Uint8Array(32)).buffer };
    const kept = await this.#run(["keys", "meta"], "readwrite", "strict", async (tx) => {
      const found = (await tx.objectStore("keys").getAll())[0];
      if (found) return found;
      await tx.objectStore("keys").add(made);
      await tx.objectStore("meta").put({ name: "store_id", value: made.key_id });
      return made;
    });
    return importDataKey(kept.key_id, kept.raw);
  }
}

function abortQuietly(tx: { abort: () => void }): void {
  try {
    tx.abort();
  } catch {
    // Already over: that is what was wanted.
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

function isNoRoom(error: unknown): boolean {
  return nameOf(error) === "QuotaExceededError";
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
