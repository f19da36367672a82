// What the council hears of a phone: with the first request of a round, and again after what was sent since.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeviceState, PullRequest, PushRequest } from "../../../pwa/src/domain/wire";
import { saveDraft } from "../../../pwa/src/store/drafts";
import { saveVault } from "../../../pwa/src/store/meta";
import { saveWork } from "../../../pwa/src/store/outbox";
import { keepSecondCount, noteLostWork } from "../../../pwa/src/store/unsent";
import {
  begunCheck,
  CASE_ID,
  NOON,
  RESIDENT_ID,
  VISIT_ID,
  visitOperation,
  visitRow,
} from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const [PUSH, PULL] = ["/api/v1/sync/push", "/api/v1/sync/pull"];
let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  const shelf = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => shelf.get(name) ?? null,
    setItem: (name: string, value: string) => shelf.set(name, value),
    removeItem: (name: string) => shelf.delete(name),
  });
  vi.stubGlobal("navigator", {
    storage: { persisted: async () => false, estimate: async () => ({ usage: 5_000, quota: 9_000_000_000 }) },
  });
  ({ council, drainer } = await meetCouncil(visitRow()));
});

afterEach(() => leaveCouncil(drainer));

const states = (): (DeviceState | undefined)[] =>
  council.requests
    .filter(({ path }) => path === PUSH || path === PULL)
    .map(({ body }) => (body as PushRequest | PullRequest).state ?? undefined);

test("before and after: what is unsent, of which visits, and how much room there is", async () => {
  await saveWork(
    drainer.store,
    {
      operations: [
        visitOperation(),
        visitOperation({ kind: "resident.edit", entity: { type: "resident", id: RESIDENT_ID } }),
        visitOperation({ entity: { type: "case", id: CASE_ID } }),
      ],
    },
    NOON,
  );
  await addPhoto(drainer.store, 1000);
  await saveDraft(drainer.store, begunCheck("uuid:begun"));
  await drainer.cycle.run();
  const [before, after] = states();
  expect(before).toEqual({
    unsent_count: 4,
    oldest_unsent_at: NOON.toISOString(),
    persisted: false,
    storage_used_bytes: 5_000,
    storage_quota_bytes: 9_000_000_000,
    app_version: "0.1.0",
    photos_unsent: 1,
    unfinished_count: 1,
    last_device_seq: 4,
    lost_count: 0,
    unsent_visit_ids: [VISIT_ID],
    needs_attention_count: 0,
  });
  expect(after).toMatchObject({
    unsent_count: 0,
    photos_unsent: 0,
    unsent_visit_ids: [],
    last_device_seq: 4,
  });
});

test("a phone that may only send says it as well, although it has nothing to send", async () => {
  await saveVault(drainer.store, "device_token", null);
  await drainer.cycle.run();
  expect(council.list(PUSH)).toMatchObject([{ operations: [], state: { unsent_count: 0 } }]);
  expect(council.list(PULL)).toEqual([]);
});

test("a quiet round is one request", async () => {
  await drainer.cycle.run();
  await drainer.cycle.run();
  expect(council.requests.map(({ path }) => path)).toEqual([PULL, PULL]);
});

test("lost work is said until an answer came, and then no more", async () => {
  await saveWork(drainer.store, { operations: [visitOperation(), visitOperation()] }, NOON);
  await keepSecondCount(drainer.store);
  await drainer.store.write(["operations"], "strict", "work", (tx) => tx.objectStore("operations").clear());
  await noteLostWork(drainer.store);
  council.fault = () => "lost_reply";
  await drainer.cycle.run();
  council.fault = () => null;
  await drainer.cycle.run();
  await drainer.cycle.run();
  expect(states().map((state) => state?.lost_count)).toEqual([2, 2, 0]);
  expect(drainer.report.state.lost).toEqual({ had: 2, now: 0 });
});

test("more work that vanishes before the officer has read of the first is added for her, and said once more", async () => {
  const lose = async (count: number) => {
    const operations = Array.from({ length: count }, () => visitOperation());
    await saveWork(drainer.store, { operations }, NOON);
    await drainer.store.write(["operations"], "strict", "work", (tx) => tx.objectStore("operations").clear());
    await noteLostWork(drainer.store);
  };
  await lose(2);
  await drainer.cycle.run();
  await lose(3);
  await drainer.cycle.run();
  expect(states().map((state) => state?.lost_count)).toEqual([2, 3]);
  expect(drainer.report.state.lost).toEqual({ had: 5, now: 0 });
});
