// Whose a thing is, by visit or by resident, as far as this phone still knows.
import type { ShownVisit } from "../domain/shown";

export interface Names {
  of: (ids: { visit_id: string | null; resident_id?: string | null }) => string | null;
  has_visit: (visitId: string | null) => boolean;
}

export function gatherNames(visits: readonly ShownVisit[]): Names {
  const byVisit = new Map<string, string>();
  const byResident = new Map<string, string>();
  for (const { visit, resident } of visits) {
    const name = `${resident.fields.first_name} ${resident.fields.last_name}`;
    byVisit.set(visit.id, name);
    byResident.set(resident.id, name);
  }
  return {
    of: ({ visit_id, resident_id }) =>
      byVisit.get(visit_id ?? "") ?? byResident.get(resident_id ?? "") ?? null,
    has_visit: (visitId) => visitId !== null && byVisit.has(visitId),
  };
}
