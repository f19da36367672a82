// A page with answers that are nowhere else: the browser asks, in its own words, before it is left.
import { onCleanup } from "solid-js";

/** For as long as the component that calls it is shown. */
export function askBeforeLeaving(isUnsent: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (isUnsent()) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  onCleanup(() => removeEventListener("beforeunload", ask));
}
