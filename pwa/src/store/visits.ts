// What the visit list shows, and a visit's page with it: base rows with pending operations folded in, from one consistent read.
import type { CaseRow, ConflictRow, ResidentRow, VisitRow, WarningMarkerRow } from "../domain/rows";
import { findMarkers, foldRow, orderVisits, type PendingOperation, type ShownVisit } from "../domain/shown";
import { weighAttention } from "./attention";
import type { PhoneStore } from "./door";
import type { AttachmentRecord, DraftRecord, OperationRecord, ReceiptRecord, RowRecord } from "./layout";
import { findMeta } from "./meta";
import { openOperation } from "./operations";
import { openReadable } from "./readable";
import { openRows } from "./rows";

interface Snapshot {
  visits: RowRecord[];
  residents: RowRecord[];
  cases: RowRecord[];
  markers: RowRecord[];
  operations: OperationRecord[];
  attachments: AttachmentRecord[];
  drafts: DraftRecord[];
  receipts: ReceiptRecord[];
  conflicts: RowRecord[];
}

function readSnapshot(store: PhoneStore): Promise<Snapshot> {
  return store.read(["rows", "operations", "attachments", "drafts", "receipts"], async (tx) => {
    const byType = tx.objectStore("rows").index("by_type");
    const [visits, residents, cases, markers, conflicts] = await Promise.all([
      byType.getAll("visit"),
      byType.getAll("resident"),
      byType.getAll("case"),
      byType.getAll("warning_marker"),
      byType.getAll("conflict"),
    ]);
    const [operations, attachments, drafts, receipts] = await Promise.all([
      tx.objectStore("operations").getAll(),
      tx.objectStore("attachments").getAll(),
      tx.objectStore("drafts").getAll(),
      tx.objectStore("receipts").getAll(),
    ]);
    return { visits, residents, cases, markers, conflicts, operations, attachments, drafts, receipts };
  });
}

/** All visits of this officer in the order of the day. A visit whose resident has not arrived yet is left out. */
export async function listVisits(store: PhoneStore): Promise<ShownVisit[]> {
  const snapshot = await readSnapshot(store);
  const pending = await openPending(store, snapshot.operations);
  const [visits, residents, cases, markers] = await Promise.all([
    openRows(store, "visit", snapshot.visits),
    openRows(store, "resident", snapshot.residents),
    openRows(store, "case", snapshot.cases),
    openRows(store, "warning_marker", snapshot.markers),
  ]);
  const residentsById = new Map(residents.map((row) => [row.id, row]));
  const casesById = new Map(cases.map((row) => [row.id, row]));
  const conflicts = await openRows(store, "conflict", snapshot.conflicts);
  const attention = weighAttention(snapshot);
  const open = conflicts.filter(({ id }) => attention.conflict_ids.has(id));
  const needy: NeedsAttention = { op_ids: attention.op_ids, conflicts: open };
  const shown = visits.flatMap((visit) => {
    const resident = residentsById.get(visit.fields.resident_id);
    if (!resident) return [];
    const caseRow = casesById.get(visit.fields.case_id) ?? null;
    return [showVisit(snapshot, pending, needy, visit, resident, caseRow, markers)];
  });
  return orderVisits(shown);
}

interface NeedsAttention {
  op_ids: ReadonlySet<string>;
  conflicts: readonly ConflictRow[];
}

function showVisit(
  snapshot: Snapshot,
  pending: readonly PendingOperation[],
  needy: NeedsAttention,
  visit: VisitRow,
  resident: ResidentRow,
  caseRow: CaseRow | null,
  markers: readonly WarningMarkerRow[],
): ShownVisit {
  const folded = foldRow(visit, pending);
  const photos = snapshot.attachments.filter(
    ({ visit_id, place }) => visit_id === visit.id && place !== "kept",
  );
  const waiting = photos.filter(({ place }) => place === "waiting");
  const receipts = snapshot.receipts.filter(({ entity_id }) => entity_id === visit.id);
  return {
    visit: folded,
    resident: foldRow(resident, pending),
    case: caseRow ? foldRow(caseRow, pending) : null,
    markers: findMarkers(folded, markers),
    not_sent: snapshot.operations.filter((one) => one.entity_id === visit.id && one.received_at === null)
      .length,
    photos_not_sent: waiting.length,
    waiting_photo_ids: waiting.map(({ attachment_id }) => attachment_id),
    needs_attention:
      receipts.some(({ op_id }) => needy.op_ids.has(op_id)) ||
      needy.conflicts.some(({ fields }) => fields.visit_id === visit.id) ||
      photos.some(({ place, unopened_because }) => place === "refused" || Boolean(unopened_because)),
    has_draft: snapshot.drafts.some(({ entity_id }) => entity_id === visit.id),
  };
}

export async function openPending(
  store: PhoneStore,
  records: readonly OperationRecord[],
): Promise<PendingOperation[]> {
  const inOrder = [...records].sort((one, two) => one.device_seq - two.device_seq);
  return openReadable(inOrder, (record) => openOperation(store, record));
}

export interface DayFrame {
  /** A shift of hers is here that is not finished. */
  has_shift: boolean;
  /** The council's day as of the last pull; null before the first. */
  today_on: string | null;
  window_end_on: string | null;
  /** When rows last came; null before the first complete pull. */
  rows_as_of: string | null;
}

export async function readDayFrame(store: PhoneStore): Promise<DayFrame> {
  const [today_on, window_end_on, rows_as_of, last_contact_at, shifts] = await Promise.all([
    findMeta(store, "today_on"),
    findMeta(store, "window_end_on"),
    findMeta(store, "rows_as_of"),
    findMeta(store, "last_contact_at"),
    store.read(["rows"], (tx) => tx.objectStore("rows").index("by_type").getAll("shift")),
  ]);
  return {
    has_shift: shifts.some(({ is_open }) => is_open !== false),
    today_on: today_on ?? null,
    window_end_on: window_end_on ?? null,
    // A phone of the first release noted no more than its last contact, which then always was a pull's.
    rows_as_of: rows_as_of ?? (today_on ? (last_contact_at ?? null) : null),
  };
}
