// One transaction, whole: what the browser says that it failed by is known only when it is over.
import { isProblem } from "../domain/problems";

export interface Ending {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
}

/** Resolves when the browser says that it is complete. Nothing of a failed one stays; throws what it failed by. */
export async function runWhole<Result>(tx: Ending, work: () => Promise<Result>): Promise<Result> {
  const done = tx.done;
  done.catch(() => undefined);
  try {
    const result = await work();
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

export function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

export function isNoRoom(error: unknown): boolean {
  return nameOf(error) === "QuotaExceededError";
}

function abortQuietly(tx: Ending): void {
  try {
    tx.abort();
  } catch {
    // Already over: that is what was wanted.
  }
}
