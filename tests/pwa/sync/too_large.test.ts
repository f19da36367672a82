// An operation that no push may hold goes as a file, and leaves the outbox only when the server names its very bytes.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toWire } from "../../../pwa/src/domain/batches";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listReceipts } from "../../../pwa/src/store/receipts";
import { NOON, visitOperation, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { COUNCIL_KEY } from "./council_seals";
import { type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow()));
});

afterEach(() => leaveCouncil(drainer));

const large = (size = 400_000) => visitOperation({ payload: { text: "x".repeat(size) } });
const posts = () => council.requests.filter(({ method, path }) => method === "POST" && path === "/files");

test("it goes by chunks at its own id, the others by a push, and its verdict comes with the pull", async () => {
  const operation = large();
  await saveWork(drainer.store, { operations: [visitOperation(), operation, visitOperation()] }, NOON);
  const sent = (await listUnsentOperations(drainer.store)).map(toWire);
  council.judge = ({ op_id }) => (op_id === operation.op_id ? { verdict: "agreed" } : {});
  await drainer.cycle.run();
  expect(council.operations.get(operation.op_id)).toEqual(sent[1]);
  const pushed = (council.list("/api/v1/sync/push") as PushRequest[]).flatMap(({ operations }) => operations);
  expect(pushed.map(({ op_id }) => op_id)).toEqual([sent[0]?.op_id, sent[2]?.op_id]);
  const upload = council.uploads.get(operation.op_id);
  expect(upload?.metadata).toEqual({
    purpose: "operation",
    op_id: operation.op_id,
    sha256: createHash("sha256")
      .update(upload?.bytes ?? "")
      .digest("hex"),
    sealing_key_id: COUNCIL_KEY.key_id,
    wrapped_key: expect.any(String),
    piece_size: "262144",
    size: String(upload?.bytes.byteLength),
  });
  const receipts = await listReceipts(drainer.store);
  expect(receipts.find(({ op_id }) => op_id === operation.op_id)).toMatchObject({ verdict: "agreed" });
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
});

test("cut off in the middle it goes on where the server stopped, and is not sent twice", async () => {
  const operation = large(600_000);
  await saveWork(drainer.store, { operations: [operation] }, NOON);
  let cut = false;
  council.fault = (method) => {
    if (method !== "PATCH" || cut) return null;
    cut = true;
    return "lost_reply";
  };
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ not_sent: 1, trouble: "offline" });
  await drainer.cycle.runNow();
  expect(drainer.report.state).toMatchObject({ not_sent: 0 });
  expect(posts()).toHaveLength(2);
  expect(council.uploads.size).toBe(1);
});

test("a receipt that names other bytes leaves it in the outbox, set aside", async () => {
  await saveWork(drainer.store, { operations: [large(), visitOperation()] }, NOON);
  let taken = 0;
  council.fault = (method, _path, body) => {
    if (method !== "PATCH") return null;
    taken += (body as ArrayBuffer).byteLength;
    const headers = { "Upload-Offset": String(taken), "Doorstep-Received": `sha256=${"0".repeat(64)}` };
    return new Response(null, { status: 204, headers });
  };
  await drainer.cycle.run();
  expect(await listUnsentOperations(drainer.store)).toHaveLength(1);
  expect(drainer.report.state).toMatchObject({ not_sent: 1, needs_attention: 1 });
});

test("one that the server finds too large although the phone does not goes as a file too", async () => {
  const operation = visitOperation({ payload: { text: "y".repeat(10_000) } });
  await saveWork(drainer.store, { operations: [operation, visitOperation()] }, NOON);
  council.fault = (_method, path, body) =>
    path.endsWith("/push") && JSON.stringify(body).length > 10_000
      ? new Response(null, { status: 413 })
      : null;
  await drainer.cycle.run();
  expect(council.operations.size).toBe(2);
  expect([...council.uploads.keys()]).toEqual([operation.op_id]);
  expect(drainer.report.state.not_sent).toBe(0);
});
