// Says how many photos wait on this device, on a page that must not show them: before the question, where a code opens nothing,
// and without a line. Sending goes on there as far as it may. The page after *Remove* takes everything away.
import { isReachable } from "../../api/evidence_page";
import { removeKept, summariseKept } from "../../store/evidence_left";
import { askFirst, make, makeButton } from "./elements";
import { keepTrying } from "./keep_trying";
import { makeSay, readSource, type Say } from "./source";
import { dropWorker } from "./worker";

interface KeptSource {
  /**
   * ask: the question; again: it is asked once more; closed: this code opens nothing; left: after *Remove*; waiting: no line,
   * and the worker has put this page in the place of another.
   */
  place: "ask" | "again" | "closed" | "left" | "waiting";
  texts: Record<string, string>;
}

const WORDS: Partial<Record<KeptSource["place"], string>> = {
  closed: "waits-closed",
  waiting: "waits-offline",
};

/** Returns the way to stop what goes on. */
export async function startKeptNote(): Promise<() => Promise<void>> {
  const source = readSource<KeptSource>(document, "kept-source");
  if (!source) return nothing;
  if (source.place === "left") {
    await removeAll();
    return nothing;
  }
  const place = document.querySelector<HTMLElement>('[data-evidence="device"]');
  const kept = await summariseKept(new Date());
  const say = makeSay(source.texts);
  if (kept.count === 0) {
    if (source.place === "closed") await dropWorker();
    if (source.place !== "waiting") return nothing;
    place?.append(make("p", { class: "govuk-body" }, say("waits-none")));
  }
  const note = place && kept.count > 0 ? showNote(place, say, source.place, kept) : null;
  if (source.place === "waiting") {
    const stop = keepTrying(async () => {
      if (note?.isAsking() || !(await isReachable())) return false;
      location.reload();
      return true;
    }, false);
    return async () => stop();
  }
  return sendOn((words) => note?.tell(words));
}

const nothing = async () => undefined;

/** A page that has nothing to send does without the sender; a line that breaks before it is here costs nothing. */
function sendOn(tell: (words: string) => void): () => Promise<void> {
  let stop: () => Promise<void> = nothing;
  const giveUp = keepTrying(async () => {
    const started = await import("./resume")
      .then(({ resumeSending }) => resumeSending(tell))
      .catch(() => null);
    if (started) stop = started;
    return started !== null;
  }, true);
  return async () => {
    giveUp();
    await stop();
  };
}

interface Note {
  tell: (words: string) => void;
  /** Whether somebody is being asked whether everything is to go. */
  isAsking: () => boolean;
}

function showNote(
  place: HTMLElement,
  say: Say,
  kind: KeptSource["place"],
  { count, until }: { count: number; until: Date | null },
): Note {
  const words = make("p", { class: "govuk-body" }, say(WORDS[kind] ?? "waits", { count }));
  const box = make("div", { class: "govuk-inset-text" }, make("div", { role: "status" }, words));
  const isAsking = () => box.querySelector('[role="alert"]') !== null;
  if (until && kind === "waiting") {
    box.append(make("p", { class: "govuk-body" }, say("waits-until", { day: writeDay(until) })));
  }
  const askToRemove = () => {
    if (isAsking()) return;
    const ask = askFirst(say("leave-ask", { count }), [
      [say("leave-no"), () => box.querySelector("button")?.focus()],
      [say("leave-yes"), () => void takeAway(box, say("left"))],
    ]);
    box.append(ask);
    ask.querySelector("button")?.focus();
  };
  box.append(makeButton(say("leave"), askToRemove));
  place.append(box);
  return {
    tell: (said) => {
      if (words.textContent !== said) words.textContent = said;
    },
    isAsking,
  };
}

/** Side by side: neither waits for the other, nor for another tab that is slow to let go. */
async function removeAll(): Promise<void> {
  await Promise.all([removeKept(), dropWorker()]);
}

/** As the page's language writes a day. */
function writeDay(day: Date): string {
  const { lang } = document.documentElement;
  return day.toLocaleDateString(lang === "cy" ? "cy" : "en-GB", { dateStyle: "long" });
}

async function takeAway(box: HTMLElement, words: string): Promise<void> {
  await removeAll();
  const said = make("p", { class: "govuk-body", tabindex: "-1" }, words);
  box.replaceChildren(said);
  said.focus();
}
