// What a screen shows = base rows + pending operations, folded in the order they were made. Pure: a pull is a rebase.
import type { CaseRow, FieldsByType, ResidentRow, RowOf, VisitRow, WarningMarkerRow } from "./rows.ts";
import { UNDONE_STATUSES } from "./rows.ts";
import type { Operation } from "./wire.ts";

/** An operation on the phone; `shown` is what it changes on its own row before the server has answered, never sent. */
export interface PendingOperation extends Operation {
  shown: Record<string, unknown>;
  saved_at: string;
  received_at: string | null;
}

export interface ShownVisit {
  visit: VisitRow;
  resident: ResidentRow;
  case: CaseRow | null;
  markers: WarningMarkerRow[];
  /** Operations of this visit that no receipt names yet, and photos likewise. */
  not_sent: number;
  photos_not_sent: number;
  /** Those photos, to ask the sync how much of each is sent. */
  waiting_photo_ids: string[];
  /** A verdict or a refused photo that a person must look at. */
  needs_attention: boolean;
  has_draft: boolean;
}

/** The row as it will be if every pending operation is applied; the same object when none touches it. */
export function foldRow<T extends keyof FieldsByType>(
  row: RowOf<T>,
  pending: readonly PendingOperation[],
): RowOf<T> {
  let fields: Record<string, unknown> | null = null;
  for (const operation of pending) {
    if (operation.entity.id !== row.id || operation.entity.type !== row.type) continue;
    fields = { ...(fields ?? row.fields), ...findShownFields(operation) };
  }
  return fields ? { ...row, fields: fields as unknown as FieldsByType[T] } : row;
}

function findShownFields(operation: PendingOperation): Record<string, unknown> {
  const edited = Object.fromEntries(
    Object.entries(operation.fields).map(([name, edit]) => [name, edit.value]),
  );
  if (operation.kind === "visit.start") return { ...edited, status: "started", ...operation.shown };
  if (operation.kind === "visit.submit") return { ...edited, status: "submitted", ...operation.shown };
  if (operation.kind === "visit.cannot_complete") return { status: "planned", ...operation.shown };
  if (operation.kind === "visit.reopen") return { status: "started", ...operation.shown };
  return { ...edited, ...operation.shown };
}

/** Given back on this phone ("cannot complete"), and no pull has told of it yet. */
export function isHandedBack(visit: VisitRow): boolean {
  return visit.fields.status === "planned";
}

export function isUndone(visit: VisitRow): boolean {
  return UNDONE_STATUSES.includes(visit.fields.status);
}

/** In the order of the day: overdue first, then by date, then the planner's position, then window, then postcode. */
export function orderVisits(visits: readonly ShownVisit[]): ShownVisit[] {
  return [...visits].sort((one, two) => compareKeys(findOrderKey(one), findOrderKey(two)));
}

function findOrderKey(shown: ShownVisit): (string | number)[] {
  const { visit, resident } = shown;
  return [
    visit.fields.planned_on ?? "9999-12-31",
    visit.fields.position ?? Number.MAX_SAFE_INTEGER,
    visit.fields.window_from ?? "~",
    resident.fields.postcode ?? "~",
    visit.id,
  ];
}

function compareKeys(one: (string | number)[], two: (string | number)[]): number {
  for (const [place, left] of one.entries()) {
    const right = two[place];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** In the order of the list: what its officer must look at first, what is done last. */
export const VISIT_GROUPS = ["attention", "overdue", "today", "later", "done"] as const;
export type VisitGroup = (typeof VISIT_GROUPS)[number];

/** Where a visit stands on the list. `todayOn` is the council's day, not a guess from UTC. */
export function findGroup(
  { visit, needs_attention }: Pick<ShownVisit, "visit" | "needs_attention">,
  todayOn: string,
): VisitGroup {
  if (needs_attention || visit.fields.status === "sent_back") return "attention";
  if (!isUndone(visit)) return "done";
  if (visit.fields.planned_on === null || visit.fields.planned_on > todayOn) return "later";
  return visit.fields.planned_on < todayOn ? "overdue" : "today";
}

/** The groups that have a visit. Of what is done, that which is only on this phone comes first. */
export function groupVisits(
  visits: readonly ShownVisit[],
  todayOn: string,
): { name: VisitGroup; visits: ShownVisit[] }[] {
  const ordered = orderVisits(visits);
  const isHere = ({ not_sent, photos_not_sent }: ShownVisit) => not_sent + photos_not_sent > 0;
  return VISIT_GROUPS.map((name) => {
    const grouped = ordered.filter((shown) => findGroup(shown, todayOn) === name);
    const here = name === "done" ? grouped.filter(isHere) : [];
    return { name, visits: [...here, ...grouped.filter((shown) => !here.includes(shown))] };
  }).filter(({ visits: grouped }) => grouped.length > 0);
}

/** Markers of the person or of the address: every visit at a marked address shows them (rules of care 4). */
export function findMarkers(visit: VisitRow, markers: readonly WarningMarkerRow[]): WarningMarkerRow[] {
  const { resident_id, address_id } = visit.fields;
  return markers.filter(
    ({ fields }) =>
      (fields.resident_id !== null && fields.resident_id === resident_id) ||
      (fields.address_id !== null && fields.address_id === address_id),
  );
}
