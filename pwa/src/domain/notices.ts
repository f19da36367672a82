// What an officer is told once: her edit was merged, overruled or resolved, her report was settled, somebody else's
// report came in for her visit, her proposal was answered. What needs her to act is no notice. Pure.
import type { ShownConflict } from "./conflicts";
import type { LateReport, VisitProposalRow, VisitRow } from "./rows";
import type { Receipt } from "./wire";

/** What a receipt is about, so that it can be told after its operation has left the phone. */
export interface ReceiptAbout {
  kind: string;
  entity_type: string;
  entity_id: string;
  /** What was wanted, by field. */
  values: Record<string, unknown>;
}

export type KnownReceipt = Receipt & { received_at: string; about: ReceiptAbout | null };

export type NoticeKind =
  | "merged"
  | "settled"
  | "conflict_resolved"
  | "late_report_on_visit"
  | "proposal_answered";

export interface Notice {
  /** Names this telling: the same thing told anew (a later version) is another notice. */
  notice_id: string;
  kind: NoticeKind;
  at: string;
  visit_id: string | null;
  resident_id: string | null;
  is_seen: boolean;
  receipt?: KnownReceipt;
  conflict?: ShownConflict;
  proposal?: VisitProposalRow;
  late_report?: LateReport;
}

export interface Settled {
  decision: string;
  who: string | null;
  at: string;
  note: string | null;
}

/** What a person in the office made of an operation in review; null before that. */
export function findSettled(receipt: Receipt): Settled | null {
  const settled = receipt.detail?.settled as Partial<Settled> | null | undefined;
  if (!settled || typeof settled.decision !== "string") return null;
  return {
    decision: settled.decision,
    who: settled.who ?? null,
    at: settled.at ?? "",
    note: settled.note ?? null,
  };
}

/** A review that nobody has settled. What a conflict needs is told by its row, which outlives the receipt's news. */
export function needsReview(receipt: Receipt): boolean {
  return receipt.verdict === "review" && findSettled(receipt) === null;
}

export function listConflictIds(receipt: Receipt): string[] {
  const ids = receipt.detail?.conflict_ids;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

export interface NoticeSources {
  receipts: readonly KnownReceipt[];
  conflicts: readonly ShownConflict[];
  visits: readonly VisitRow[];
  proposals: readonly VisitProposalRow[];
  seen: ReadonlySet<string>;
}

/** The newest first. */
export function findNotices({ receipts, conflicts, visits, proposals, seen }: NoticeSources): Notice[] {
  const notices = [
    ...receipts.flatMap(tellReceipt),
    ...conflicts.flatMap(tellConflict),
    ...visits.flatMap(tellLateReports),
    ...proposals.flatMap(tellProposal),
  ];
  return notices
    .map((notice) => ({ ...notice, is_seen: seen.has(notice.notice_id) }))
    .sort((one, two) => two.at.localeCompare(one.at));
}

type Untold = Omit<Notice, "is_seen">;

function tellReceipt(receipt: KnownReceipt): Untold[] {
  const settled = findSettled(receipt);
  if (!settled && receipt.verdict !== "merged") return [];
  const kind = settled ? "settled" : "merged";
  const { about } = receipt;
  return [
    {
      notice_id: settled ? `settled:${receipt.op_id}:${settled.at}` : `merged:${receipt.op_id}`,
      kind,
      at: settled?.at || receipt.received_at,
      visit_id: about?.entity_type === "visit" ? about.entity_id : null,
      resident_id: about?.entity_type === "resident" ? about.entity_id : null,
      receipt,
    },
  ];
}

function tellConflict(shown: ShownConflict): Untold[] {
  const { conflict, resolved, is_pending } = shown;
  if (!resolved || is_pending || resolved.mine) return [];
  const { visit_id, resident_id } = conflict.fields;
  const notice_id = `conflict:${conflict.id}:${conflict.version}`;
  return [{ notice_id, kind: "conflict_resolved", at: resolved.at, visit_id, resident_id, conflict: shown }];
}

function tellLateReports(visit: VisitRow): Untold[] {
  return (visit.fields.late_reports ?? []).map((late_report) => ({
    notice_id: `late:${visit.id}:${late_report.at}:${late_report.decision ?? ""}`,
    kind: "late_report_on_visit" as const,
    at: late_report.at,
    visit_id: visit.id,
    resident_id: visit.fields.resident_id,
    late_report,
  }));
}

function tellProposal(proposal: VisitProposalRow): Untold[] {
  if (proposal.fields.status === "proposed") return [];
  return [
    {
      notice_id: `proposal:${proposal.id}:${proposal.fields.status}`,
      kind: "proposal_answered",
      at: proposal.fields.answered_at ?? "",
      visit_id: proposal.fields.made_visit_id,
      resident_id: null,
      proposal,
    },
  ];
}
