// Hears of every change to a form. Writing out a form of 1,500 questions takes longer than an answer may: so it is written
// out a moment after the answer, for the draft and to be watched again, and what changed in between is not missed.
import { createReaction, onCleanup } from "solid-js";

/** Well before the draft is saved, well after the answer is on the screen. */
const LATER_MS = 60;

/** Returns whether an answer may have been given that was not heard of yet: until the form is written out again. */
export function watchAnswers(read: () => string, changed: () => void): () => boolean {
  let seen = "";
  let later: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    track(() => {
      seen = read();
    });
  };
  const track = createReaction(() => {
    changed();
    clearTimeout(later);
    later = setTimeout(() => {
      later = undefined;
      const before = seen;
      watch();
      if (seen !== before) changed();
    }, LATER_MS);
  });
  watch();
  onCleanup(() => clearTimeout(later));
  return () => later !== undefined;
}
