// Where in the form somebody is, after the # of the address: the browser's own way back works, and no server hears of it.
import { createSignal } from "solid-js";

export type Place = "who" | "answers" | number;

const [place, setPlace] = createSignal<Place>("who");

export { place };

export function followPlace(): () => void {
  // The link that skips to the content has a hash of its own, and leads nowhere else.
  const read = () => {
    if (location.hash === "" || location.hash.startsWith("#/")) setPlace(parse(location.hash));
  };
  read();
  addEventListener("hashchange", read);
  return () => removeEventListener("hashchange", read);
}

export function goTo(to: Place): void {
  location.hash = write(to);
}

export function write(to: Place): string {
  return `#/${to}`;
}

export function parse(hash: string): Place {
  const word = hash.replace(/^#?\/?/, "");
  if (word === "answers") return word;
  return /^\d{1,4}$/.test(word) ? Number(word) : "who";
}
