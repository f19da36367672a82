// Says how many visits came in since the page was opened, with a link that shows them. The page is never changed under somebody's
// hands. Asks while the page is in sight, also after a server that could not answer, and no more once nobody is signed in.

const EVERY_MILLISECONDS = 5000;

interface Answer {
  new: number;
  words: string;
}

/** Nobody is signed in any more, or may not see visits: the redirect leads to the sign-in. */
function hasEnded(reply: Response): boolean {
  return reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403;
}

/** `notice` is hidden while nothing is new: `[data-words]` gets the number, `[data-spoken]` is spoken once. */
export function tellOfNewVisits(notice: HTMLElement): void {
  const address = notice.dataset.newVisits;
  const words = notice.querySelector<HTMLElement>("[data-words]");
  const spoken = notice.parentElement?.querySelector<HTMLElement>("[data-spoken]");
  const show = (answer: Answer) => {
    if (!answer.new || !words) return;
    words.textContent = answer.words;
    if (notice.hidden && spoken) spoken.textContent = spoken.dataset.spoken ?? "";
    notice.hidden = false;
  };
  const look = async () => {
    if (document.visibilityState === "visible") {
      const reply = await fetch(address ?? "", { redirect: "manual", cache: "no-store" }).catch(() => null);
      if (reply && hasEnded(reply)) return;
      const answer = reply?.ok ? ((await reply.json().catch(() => null)) as Answer | null) : null;
      if (answer) show(answer);
    }
    window.setTimeout(look, EVERY_MILLISECONDS);
  };
  if (address) window.setTimeout(look, EVERY_MILLISECONDS);
}

for (const found of document.querySelectorAll<HTMLElement>("[data-new-visits]")) tellOfNewVisits(found);
