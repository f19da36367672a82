// Whose a thing is, by visit or by resident, as far as this phone still knows.
import type { ShownVisit } from "../domain/shown";

export interface Names {
  of: (ids: { visit_id: string | null; resident_id?: string | null }) => string | null;
  has_visit: (visitId: string | null) => boolean;
}

export function fullName({ resident }: Pick<ShownVisit, "resident">): string {
  return `${resident.fields.first_name} ${resident.fields.last_name}`;
}

export function gatherNames(visits: readonly ShownVisit[]): Names {
  const byVisit = new Map<string, string>();
  const byResident = new Map<string, string>();
  for (const shown of visits) {
    byVisit.set(shown.visit.id, fullName(shown));
    byResident.set(shown.resident.id, fullName(shown));
  }
  return {
    of: ({ visit_id, resident_id }) =>
      byVisit.get(visit_id ?? "") ?? byResident.get(resident_id ?? "") ?? null,
    has_visit: (visitId) => visitId !== null && byVisit.has(visitId),
  };
}
