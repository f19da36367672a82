// Whether reading has lapsed on this phone, looked at as time goes by; what it was counted from lies in the store, and how
// long this page has run in memory.
import type { Lapse } from "../domain/lapse";
import { isProblem } from "../domain/problems";
import type { PhoneStore } from "../store/door";
import { dropWraps } from "../store/drop_wraps";
import { findKeyRecord } from "../store/key_record";
import { advanceMark, type Running, readLapse } from "../store/lapse";

/** A full phone cannot keep the time: what it kept before, and its clock, decide. */
function unlessFull(error: unknown): null {
  if (isProblem(error, "no_room")) return null;
  throw error;
}

export class LapseWatch {
  readonly #now: () => Date;
  readonly #ran: () => number;
  #running: Running | null = null;

  constructor(now: () => Date, ran: () => number) {
    this.#now = now;
    this.#ran = ran;
  }

  /** Somebody has signed in: time is counted anew. */
  beginAnew(): void {
    this.#running = null;
  }

  /** A lapse that is over drops every wrap of the key, for all tabs. */
  async look(store: PhoneStore): Promise<Lapse> {
    const moved = await advanceMark(store, this.#now(), this.#ran(), this.#running).catch(unlessFull);
    const lapse = moved?.lapse ?? (await readLapse(store, this.#now()));
    if (moved) this.#running = moved.running;
    if (lapse.is_over && (await findKeyRecord(store))?.dropped == null)
      await dropWraps(store, "lapsed").catch(unlessFull);
    return lapse;
  }
}
