// Keeps the draft of one form: whatever was answered is on disk within a second.
// Where it is kept is handed in; this file knows no database.
import type { Draft } from "../domain/draft";
import { isProblem } from "../domain/problems";

/** too_late: another tab has saved this form; what is answered here now is not kept. */
export type DraftState = "saved" | "saving" | "failed" | "too_late";

const QUIET_MS = 250;
const LONGEST_WAIT_MS = 800;

/** Saves what `read` gives a moment after the last change, and at the latest 0.8 s after the first. */
export class DraftKeeper {
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private longest: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private isDirty = false;
  private isRefused = false;
  private isClosed = false;

  constructor(
    private readonly read: () => Draft,
    private readonly save: (draft: Draft) => Promise<void>,
    private readonly tell: (state: DraftState) => void,
  ) {}

  changed(): void {
    if (this.isClosed) return;
    this.isDirty = true;
    this.tell("saving");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => void this.flush(), QUIET_MS);
    this.longest ??= setTimeout(() => void this.flush(), LONGEST_WAIT_MS);
  }

  /** Resolves when everything said so far is on disk, or could not be put there (state "failed"). */
  flush(): Promise<void> {
    this.stopTimers();
    if (!this.isDirty) return this.running;
    this.isDirty = false;
    const draft = this.read();
    this.running = this.running.then(() => this.write(draft));
    return this.running;
  }

  /** The same, and what is said while that is written. What is refused is tried once more. */
  async settle(): Promise<void> {
    for (let refusals = 0; refusals < 2; refusals += this.isRefused ? 1 : 0) {
      await this.flush();
      if (!this.isDirty) return;
    }
  }

  /** The submission could not be saved after all: the draft is kept again, from now. */
  reopen(): void {
    this.isClosed = false;
    this.changed();
  }

  /** After this nothing is saved any more: the draft has become a submission, or was thrown away. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.isDirty = false;
    this.stopTimers();
    await this.running;
  }

  private async write(draft: Draft): Promise<void> {
    try {
      await this.save(draft);
      this.isRefused = false;
      if (!this.isDirty) this.tell("saved");
    } catch (error) {
      this.isDirty = true;
      this.isRefused = true;
      this.tell(isProblem(error, "already_saved") ? "too_late" : "failed");
    }
  }

  private stopTimers(): void {
    clearTimeout(this.quiet);
    clearTimeout(this.longest);
    this.longest = undefined;
  }
}
