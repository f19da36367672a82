// What was typed last before the phone was locked, by whomever: it is on disk, sealed, before the key goes out of memory.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Draft } from "../../../pwa/src/domain/draft";
import { DraftKeeper } from "../../../pwa/src/forms/draft";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { findDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { findKeyRecord } from "../../../pwa/src/store/key_record";
import { Gate } from "../../../pwa/src/sync/gate";
import { OLD_DRAFT } from "../store/layout_1";
import { hash, PIN } from "../store/lock_fixture";
import { NOON } from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { startDrainer } from "./drainer_fixture";
import { SessionFixture } from "./session_fixture";

const LAST = "<data><note>the last letter</note></data>";
let clock: Date;
let gate: Gate;
let typed: Draft;
let keeper: DraftKeeper;
let save: (store: PhoneStore) => Promise<void>;
let signInAnswers: typeof fetch;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  clock = NOON;
  typed = { ...OLD_DRAFT };
  const session = new SessionFixture();
  signInAnswers = fetch;
  save = async () => {
    // As while the draft before it is being written, or a part of the app comes from its cache.
    await new Promise((resolve) => setTimeout(resolve));
    await keeper.settle();
  };
  gate = new Gate({
    app_version: "1",
    hashPin: hash,
    sealForServer: session.seal,
    tell: () => undefined,
    beforeLock: (store) => save(store),
    now: () => clock,
    ran: () => 0,
  });
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(PIN);
  keeper = new DraftKeeper(
    () => typed,
    (draft) => saveDraft(theStore(), draft),
    () => undefined,
  );
});

afterEach(async () => {
  vi.useRealTimers();
  await gate.shown.store?.close();
  gate.leave();
  vi.unstubAllGlobals();
});

const theStore = () => gate.shown.store as PhoneStore;

/** Nothing of it is on disk yet. */
function type(): void {
  typed = { ...typed, xml: LAST };
  keeper.changed();
}

async function hearOrder(order: string): Promise<void> {
  const council = new CouncilFixture();
  council.orders = [order];
  const { cycle, report } = startDrainer(theStore());
  await cycle.run();
  expect(council.confirmed).toEqual([order]);
  await cycle.stop();
  report.close();
}

async function readDraftAfterSignIn(): Promise<Draft | null> {
  await expect.poll(() => gate.shown.lock?.is).toBe("locked");
  vi.stubGlobal("fetch", signInAnswers);
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(PIN);
  return findDraft(theStore(), typed.instance_id);
}

test.each(["lock", "wipe"])(
  "an order to %s that comes between two keys finds the draft whole and leaves it so",
  async (order) => {
    type();
    await hearOrder(order);
    expect(theStore().is_locked).toBe(true);
    expect(await readDraftAfterSignIn()).toMatchObject({ xml: LAST });
  },
);

test("reading that lapses under an open check takes none of its answers", async () => {
  type();
  clock = new Date(clock.getTime() + 73 * 3_600_000);
  await gate.look();
  expect(theStore().is_locked).toBe(true);
  expect(await findKeyRecord(theStore())).toMatchObject({ dropped: "lapsed", pin: null });
  expect(await readDraftAfterSignIn()).toMatchObject({ xml: LAST });
});

test("the key stays until the slowest of what is being saved is on disk, and two who lock wait for one", async () => {
  let letGo: () => void = () => undefined;
  const slow = vi.fn(async (store: PhoneStore) => {
    await new Promise<void>((resolve) => (letGo = resolve));
    await saveDraft(store, { ...OLD_DRAFT, xml: LAST });
  });
  save = slow;
  const locking = [gate.lock(), theStore().lock()];
  await expect.poll(() => slow.mock.calls.length).toBe(1);
  expect(theStore().is_locked).toBe(false);
  letGo();
  await Promise.all(locking);
  expect(slow).toHaveBeenCalledTimes(1);
  await gate.unlock(PIN);
  expect(await findDraft(theStore(), OLD_DRAFT.instance_id)).toMatchObject({ xml: LAST });
});

test("an order is carried out although what should be saved never ends or fails", async () => {
  save = () => new Promise(() => undefined);
  const stopFailing = theStore().beforeLock(() => {
    throw new Error("no room");
  });
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const hearing = hearOrder("lock");
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  await hearing;
  expect(theStore().is_locked).toBe(true);
  stopFailing();
});
