// Tries something until it is done: when the browser says that the line is back, when the page is looked at, and now and then in
// any case, since a browser does not know a bad line.
import { findDelay } from "../../domain/back_off";
import { waitFor } from "./sender_ports";

/** `attempt` says whether it is done. Returns the way to give up. */
export function keepTrying(attempt: () => Promise<boolean>, isAtOnce: boolean): () => void {
  const over = new AbortController();
  let waking = new AbortController();
  const wake = () => document.hidden || waking.abort();
  window.addEventListener("online", wake, { signal: over.signal });
  document.addEventListener("visibilitychange", wake, { signal: over.signal });
  over.signal.addEventListener("abort", () => waking.abort());
  const run = async () => {
    let failures = isAtOnce ? 0 : 1;
    while (!over.signal.aborted) {
      if (failures > 0) await waitFor(findDelay("offline", failures, Math.random()), waking.signal);
      failures = waking.signal.aborted ? 1 : failures + 1;
      waking = new AbortController();
      if (!over.signal.aborted && (await attempt())) over.abort();
    }
  };
  void run();
  return () => over.abort();
}
