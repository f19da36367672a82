// What must be on disk, sealed, before the key goes out of memory; whoever locks the phone waits for it, but not for ever.

const PATIENCE_MS = 2000;

type Save = () => Promise<void>;

export class BeforeLock {
  readonly #saves = new Set<Save>();

  get is_empty(): boolean {
    return this.#saves.size === 0;
  }

  /** Returns the way to stop. */
  add(save: Save): () => void {
    this.#saves.add(save);
    return () => this.#saves.delete(save);
  }

  /** Never rejects: what cannot be saved, or not in two seconds, keeps no phone open. */
  async run(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([Promise.allSettled([...this.#saves].map(async (save) => save())), patience]);
    clearTimeout(timer);
  }
}
