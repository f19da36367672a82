// Says that something stored has changed, so that every tab and the worker show the same. Says what kind, never what.

/**
 * signed_out: another tab wipes this user; show nothing of theirs any more and let go of the store. locked: no tab may
 * show or keep in memory anything that the lock covers.
 */
export type Change =
  | "rows"
  | "work"
  | "drafts"
  | "photos"
  | "session"
  | "sync"
  | "typed"
  | "locked"
  | "signed_out";
type Listener = (change: Change) => void;

export class ChangeVoice {
  readonly #listeners = new Set<Listener>();
  readonly #channel: BroadcastChannel | null;

  constructor(userId: string) {
    this.#channel = openChannel(`doorstep-changes-${userId}`);
    this.#channel?.addEventListener("message", (event) => this.#pass(event.data as Change));
  }

  tell(change: Change): void {
    this.#pass(change);
    this.#channel?.postMessage(change);
  }

  /** For what this page itself is doing, and every other tab must follow. */
  tellOthers(change: Change): void {
    this.#channel?.postMessage(change);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #pass(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** Null where the browser has none: then only this page hears of its own changes. In Node it must not hold a test. */
export function openChannel(name: string): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  const channel = new BroadcastChannel(name);
  (channel as unknown as { unref?: () => void }).unref?.();
  return channel;
}
