// What a page hands to the sender beside its own words: the pass, one tab at a time, waiting, the clock.
import type { SenderPorts } from "../../sync/evidence_sender";
import type { EvidenceSource } from "./source";

type OfTheBrowser = Pick<SenderPorts, "origin" | "findPass" | "runAlone" | "rest" | "now" | "chance">;

/** `source` is looked at anew each time: its pass is renewed. */
export function makeBrowserPorts(source: EvidenceSource): OfTheBrowser {
  const alone = `doorstep-evidence-${source.link}`;
  return {
    origin: location.origin,
    findPass: () => source.pass,
    runAlone: (work) => (navigator.locks ? navigator.locks.request(alone, work) : work()),
    rest: waitFor,
    now: () => new Date(),
    chance: Math.random,
  };
}

export function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
