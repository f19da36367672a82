// Every write of a phone that stays locked is broken in turn: what was saved before and while it was locked is with the
// council once, a restored server gets it back, and nothing is doubled.
import { afterEach, expect, test, vi } from "vitest";
import { isProblem } from "../../../pwa/src/domain/problems";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { PhoneStore } from "../../../pwa/src/store/door";
import { saveWork } from "../../../pwa/src/store/outbox";
import { addLoosePhoto, addNote } from "../../../pwa/src/store/work";
import { FAULTS, type Fault, FaultyPhone } from "../store/fault_fixture";
import { dump, makePhoto, NOON, VISIT_ID, visitOperation, visitRow } from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { type Drainer, signInDrainer, startDrainer } from "./drainer_fixture";

const ENTITY = { type: "visit" as const, id: VISIT_ID };
const ALERT = { alert_id: "0190cccc-0000-5000-8000-000000000001", kind: "deceased" as const, node: "/o" };
const MINUTE_MS = 60_000;

let phone: FaultyPhone | undefined;
let drainer: Drainer;

afterEach(async () => {
  phone?.remove();
  await stop();
  vi.unstubAllGlobals();
});

async function stop(): Promise<void> {
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
}

/** The same phone after its app was killed; nobody types the PIN. */
async function restart(): Promise<void> {
  const { store, clock } = drainer;
  phone?.restart();
  await stop();
  drainer = startDrainer(await PhoneStore.open(store.user_id));
  drainer.store.lock();
  drainer.clock.now = new Date(clock.now.getTime() + 2 * MINUTE_MS);
}

/** What the app did not say was saved is done again. */
async function doUntilSaved(step: (store: PhoneStore) => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    if (phone?.isDead) await restart();
    try {
      await step(drainer.store);
      return;
    } catch (error) {
      if (!isProblem(error)) throw error;
    }
  }
  throw new Error("it was not saved in three tries");
}

async function sync(): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds += 1) {
    if (phone?.isDead) await restart();
    drainer.clock.now = new Date(drainer.clock.now.getTime() + MINUTE_MS);
    await drainer.cycle.runNow();
    if (phone?.isDead) continue;
    if (drainer.report.state.trouble === null && drainer.report.state.not_sent === 0) return;
  }
}

async function stayLocked(fault: Fault, at?: number): Promise<number> {
  vi.stubGlobal("indexedDB", new IDBFactory()); // of its own: else it carries along what all days before it left
  const council = new CouncilFixture();
  council.setRow(visitRow());
  drainer = await signInDrainer();
  const photo = await makePhoto(2_000);
  const { attachment_id } = photo.facts;
  await addNote(drainer.store, ENTITY, "before", NOON);
  await addLoosePhoto(drainer.store, { ...photo, visit_id: VISIT_ID, instance_id: null }, NOON);
  drainer.store.lock();
  phone?.remove();
  phone = new FaultyPhone();
  phone.arm(fault, at);
  const large = visitOperation({ payload: { text: "x".repeat(200_000) } });
  await doUntilSaved((store) => raiseAlert(store, VISIT_ID, "uuid:x", ALERT, "", NOON));
  await doUntilSaved((store) => saveWork(store, { operations: [large] }, NOON));
  await sync();
  council.restore();
  await sync();
  const { writes, hasStruck } = phone;
  if (at !== undefined) expect(hasStruck, `there is no write ${at}`).toBe(true);
  await sync();
  const kinds = [...council.operations.values()].map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["alert.raise", "attachment.add", "note.add", "note.add"]);
  const numbers = [...council.operations.values()].map(({ device_seq }) => device_seq).sort();
  expect(numbers).toEqual([1, 2, 3, 4]);
  expect(council.unopened.size).toBe(0);
  const bytes = council.uploads.get(attachment_id)?.bytes;
  // A full phone may have given up its copy: then that is what it says.
  const isGiven = fault === "no_room" && drainer.report.state.not_kept === 1;
  expect(isGiven || bytes?.equals(Buffer.from(photo.bytes))).toBe(true);
  expect(drainer.report.state).toMatchObject({ not_sent: 0, lost: null, trouble: null });
  const operations = (await dump(drainer.store, "operations")) as { received_at: string | null }[];
  expect(operations.filter(({ received_at }) => received_at === null)).toEqual([]);
  await stop();
  return writes;
}

test.each(FAULTS)(
  "a locked phone of which any one write %s loses nothing and doubles nothing",
  async (fault) => {
    const writes = await stayLocked("closed");
    expect(writes).toBeGreaterThan(15);
    for (let at = 1; at <= writes; at += fault.startsWith("dies") ? 1 : 2) {
      await stayLocked(fault, at).catch((error: unknown) => {
        throw new Error(`write ${at} of ${writes} (${fault})`, { cause: error });
      });
    }
  },
  120_000,
);
