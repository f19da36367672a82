// Seals what is about to be saved, before the transaction that writes it: a transaction does not wait for WebCrypto.
// Numbers are taken here for what they will probably be; `outbox.ts` gives the right ones.
import { listChoices, type NewOperation } from "../domain/operation";
import { findPieceId } from "../domain/pieces";
import { SCHEMA } from "../domain/wire";
import { placeOfAlert, type SealedAlert } from "./alerts";
import { readAddresseeIn, unlessLocked } from "./content_keys";
import type { PhoneStore, Transaction } from "./door";
import type { AlertRecord, OperationRecord } from "./layout";
import { readMeta } from "./meta";
import { sealOperation } from "./operations";

/** Its receipt may be all that is left of it. */
export async function isKnownIn(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
  opId: string,
): Promise<boolean> {
  const [operation, receipt] = await Promise.all([
    tx.objectStore("operations").getKey(opId),
    tx.objectStore("receipts").getKey(opId),
  ]);
  return operation !== undefined || receipt !== undefined;
}

/** Records as they will be written. Those known already are sealed too: the transaction leaves them out. */
export async function sealOperations(
  store: PhoneStore,
  operations: readonly NewOperation[],
  now: Date,
): Promise<OperationRecord[]> {
  const { to, view, numbers } = await store.read(["operations", "receipts", "meta"], async (tx) => {
    let next = (await readMeta(tx, "next_device_seq")) ?? 1;
    const given: number[] = [];
    for (const { op_id } of operations) {
      given.push(next);
      if (!(await isKnownIn(tx, op_id))) next += 1;
    }
    return { to: await readAddresseeIn(tx), view: (await readMeta(tx, "view")) ?? 0, numbers: given };
  });
  return Promise.all(
    operations.map(async (operation, place) => {
      const device_seq = numbers[place] ?? 0;
      const { shown, ...sent } = operation;
      const whole = { ...sent, device_id: to.device_id, device_seq, view, schema: SCHEMA };
      const sealed = await sealOperation(store, whole, shown, to);
      return { ...describeOperation(operation), device_seq, view, saved_at: now.toISOString(), ...sealed };
    }),
  );
}

function describeOperation(operation: NewOperation) {
  const { op_id, entity } = operation;
  return {
    op_id,
    entity_type: entity.type,
    entity_id: entity.id,
    piece_id: findPieceId(operation),
    instance_id: findInstanceId(operation),
    visit_step: findVisitStep(operation),
    resolves: listChoices(operation)[0]?.conflict_id ?? null,
    received_at: null,
    settles_with_pull: null,
  };
}

function findInstanceId({ kind, payload }: NewOperation): string | null {
  return kind === "submission.create" ? String(payload.instance_id) : null;
}

function findVisitStep({ kind }: NewOperation): "closes" | "opens" | null {
  if (kind === "visit.reopen") return "opens";
  return kind === "visit.submit" ? "closes" : null;
}

/** Raised while locked, an alert has only its open columns: what it is about is with the operation. */
export async function sealAlerts(
  store: PhoneStore,
  operation: NewOperation,
  now: Date,
): Promise<AlertRecord[]> {
  return Promise.all(
    operation.alerts.map(async ({ alert_id, kind, node }) => {
      const instance_id = String(operation.payload.instance_id ?? "");
      const inner: SealedAlert = { kind, node, instance_id, told_whom: null };
      const sealed = await unlessLocked(store.seal(placeOfAlert(alert_id), inner));
      const raised = { alert_id, visit_id: operation.entity.id, raised_at: now.toISOString() };
      return { ...raised, told_at: null, received_at: null, ...sealed };
    }),
  );
}
