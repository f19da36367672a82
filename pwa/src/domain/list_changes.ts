// Whether the council has changed an officer's list between two looks at it: visits that came, went, or stand on another day or
// in another place. What the officer did herself is no news. Pure.
import type { VisitRow } from "./rows";
import { UNDONE_STATUSES } from "./rows.ts";

/** What stands of each visit that is to be done, by id. */
export type SeenList = ReadonlyMap<string, string>;

export function seeList(visits: readonly VisitRow[]): SeenList {
  return new Map(
    visits
      .filter(({ fields }) => UNDONE_STATUSES.includes(fields.status))
      .map(({ id, fields }) => [id, `${fields.planned_on ?? ""} ${fields.position ?? ""}`]),
  );
}

/** `now`: every visit on the phone, done ones too: who has done a visit has not lost it. */
export function hasListChanged(before: SeenList, now: readonly VisitRow[]): boolean {
  const held = new Set(now.map(({ id }) => id));
  const list = seeList(now);
  const came = [...list].some(([id, place]) => before.get(id) !== place);
  const went = [...before.keys()].some((id) => !held.has(id));
  return came || went;
}
