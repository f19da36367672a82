// How long to wait after a failure, per cause. Pure: chance is handed in.
import type { TroubleCause } from "./sync_state";

const FIRST_MS: Record<TroubleCause, number> = {
  offline: 5_000,
  busy: 5_000,
  server_error: 15_000,
  signed_out: 15 * 60_000,
  revoked: 15 * 60_000,
  no_room: 60_000,
  too_old: 15 * 60_000,
  store_closed: 2_000,
};
const LONGEST_MS: Record<TroubleCause, number> = {
  offline: 2 * 60_000,
  busy: 5 * 60_000,
  server_error: 10 * 60_000,
  signed_out: 60 * 60_000,
  revoked: 60 * 60_000,
  no_room: 10 * 60_000,
  too_old: 60 * 60_000,
  store_closed: 60_000,
};

/**
 * Doubles with each failure in a row (`attempt` counts from 1), with up to half of it taken off by chance, so that a
 * hundred phones do not come back at once. The server's own wish is never undercut.
 */
export function findDelay(
  cause: TroubleCause,
  attempt: number,
  chance: number,
  wishMs: number | null = null,
): number {
  const doubled = FIRST_MS[cause] * 2 ** Math.min(Math.max(attempt, 1) - 1, 20);
  const delay = Math.min(doubled, LONGEST_MS[cause]) * (1 - chance / 2);
  return Math.round(wishMs === null ? delay : Math.max(delay, wishMs * (1 + chance / 4)));
}
