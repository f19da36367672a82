// The rows a form may use (`visit`, `resident`, `case`, `officer`), served to the engine as one-row CSV files.
// Holds only what the phone already has; asks nobody for more.

export const PREFILL_NAMES = ["visit", "resident", "case", "officer"] as const;
export type PrefillName = (typeof PREFILL_NAMES)[number];

export type PrefillValue = string | number | boolean | null | undefined | readonly string[];

/** One row as it stood when the draft was made; `versions` says which edition of each field was seen. */
export interface PrefillRow {
  id: string;
  version: number;
  field_versions: Readonly<Record<string, number>>;
  fields: Readonly<Record<string, PrefillValue>>;
}

export type Prefill = Readonly<Partial<Record<PrefillName, PrefillRow>>>;

/** Columns that a form may ask for even when a row has nothing to say about them. */
const ALWAYS: Record<PrefillName, readonly string[]> = {
  visit: ["id", "resident_id", "case_id"],
  resident: ["id", "first_name", "last_name", "mobile", "landline", "email"],
  case: ["id", "status", "next_contact_on"],
  officer: ["id", "name"],
};

/** The CSV file behind `jr://file-csv/<name>.csv`; null when no form may use that name. */
export function findPrefillCsv(fileName: string, prefill: Prefill): string | null {
  const name = PREFILL_NAMES.find((known) => fileName === `${known}.csv`);
  if (!name) return null;
  const row = prefill[name];
  const values: Record<string, PrefillValue> = row ? { ...row.fields, id: row.id } : {};
  const columns = [...new Set([...ALWAYS[name], ...Object.keys(values)])];
  const cells = columns.map((column) => writeValue(values[column]));
  return toCsv(row ? [columns, cells] : [columns]);
}

/** How a value stands in a form: lists are joined by spaces, as XLSForm's select_multiple has them. */
export function writeValue(value: PrefillValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return value.join(" ");
  return String(value);
}

/** RFC 4180. Null characters, which no CSV reader takes, are left out. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

function quote(cell: string): string {
  const plain = cell.replaceAll("\0", "");
  return /[",\r\n]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
