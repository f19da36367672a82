// Asks whose server this is, before anybody is signed in. Keeps nothing.
import type { KnownCouncil } from "../domain/lock";
import { exchange } from "./requests";

/** Throws RequestFailure when there was no answer. */
export function fetchCouncil(): Promise<KnownCouncil> {
  return exchange<KnownCouncil>({ method: "GET", path: "/api/v1/council", timeoutMs: 10_000 });
}
