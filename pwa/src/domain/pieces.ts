// Which operations an officer thinks of as one piece of work: a check is one, however many operations carry it. Pure.
import type { AlertHeader, EntityRef } from "./wire";

interface Described {
  op_id: string;
  kind: string;
  entity: EntityRef;
  alerts: readonly AlertHeader[];
  payload: Record<string, unknown>;
}

const VISIT_KINDS: readonly string[] = [
  "visit.start",
  "submission.create",
  "visit.submit",
  "visit.cannot_complete",
  "visit.reopen",
];

/** An opaque id: a visit's for its check, an alert's, a photo's for its details; everything else stands alone. */
export function findPieceId({ op_id, kind, entity, alerts, payload }: Described): string {
  if (VISIT_KINDS.includes(kind)) return entity.id;
  if (kind === "alert.raise" || kind === "alert.told") {
    return alerts[0]?.alert_id ?? String(payload.alert_id ?? op_id);
  }
  if (kind === "attachment.add") {
    const { attachment } = payload as { attachment?: { attachment_id?: string } };
    return attachment?.attachment_id ?? op_id;
  }
  return op_id;
}

/** What names the piece on a screen: the check rather than that it was begun. */
const NAMED_AFTER: readonly string[] = [
  "submission.create",
  "visit.submit",
  "visit.cannot_complete",
  "visit.reopen",
  "visit.start",
  "alert.raise",
];

/** Of the operations of one piece, the one it is called by. */
export function findNamingOperation<O extends { kind: string }>(operations: readonly [O, ...O[]]): O {
  for (const kind of NAMED_AFTER) {
    const found = operations.find((operation) => operation.kind === kind);
    if (found) return found;
  }
  return operations[0];
}
