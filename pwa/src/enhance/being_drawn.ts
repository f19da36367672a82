// Shows a picture as soon as the worker has drawn it: asks for its bytes until they are there, or until it is said that they will
// not be, and then loads the page again. Never while something is typed on it, nor without end: the page has a link that does it.

const EARLY_MILLISECONDS = 1000;
const LATE_MILLISECONDS = 5000;
const EARLY_LOOKS = 15;
const MOST_LOOKS = 120;
const NOT_YET = 404;

/** Where `of` names the picture's address, in `data-being-drawn`. */
export function lookUntilDrawn(of: HTMLElement, reload: () => void): void {
  const address = of.dataset.beingDrawn;
  let looks = 0;
  const isTyping = () =>
    [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  const look = async () => {
    looks += 1;
    const status = await fetch(address ?? "", { method: "HEAD" }).then(
      (reply) => reply.status,
      () => NOT_YET,
    );
    if (status !== NOT_YET && !isTyping()) reload();
    else if (looks < MOST_LOOKS) wait();
  };
  const wait = () => window.setTimeout(look, looks < EARLY_LOOKS ? EARLY_MILLISECONDS : LATE_MILLISECONDS);
  if (address) wait();
}

for (const found of document.querySelectorAll<HTMLElement>("[data-being-drawn]")) {
  lookUntilDrawn(found, () => window.location.reload());
}
