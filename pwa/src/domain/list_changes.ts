// Whether the council has changed an officer's list between two looks at it: visits that came, went, stand on another day or
// in another place, or have another warning before them. What the officer did herself is no news. Pure.
import { UNDONE_STATUSES } from "./rows.ts";
import type { ShownVisit } from "./shown";

type Listed = Pick<ShownVisit, "visit" | "markers">;

/** What stands of each visit that is to be done, by id. */
export type SeenList = ReadonlyMap<string, string>;

export function seeList(visits: readonly Listed[]): SeenList {
  return new Map(
    visits
      .filter(({ visit }) => UNDONE_STATUSES.includes(visit.fields.status))
      .map(({ visit: { id, fields }, markers }) => [
        id,
        `${fields.planned_on ?? ""} ${fields.position ?? ""} ${markers.map((marker) => marker.id).sort()}`,
      ]),
  );
}

/** `now`: every visit on the phone, done ones too: who has done a visit has not lost it. */
export function hasListChanged(before: SeenList, now: readonly Listed[]): boolean {
  const held = new Set(now.map(({ visit }) => visit.id));
  const list = seeList(now);
  const came = [...list].some(([id, place]) => before.get(id) !== place);
  const went = [...before.keys()].some((id) => !held.has(id));
  return came || went;
}
