// What one round of the sync works with; push, pull and upload are handed it and know no browser.
import { type FailureCause, RequestFailure } from "../api/requests";
import type { TroubleCause } from "../domain/sync_state";
import type { PhoneStore } from "../store/door";
import type { Lease } from "../store/lease";

export interface Round {
  store: PhoneStore;
  device_id: string;
  upload_ticket: string;
  /** Null while the phone may send but not read. */
  device_token: string | null;
  app_version: string;
  /** Where the server is: "https://council.example". */
  origin: string;
  lease: Lease;
  now: () => Date;
  /** Things that failed on their own: left alone until their time, so that they hold nothing up. */
  setAside: SetAside;
  progress: Progress;
  /** False while the council has not heard how this phone is, or something was received since. */
  state_is_said: boolean;
  /** Orders that this round has carried out: a revoked phone is told to wipe by every reply. */
  obeyed: Set<string>;
  /** Set when this round has done what it can about another server epoch. */
  epoch_is_settled: boolean;
  /** Renews the lease; throws LeaseLost when another drainer has taken over. */
  goOn: () => Promise<void>;
}

export interface Progress {
  sendingOperations: (opIds: string[]) => void;
  sendingPhoto: (attachmentId: string, percent: number) => void;
  nothingSending: () => void;
}

/** Code that the visit list need not wait for. Where it cannot be had (it is in no cache yet), the line is gone. */
export async function fetchPart<Part>(part: Promise<Part>): Promise<Part> {
  return part.catch(() => {
    throw new RequestFailure("offline");
  });
}

/** Another drainer has taken over: stop, and write nothing more. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

const FIRST_ASIDE_MS = 60_000;
const LONGEST_ASIDE_MS = 30 * 60_000;

/** Poisonous things: kept in memory only, since after a restart each deserves a new try. */
export class SetAside {
  readonly #until = new Map<string, { at: number; times: number }>();

  add(id: string, now: Date): void {
    const times = (this.#until.get(id)?.times ?? 0) + 1;
    const wait = Math.min(FIRST_ASIDE_MS * 2 ** (times - 1), LONGEST_ASIDE_MS);
    this.#until.set(id, { at: now.getTime() + wait, times });
  }

  remove(id: string): void {
    this.#until.delete(id);
  }

  /** A press of the button: everything may be tried again at once. */
  clearWaits(): void {
    for (const [id, kept] of this.#until) this.#until.set(id, { ...kept, at: 0 });
  }

  isWaiting(id: string, now: Date): boolean {
    return (this.#until.get(id)?.at ?? 0) > now.getTime();
  }

  /** How often in a row it has failed since this app was started. */
  timesOf(id: string): number {
    return this.#until.get(id)?.times ?? 0;
  }

  list(): string[] {
    return [...this.#until.keys()];
  }
}

const TROUBLES: Record<FailureCause, TroubleCause> = {
  offline: "offline",
  busy: "busy",
  too_large: "server_error",
  unauthorised: "signed_out",
  forbidden: "revoked",
  refused: "server_error",
  server_error: "server_error",
};

export function findTrouble(failure: RequestFailure): TroubleCause {
  return failure.orders.includes("update") ? "too_old" : TROUBLES[failure.reason];
}
