// Breaks one write transaction of the phone: the process dies before or after it, the phone is full, or the browser has
// closed the database. Dead is dead: nothing more is read or written until `restart`.

export type Fault = "dies_before" | "dies_after" | "no_room" | "closed";
export const FAULTS: readonly Fault[] = ["dies_before", "dies_after", "no_room", "closed"];

export class FaultyPhone {
  /** Write transactions begun since the last `arm`. */
  writes = 0;
  isDead = false;
  #at = Number.POSITIVE_INFINITY;
  fault: Fault = "closed";
  readonly #transaction = IDBDatabase.prototype.transaction;

  constructor() {
    const phone = this;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...parts) {
      return phone.#begin(this, parts);
    };
  }

  /** The write transaction with this number (from 1) meets the fault; none without a number. */
  arm(fault: Fault, at = Number.POSITIVE_INFINITY): void {
    this.writes = 0;
    this.fault = fault;
    this.#at = at;
  }

  get hasStruck(): boolean {
    return this.writes >= this.#at;
  }

  restart(): void {
    this.isDead = false;
  }

  remove(): void {
    IDBDatabase.prototype.transaction = this.#transaction;
  }

  #begin(database: IDBDatabase, parts: Parameters<IDBDatabase["transaction"]>): IDBTransaction {
    if (this.isDead) throw new DOMException("dead", "InvalidStateError");
    const isWrite = parts[1] === "readwrite";
    if (isWrite) this.writes += 1;
    const strikes = isWrite && this.writes === this.#at;
    if (strikes && this.fault === "closed") throw new DOMException("closing", "InvalidStateError");
    const tx = this.#transaction.apply(database, parts);
    if (!strikes) return tx;
    if (this.fault === "no_room") return refuseWrites(tx);
    if (this.fault === "dies_after") tx.addEventListener("complete", () => this.#die());
    if (this.fault === "dies_before") {
      this.#die();
      tx.abort();
    }
    return tx;
  }

  #die(): void {
    this.isDead = true;
  }
}

/** Whatever is put meets a full phone; the transaction ends as a browser would end it. */
function refuseWrites(tx: IDBTransaction): IDBTransaction {
  const open = tx.objectStore.bind(tx);
  tx.objectStore = (name) => {
    const store = open(name);
    for (const write of ["put", "add"] as const) {
      store[write] = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    }
    return store;
  };
  return tx;
}
