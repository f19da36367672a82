// The worker sends what waits when no page is open, and asks the browser to call again while anything is left.
import { deleteDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveSignedIn } from "../../pwa/src/store/accounts";
import { saveWork } from "../../pwa/src/store/outbox";
import { countUnsent } from "../../pwa/src/store/unsent";
import { sendInBackground } from "../../service_worker/background_sync";
import { NOON, visitOperation } from "../pwa/store/phone_fixture";
import { CouncilFixture } from "../pwa/sync/council_fixture";
import { type Drainer, signInDrainer } from "../pwa/sync/drainer_fixture";

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  await deleteDB("doorstep-phone");
  council = new CouncilFixture();
  drainer = await signInDrainer();
  const { user_id } = drainer.store;
  const used_at = new Date("2099-01-01").toISOString();
  await saveSignedIn({ user_id, device_id: "d", upload_ticket: "ticket", used_at });
  vi.stubGlobal("__BUILD_VERSION__", "test");
  vi.stubGlobal("self", { location: new URL("https://council.example/app/service_worker.js") });
});

afterEach(async () => {
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
  vi.unstubAllGlobals();
});

test("everything is sent, and the event is over", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await sendInBackground();
  expect(council.operations.size).toBe(1);
  expect((await countUnsent(drainer.store)).total).toBe(0);
});

test("while work is left the event fails, so that the browser calls again; nothing is lost", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  council.fault = () => "lost";
  await expect(sendInBackground()).rejects.toThrow("1 not sent");
  expect((await countUnsent(drainer.store)).total).toBe(1);
  council.fault = () => null;
  drainer.clock.now = new Date(Date.now() + 120_000);
  await sendInBackground();
  expect(council.operations.size).toBe(1);
});

test("a restored server gets back what the phone had although no page is open", async () => {
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await sendInBackground();
  council.restore();
  await sendInBackground();
  expect(council.operations.size).toBe(1);
});

test("with nobody signed in there is nothing to do", async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  await sendInBackground();
  expect(council.requests).toEqual([]);
});
