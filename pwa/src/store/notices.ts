// What this officer is told once, and that she has read it. The marks stay on this phone; they are no council record.
import { findNotices, type Notice } from "../domain/notices";
import { listConflicts } from "./conflicts";
import type { PhoneStore } from "./door";
import { listReceipts } from "./receipts";
import { listRows } from "./rows";

/** The newest first, read ones too (`is_seen`). */
export async function listNotices(store: PhoneStore): Promise<Notice[]> {
  const [receipts, conflicts, visits, proposals, seen] = await Promise.all([
    listReceipts(store),
    listConflicts(store),
    listRows(store, "visit"),
    listRows(store, "visit_proposal"),
    store.read(["seen"], (tx) => tx.objectStore("seen").getAllKeys()),
  ]);
  return findNotices({ receipts, conflicts, visits, proposals, seen: new Set(seen) });
}

export async function markSeen(
  store: PhoneStore,
  noticeIds: readonly string[],
  now = new Date(),
): Promise<void> {
  if (noticeIds.length === 0) return;
  await store.write(["seen"], "relaxed", "work", async (tx) => {
    for (const notice_id of noticeIds) {
      await tx.objectStore("seen").put({ notice_id, seen_at: now.toISOString() });
    }
  });
}
