// Visits that this officer proposes: saved as work like everything else, and shown with what the council answered.
import type { VisitProposalFields, VisitProposalRow } from "../domain/rows";
import type { PendingOperation } from "../domain/shown";
import type { PhoneStore } from "./door";
import { listPendingOperations } from "./operations";
import { listRows } from "./rows";

export interface ShownProposal {
  proposal: VisitProposalRow;
  /** True until a pull brings it back: only this phone knows it, or the council has it and has not told yet. */
  is_pending: boolean;
  op_id: string | null;
  /** When it was made here; null once it comes from the council. */
  saved_at: string | null;
}

/** Those still on this phone first, the newest first; then the council's, open ones before answered. */
export async function listProposals(store: PhoneStore): Promise<ShownProposal[]> {
  const [rows, pending] = await Promise.all([
    listRows(store, "visit_proposal"),
    listPendingOperations(store),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  const here = pending
    .filter(({ kind, entity }) => kind === "visit.propose" && !known.has(entity.id))
    .map((operation) => ({
      proposal: readProposal(operation),
      is_pending: true,
      op_id: operation.op_id,
      saved_at: operation.saved_at,
    }))
    .reverse();
  const answered = (row: VisitProposalRow) => (row.fields.status === "proposed" ? 0 : 1);
  const there = rows
    .sort((one, two) => answered(one) - answered(two) || two.id.localeCompare(one.id))
    .map((proposal) => ({ proposal, is_pending: false, op_id: null, saved_at: null }));
  return [...here, ...there];
}

function readProposal({ entity, payload }: PendingOperation): VisitProposalRow {
  const { telephone: _neverShown, ...fields } = payload as unknown as VisitProposalFields & {
    telephone: string | null;
  };
  return {
    type: "visit_proposal",
    id: entity.id,
    version: 0,
    field_versions: {},
    fields: { ...fields, status: "proposed", answer_words: null, made_visit_id: null },
  };
}
