// What a locked phone knows of its officer's shift, and what she says of it there: times in the open, words sealed and sent at
// once, all of it gone by order or with whoever signs out.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PushRequest, Row } from "../../../pwa/src/domain/wire";
import { listWaiting } from "../../../pwa/src/screens/stored_lists";
import { PhoneStore } from "../../../pwa/src/store/door";
import { checkInWhileLocked } from "../../../pwa/src/store/locked_work";
import { findMeta } from "../../../pwa/src/store/meta";
import { carryOut } from "../../../pwa/src/store/obeyed";
import { keepOpenFacts } from "../../../pwa/src/store/open_facts";
import { readOwnShift, saveCheckIn } from "../../../pwa/src/store/own_shift";
import { addNote } from "../../../pwa/src/store/work";
import { signOutHere } from "../../../pwa/src/sync/sign_out";
import { NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

const SHIFT = "0190aaaa-0000-7000-8000-0000000000e1";
const KNOWN = { council: { name: "Hartwell", telephone: "020 7946 0000" }, demo: true };
const ENTITY = { type: "visit" as const, id: VISIT_ID };
let council: CouncilFixture;
let drainer: Drainer;

function shiftRow(changes: Record<string, unknown> = {}, version = 1): Row {
  const times = { starts_at: "2026-11-23T09:00:00Z", expected_end_at: "2026-11-23T17:00:00Z" };
  const said = { started_at: null, finished_at: null, next_contact_at: null };
  const fields = { ...times, ...said, place: "Invented Depot", ...changes };
  return { type: "shift", id: SHIFT, version, field_versions: {}, fields };
}

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow(), shiftRow()));
  await keepOpenFacts(drainer.store, KNOWN);
  await drainer.cycle.run();
});

afterEach(() => leaveCouncil(drainer));

const facts = () => findMeta(drainer.store, "open_facts");
const listSaid = async () => (await facts())?.said?.map(({ kind }) => kind);
const readShift = () => readOwnShift(drainer.store, drainer.store.user_id, NOON);

async function unlock(): Promise<void> {
  const { user_id } = drainer.store;
  await drainer.cycle.stop();
  drainer.report.close();
  await drainer.store.close();
  drainer = startDrainer(await PhoneStore.open(user_id));
}

test("of a shift its id and times stand in the open, and an end that the office moved takes their place at the next pull", async () => {
  const open = { shift_id: SHIFT, starts_at: "2026-11-23T09:00:00Z", is_started: false };
  expect((await facts())?.own_shifts).toEqual([{ ...open, due_at: "2026-11-23T17:00:00Z" }]);
  expect(JSON.stringify(await facts())).not.toMatch(/Invented|Example/);
  council.setRow(shiftRow({ expected_end_at: "2026-11-23T15:00:00Z" }, 2));
  await drainer.cycle.runNow();
  expect((await facts())?.own_shifts).toEqual([{ ...open, due_at: "2026-11-23T15:00:00Z" }]);
  council.evict(shiftRow({}, 2), "reassigned");
  await drainer.cycle.runNow();
  expect((await facts())?.own_shifts).toEqual([]);
});

test("what is said while locked goes with the ticket before other work, in its order, and is shown until a pull tells of it", async () => {
  const { store } = drainer;
  await addNote(store, ENTITY, "a note", NOON);
  await saveCheckIn(store, store.user_id, "start", SHIFT, NOON);
  store.lock();
  await checkInWhileLocked(store, "safe", SHIFT);
  await checkInWhileLocked(store, "finish", SHIFT);
  await drainer.report.refresh();
  expect(drainer.report.state.not_sent).toBe(4);
  council.requests.length = 0;
  await drainer.cycle.run();
  const sent = (council.list("/api/v1/sync/push") as PushRequest[]).flatMap(({ operations }) => operations);
  const kinds = sent.map(({ op_id }) => council.operations.get(op_id));
  expect(kinds.map((one) => one?.payload.kind ?? one?.kind)).toEqual(["start", "safe", "finish", "note.add"]);
  expect(council.requests.every(({ token }) => token === "ticket")).toBe(true);
  expect(await listSaid()).toEqual(["start", "safe", "finish"]);
  await unlock();
  expect(await readShift()).toMatchObject({ is_started: true, is_finished: true, said: { kind: "finish" } });
  await saveCheckIn(drainer.store, drainer.store.user_id, "start", SHIFT, NOON);
  expect(await readShift()).toMatchObject({ is_finished: false, said: { kind: "start" } });
  council.setRow(shiftRow({ started_at: NOON.toISOString() }, 2));
  await drainer.cycle.run();
  expect(await listSaid()).toEqual([]);
  expect((await facts())?.own_shifts).toMatchObject([{ is_started: true }]);
});

test("said while locked and not sent, it is on the list of what waits by its name, and on her list by her word", async () => {
  drainer.store.lock();
  await checkInWhileLocked(drainer.store, "safe", SHIFT);
  await unlock();
  expect((await listWaiting(drainer.store)).map(({ kind }) => kind)).toEqual(["check_in.add"]);
  expect(await readShift()).toMatchObject({ is_finished: false, said: { kind: "safe" } });
});

test.each(["lock", "wipe"] as const)(
  "an order to %s takes her shift off the locked screen, and what she says after it is sent all the same",
  async (order) => {
    const { store } = drainer;
    await saveCheckIn(store, store.user_id, "start", SHIFT, NOON);
    await carryOut(store, [order]);
    store.lock();
    await checkInWhileLocked(store, "safe", SHIFT);
    expect(await facts()).toEqual({ ...KNOWN, duty_numbers: [] });
    await drainer.cycle.run();
    const said = [...council.operations.values()].map(({ payload }) => payload.kind);
    expect(said).toEqual(["start", "safe"]);
  },
);

test("signing out over what was said leaves nothing of her shift", async () => {
  const { store } = drainer;
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").put({ key_id: "k", pin: null, passkey: null, server: null, dropped: null });
  });
  await saveCheckIn(store, store.user_id, "finish", SHIFT, NOON);
  council.fault = () => "lost";
  await signOutHere(store);
  const left = await PhoneStore.open(store.user_id);
  expect(await findMeta(left, "open_facts")).toBeUndefined();
  await left.close();
});
