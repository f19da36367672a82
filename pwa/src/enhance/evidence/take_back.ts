// "Take back" of what the council has and nobody has sent: said while it goes, awaited, and tried again where the line is away.
import { takeBackFile } from "../../api/evidence_page";
import { RequestFailure } from "../../api/requests";
import { make } from "./elements";
import { waitFor } from "./sender_ports";
import type { Say } from "./source";

const AGAIN_MS = 10_000;

/** `gone`: the page is to show what the council has now, and nothing of that file. */
export function watchTakingBack(
  link: string,
  say: Say,
  gone: (attachmentId: string) => void,
  signal: AbortSignal,
): void {
  const hear = (event: Event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.evidence !== "take-back") return;
    event.preventDefault();
    const button = form.querySelector("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const added = form.querySelector<HTMLInputElement>('[name="added"]')?.value ?? "";
    const attempt = takeBack(form, button, link, added, say, signal);
    void attempt.then((isGone) => (isGone ? gone(added) : form.submit()));
  };
  document.addEventListener("submit", hear, { signal });
}

/** False where only the plain form can say what stands against it. */
async function takeBack(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  link: string,
  added: string,
  say: Say,
  signal: AbortSignal,
): Promise<boolean> {
  const number = Number(/\/(\d+)\/remove/.exec(form.action)?.[1]);
  const said = make("p", { class: "govuk-body-s", role: "status" });
  button.setAttribute("aria-disabled", "true");
  form.append(said);
  while (!signal.aborted) {
    said.textContent = say("taking-back");
    try {
      return (await takeBackFile(number, link, added)) === "gone";
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      said.textContent = say("taking-back-waits");
    }
    const back = new AbortController();
    const wake = () => back.abort();
    window.addEventListener("online", wake, { signal: back.signal });
    await waitFor(AGAIN_MS, AbortSignal.any([back.signal, signal]));
  }
  return true;
}
