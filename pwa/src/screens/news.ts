// News as an officer counts it: what was settled about one visit at once is one piece of news, however many operations
// carried the report. What was settled apart is told apart: each has words of its own.
import type { Notice } from "../domain/notices";
import { findSettled } from "../domain/notices";

export interface News {
  /** The one that is shown. */
  notice: Notice;
  /** All that are read with it. */
  notice_ids: string[];
}

/** Unread ones, the newest first. */
export function gatherNews(notices: readonly Notice[]): News[] {
  const gathered = new Map<string, [Notice, ...Notice[]]>();
  for (const notice of notices.filter(({ is_seen }) => !is_seen)) {
    const key = findKey(notice);
    const others = gathered.get(key);
    if (others) others.push(notice);
    else gathered.set(key, [notice]);
  }
  return [...gathered.values()].map((all) => ({
    notice: all.find(({ receipt }) => receipt?.about?.kind === "submission.create") ?? all[0],
    notice_ids: all.map(({ notice_id }) => notice_id),
  }));
}

function findKey({ kind, notice_id, visit_id, at, receipt }: Notice): string {
  if (kind !== "settled" || !receipt) return notice_id;
  return `settled:${visit_id ?? ""}:${at}:${findSettled(receipt)?.decision}`;
}
