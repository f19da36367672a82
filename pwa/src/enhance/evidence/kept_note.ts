// Says how many photos wait on this device, on a page that must not show them. The page after *Remove* takes everything away.
import { countKept, removeKept } from "../../store/evidence_left";
import { askFirst, make, makeButton } from "./elements";
import { makeSay, readSource } from "./source";

interface KeptSource {
  /** ask: the question; again: it is asked once more; closed: this code opens nothing; left: after *Remove*. */
  place: "ask" | "again" | "closed" | "left";
  texts: Record<string, string>;
}

export async function startKeptNote(): Promise<void> {
  const source = readSource<KeptSource>(document, "kept-source");
  if (!source) return;
  if (source.place === "left") return removeKept();
  const place = document.querySelector<HTMLElement>('[data-evidence="device"]');
  const count = await countKept(new Date());
  if (!place || count === 0) return;
  const say = makeSay(source.texts);
  const words = say(source.place === "closed" ? "waits-closed" : "waits", { count });
  const box = make(
    "div",
    { class: "govuk-inset-text", role: "status" },
    make("p", { class: "govuk-body" }, words),
  );
  box.append(
    makeButton(say("leave"), () => {
      if (box.querySelector('[role="alert"]')) return;
      const ask = askFirst(say("leave-ask", { count }), [
        [say("leave-no"), () => box.querySelector("button")?.focus()],
        [say("leave-yes"), () => void takeAway(box, say("left"))],
      ]);
      box.append(ask);
      ask.querySelector("button")?.focus();
    }),
  );
  place.append(box);
}

async function takeAway(box: HTMLElement, words: string): Promise<void> {
  await removeKept();
  const said = make("p", { class: "govuk-body", tabindex: "-1" }, words);
  box.replaceChildren(said);
  said.focus();
}
