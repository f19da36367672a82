// "Remove from this device": what the council does not have yet is named first, and then nothing of it is left here.
import { countKept, removeKept } from "../../store/evidence_left";
import { askFirst } from "./elements";
import type { Say } from "./source";

/** `before` is done once it is sure that everything goes. */
export function watchLeaving(
  page: Document,
  say: Say,
  before: () => Promise<void>,
  signal: AbortSignal,
): void {
  const hear = (event: Event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.evidence !== "leave") return;
    event.preventDefault();
    void leave(form, say, before);
  };
  page.addEventListener("submit", hear, { signal });
}

async function leave(form: HTMLFormElement, say: Say, before: () => Promise<void>): Promise<void> {
  const count = await countKept(new Date());
  const go = async () => {
    await before();
    await removeKept();
    form.submit();
  };
  if (count === 0) return go();
  if (form.querySelector('[role="alert"]')) return;
  const box = askFirst(say("leave-ask", { count }), [
    [say("leave-no"), () => form.querySelector("button")?.focus()],
    [say("leave-yes"), () => void go()],
  ]);
  form.append(box);
  box.querySelector("button")?.focus();
}
