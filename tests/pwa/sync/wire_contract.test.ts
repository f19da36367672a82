// The golden messages of docs/sync-protocol.md, read by the phone's own code: the server's tests read the same files.
import { expect, test } from "vitest";
import { toWire } from "../../../pwa/src/domain/batches";
import type { Operation, PullReply, Receipt } from "../../../pwa/src/domain/wire";
import { takeLease } from "../../../pwa/src/store/lease";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { applyPage, findDigest } from "../../../pwa/src/store/pulled";
import { listReceipts, saveReceipts } from "../../../pwa/src/store/receipts";
import { listVisits } from "../../../pwa/src/store/visits";
import pull from "../../contract/wire/pull.json";
import push from "../../contract/wire/push.json";
import { NOON, openFreshPhone, visitOperation } from "../store/phone_fixture";

const golden = push.request.operations as unknown as Operation[];

test("an operation made on the phone has the fields of the golden push, no more and no fewer", async () => {
  const store = await openFreshPhone();
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  const sent = (await listUnsentOperations(store)).map(toWire)[0];
  expect(Object.keys(sent ?? {}).sort()).toEqual(Object.keys(golden[0] ?? {}).sort());
  for (const [name, value] of Object.entries(golden[0] ?? {})) {
    expect(typeof sent?.[name as keyof Operation], name).toBe(typeof value);
  }
});

test("the golden receipts end the golden operations on the phone", async () => {
  const store = await openFreshPhone();
  const receipts = push.reply.receipts as unknown as Receipt[];
  const named = golden.filter(({ op_id }) => receipts.some((receipt) => receipt.op_id === op_id));
  const operations = named.map(
    ({ device_id: _device, device_seq: _seq, schema: _schema, view: _view, ...made }) => ({
      ...made,
      shown: {},
    }),
  );
  await saveWork(store, { operations }, NOON);
  await saveReceipts(store, receipts, NOON);
  expect(named.length).toBeGreaterThan(0);
  expect(await listUnsentOperations(store)).toEqual([]);
  const kept = new Set((await listReceipts(store)).map(({ op_id }) => op_id));
  expect(kept).toEqual(new Set(named.map(({ op_id }) => op_id)));
});

test("the golden pull fills the visit list, and the phone's digest is the server's", async () => {
  const store = await openFreshPhone();
  const lease = await takeLease(store, "contract", NOON);
  if (!lease) throw new Error("no lease");
  const reply = pull.reply as unknown as PullReply;
  await applyPage(store, reply, lease);
  expect(await findDigest(store)).toBe(reply.digest);
  const visits = reply.rows.filter(({ type }) => type === "visit");
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual(visits.map(({ id }) => id));
});
