// The one-row instances a form may use, made from what the phone shows of this visit and from who is signed in.
import type { ShownVisit } from "../../domain/shown";
import type { Row, SignedInUser } from "../../domain/wire";
import type { Prefill, PrefillRow, PrefillValue } from "../../forms/prefill";

/** At a desk there may be no visit. */
type Known = Pick<ShownVisit, "resident" | "case"> & { visit: ShownVisit["visit"] | null };

export function makePrefill(shown: Known, user: SignedInUser | undefined): Prefill {
  return {
    ...(shown.visit ? { visit: asPrefill(shown.visit) } : {}),
    resident: asPrefill(shown.resident),
    ...(shown.case ? { case: asPrefill(shown.case) } : {}),
    ...(user
      ? {
          officer: {
            id: user.id,
            version: 1,
            field_versions: {},
            fields: { name: user.name, team: user.team },
          },
        }
      : {}),
  };
}

function asPrefill(row: Row<object>): PrefillRow {
  const fields: Record<string, PrefillValue> = {};
  for (const [name, value] of Object.entries(row.fields)) {
    if (isPlain(value)) fields[name] = value;
  }
  return { id: row.id, version: row.version, field_versions: row.field_versions, fields };
}

function isPlain(value: unknown): value is PrefillValue {
  if (Array.isArray(value)) return value.every((entry) => typeof entry === "string");
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
