// The conflicts this officer has a side in, with her own choices folded in, and the saving of a choice as work.
import { orderConflicts, type ShownConflict, showConflict } from "../domain/conflicts";
import type { Receipt } from "../domain/wire";
import type { PhoneStore } from "./door";
import { listPendingOperations } from "./operations";
import { listReceipts } from "./receipts";
import { listRows } from "./rows";

/** Open ones first. One whose resolution is saved here shows it (`is_pending`) until a pull tells what became of it. */
export async function listConflicts(store: PhoneStore): Promise<ShownConflict[]> {
  const [rows, pending, receipts] = await Promise.all([
    listRows(store, "conflict"),
    listPendingOperations(store),
    listReceipts(store),
  ]);
  const refused = new Set(receipts.filter(settlesNothing).map(({ op_id }) => op_id));
  return orderConflicts(rows.map((row) => showConflict(row, pending, refused)));
}

function settlesNothing({ verdict }: Receipt): boolean {
  return verdict === "conflict" || verdict === "review";
}
