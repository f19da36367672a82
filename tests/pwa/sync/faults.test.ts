// Every write transaction of a working day is broken in turn, in every way a phone can break it. After a restart every
// piece of work that was said to be saved is at the council exactly once, and nothing is left behind or doubled.
import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { isProblem } from "../../../pwa/src/domain/problems";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { PhoneStore } from "../../../pwa/src/store/door";
import { saveDraft } from "../../../pwa/src/store/drafts";
import { addDraftPhoto } from "../../../pwa/src/store/photos";
import { findLostWork } from "../../../pwa/src/store/unsent";
import { addNote, saveSubmission } from "../../../pwa/src/store/work";
import { FAULTS, type Fault, FaultyPhone } from "../store/fault_fixture";
import { begunCheck, dump, makePhoto, NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { type Drainer, signInDrainer, startDrainer } from "./drainer_fixture";

const INSTANCE = "uuid:0190bbbb-0000-4000-8000-000000000001";
const ENTITY = { type: "visit" as const, id: VISIT_ID };
const ALERT = { alert_id: "0190cccc-0000-5000-8000-000000000001", kind: "deceased" as const, node: "/o" };
const MINUTE_MS = 60_000;

let phone: FaultyPhone | undefined;
let drainer: Drainer | undefined;

afterEach(async () => {
  phone?.remove();
  await stop();
  vi.unstubAllGlobals();
});

async function stop(): Promise<void> {
  await drainer?.cycle.stop();
  drainer?.report.close();
  await drainer?.store.close();
  drainer = undefined;
}

/** The same phone after its app was killed: another process, two minutes later. */
async function restart(): Promise<void> {
  const userId = drainer?.store.user_id ?? "";
  const now = drainer?.clock.now ?? NOON;
  phone?.restart();
  await stop();
  drainer = startDrainer(await PhoneStore.open(userId));
  drainer.clock.now = new Date(now.getTime() + 2 * MINUTE_MS);
}

type Step = (store: PhoneStore) => Promise<unknown>;

/** What an officer does: she does again what the app did not say was saved. */
async function doUntilSaved(step: Step): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    if (phone?.isDead) await restart();
    const store = drainer?.store;
    if (!store) throw new Error("no phone");
    try {
      await step(store);
      return;
    } catch (error) {
      if (isProblem(error, "already_saved")) return;
      if (!isProblem(error)) throw error;
    }
  }
  throw new Error("it was not saved in three tries");
}

/** Rounds until one ends well: after a fault the app tries again by itself. */
async function sync(): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds += 1) {
    if (phone?.isDead) await restart();
    if (drainer) drainer.clock.now = new Date(drainer.clock.now.getTime() + MINUTE_MS);
    await drainer?.cycle.runNow();
    if (phone?.isDead) continue;
    if (drainer?.report.state.trouble === null && drainer.report.state.not_sent === 0) return;
  }
}

async function workADay(
  council: CouncilFixture,
  photo: Awaited<ReturnType<typeof makePhoto>>,
): Promise<void> {
  await sync();
  const { attachment_id } = photo.facts;
  await doUntilSaved((store) => saveDraft(store, begunCheck(INSTANCE)));
  await doUntilSaved((store) =>
    addDraftPhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: INSTANCE }, NOON),
  );
  await doUntilSaved((store) => raiseAlert(store, VISIT_ID, INSTANCE, ALERT, "", NOON));
  const form = {
    entity: ENTITY,
    instance_id: INSTANCE,
    form_id: "welfare_check",
    form_version_id: "v1",
    xml: "<data/>",
    bases: {},
    alerts: [ALERT],
    outcome: "deceased",
    closes_visit: true,
  };
  await doUntilSaved((store) => saveSubmission(store, form, [attachment_id], NOON));
  await sync();
  await doUntilSaved((store) => addNote(store, ENTITY, "after the visit", NOON));
  council.evict(visitRow(), "reassigned");
  await sync();
  council.restore();
  await sync();
}

/** The model: each thing done, once. */
async function expectAllIsThere(council: CouncilFixture, photo: Awaited<ReturnType<typeof makePhoto>>) {
  const kinds = [...council.operations.values()].map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["alert.raise", "note.add", "submission.create", "visit.submit"]);
  const numbers = [...council.operations.values()].map(({ device_seq }) => device_seq);
  expect(new Set(numbers).size).toBe(numbers.length);
  const store = drainer?.store;
  if (!store) throw new Error("no phone");
  const bytes = council.uploads.get(photo.facts.attachment_id)?.bytes;
  const sha256 = bytes && createHash("sha256").update(bytes).digest("hex");
  // A full phone may have given up its copy of a photo that was received: then that is what it says.
  const isMissing = phone?.fault === "no_room" && !bytes;
  expect(isMissing ? photo.facts.sha256 : sha256).toBe(photo.facts.sha256);
  expect(await findLostWork(store)).toBeNull();
  expect(await dump(store, "drafts")).toEqual([]);
  expect(await dump(store, "operations")).toEqual([]);
  const kept = (await dump(store, "kept")) as { op_id: string }[];
  expect(kept.map(({ op_id }) => op_id).sort()).toEqual([...council.operations.keys()].sort());
  const has_bytes = phone?.fault === "no_room" ? expect.any(Boolean) : true;
  expect(await dump(store, "attachments")).toMatchObject([{ place: "kept", has_bytes }]);
  expect(drainer?.report.state).toMatchObject({
    not_sent: 0,
    not_kept: isMissing ? 1 : 0,
    lost: null,
    list_uncertain: false,
  });
}

async function liveADay(fault: Fault, at?: number): Promise<number> {
  vi.stubGlobal("indexedDB", new IDBFactory()); // of its own: else it carries along what all days before it left
  const council = new CouncilFixture();
  council.setRow(visitRow());
  council.setRow(residentRow());
  drainer = await signInDrainer();
  phone?.remove();
  phone = new FaultyPhone();
  phone.arm(fault, at);
  const photo = await makePhoto(2_000);
  await workADay(council, photo);
  const { writes, hasStruck } = phone;
  if (at !== undefined) expect(hasStruck, `there is no write ${at}`).toBe(true);
  await sync();
  await expectAllIsThere(council, photo);
  await stop();
  return writes;
}

test.each(FAULTS)(
  "a day on which any one write %s loses nothing and doubles nothing",
  async (fault) => {
    const writes = await liveADay("closed");
    expect(writes).toBeGreaterThan(30);
    // What the app mends by itself while it runs is tried at every other write; a death at every one.
    const step = fault.startsWith("dies") ? 1 : 2;
    for (let at = 1; at <= writes; at += step) {
      await liveADay(fault, at).catch((error: unknown) => {
        throw new Error(`write ${at} of ${writes} (${fault})`, { cause: error });
      });
    }
  },
  120_000,
);
