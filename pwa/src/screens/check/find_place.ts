// Asks the phone where it is (Geolocation API, W3C), without any network: ever better readings until one is good enough.
// Keeps nothing and tells nobody else.
import type { Place } from "./coordinates";

export type PlaceProblem = "place-refused" | "place-unknown" | "place-too-long" | "place-none";

export interface Search {
  stop: () => void;
}

const LONGEST_MS = 60_000;
/** As the code of a GeolocationPositionError has it. */
const PROBLEMS: Record<number, PlaceProblem> = {
  1: "place-refused",
  2: "place-unknown",
  3: "place-too-long",
};

/** `onPlace` is told every reading that is better than the one before; the search ends by itself at `wanted` metres. */
export function searchPlace(
  wanted: number,
  onPlace: (place: Place, isGoodEnough: boolean) => void,
  onProblem: (problem: PlaceProblem) => void,
): Search {
  const service = globalThis.navigator?.geolocation;
  if (!service) {
    onProblem("place-none");
    return { stop: () => undefined };
  }
  let best = Number.POSITIVE_INFINITY;
  const stop = () => service.clearWatch(watch);
  const watch = service.watchPosition(
    ({ coords }) => {
      if (coords.accuracy >= best) return;
      best = coords.accuracy;
      const { latitude, longitude, altitude, accuracy } = coords;
      const isGoodEnough = accuracy <= wanted;
      if (isGoodEnough) stop();
      onPlace({ latitude, longitude, altitude, accuracy }, isGoodEnough);
    },
    ({ code }) => {
      stop();
      onProblem(PROBLEMS[code] ?? "place-unknown");
    },
    { enableHighAccuracy: true, maximumAge: 0, timeout: LONGEST_MS },
  );
  return { stop };
}
