// The browser's own file input says "No file chosen" beside a list of what was chosen: with a script there is a button in its
// place, as in the Ministry of Justice's and GOV.UK's pattern for several files, and the input stays what is focused and named.
import { make } from "./elements";

/** Returns the way back to the plain input. */
export function dressInput(input: HTMLInputElement, words: string): () => void {
  // Another label of the same input: pressed, it opens the choice. Its name is read from the first one alone.
  const button = make(
    "label",
    { for: input.id, class: "govuk-button govuk-button--secondary doorstep-choose", "aria-hidden": "true" },
    words,
  );
  input.classList.add("doorstep-choose-input");
  input.after(button);
  return () => {
    input.classList.remove("doorstep-choose-input");
    button.remove();
  };
}
