// A phone of the first release opens with this one: its rows, its outbox, its drafts and its photos are all there.
import { openDB } from "idb";
import { afterEach, expect, test, vi } from "vitest";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { nameDatabase, PhoneStore } from "../../../pwa/src/store/door";
import { findDraft } from "../../../pwa/src/store/drafts";
import { LAYOUT_VERSION } from "../../../pwa/src/store/layout";
import { saveVault } from "../../../pwa/src/store/meta";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listVisitPhotos, listWaitingPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { readStanding } from "../../../pwa/src/store/standing";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { findVisit } from "../../../pwa/src/store/visit_page";
import { listVisits } from "../../../pwa/src/store/visits";
import { CouncilFixture } from "../sync/council_fixture";
import { startDrainer } from "../sync/drainer_fixture";
import { CONFLICTED_OP_ID, makeLayout1, OLD_DRAFT } from "./layout_1";
import { DEVICE_ID, dump, NOON, residentRow, VISIT_ID, visitOperation, visitRow } from "./phone_fixture";

afterEach(() => vi.unstubAllGlobals());

test("everything of layout 1 is there, under its own key, after the upgrade", async () => {
  const userId = crypto.randomUUID();
  const { operations, waiting, received } = await makeLayout1(userId);
  const store = await PhoneStore.open(userId);
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID]);
  expect(await listUnsentOperations(store)).toMatchObject(
    operations.map(({ op_id, payload }, place) => ({ op_id, payload, device_seq: 10 + place, schema: 1 })),
  );
  expect(await findDraft(store, OLD_DRAFT.instance_id)).toEqual(OLD_DRAFT);
  const [photo, ...others] = await listWaitingPhotos(store);
  expect(others).toEqual([]);
  expect(photo).toMatchObject({ sha256: waiting.facts.sha256 });
  const bytes = await readPhotoBytes(store, waiting.facts.attachment_id);
  expect(Buffer.from(bytes).equals(Buffer.from(waiting.bytes))).toBe(true);
  expect((await listVisitPhotos(store, VISIT_ID)).map(({ place }) => place).sort()).toEqual([
    "received",
    "waiting",
  ]);
  expect(await countUnsent(store)).toMatchObject({ operations: 2, photos: 1, total: 2 });
  expect(await readStanding(store)).toMatchObject({
    needs_attention: 1,
    unsent_visit_ids: [VISIT_ID],
    last_device_seq: 11,
    operations: { [CONFLICTED_OP_ID]: "attention" },
    photos: { [received.facts.attachment_id]: "received" },
  });
  await store.close();
  const database = await openDB(nameDatabase(userId));
  expect(database.version).toBe(LAYOUT_VERSION);
  database.close();
});

test("an upgraded phone goes on where it was: numbers, view, and a visit that is closed already", async () => {
  const userId = crypto.randomUUID();
  await makeLayout1(userId);
  const store = await PhoneStore.open(userId);
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  expect((await listUnsentOperations(store)).at(-1)).toMatchObject({ device_seq: 12, view: 7, schema: 3 });
  expect((await findVisit(store, VISIT_ID))?.visit.fields.status).toBe("submitted");
  await store.close();
});

test("an upgraded phone sends all that it had, and a conflict that is over asks for nobody any more", async () => {
  const council = new CouncilFixture();
  council.setRow(visitRow());
  council.setRow(residentRow());
  const userId = crypto.randomUUID();
  const { operations, waiting } = await makeLayout1(userId);
  const account = { user_id: userId, device_id: DEVICE_ID, upload_ticket: "ticket" };
  await saveSignedIn({ ...account, used_at: NOON.toISOString() });
  const store = await PhoneStore.open(userId);
  await saveVault(store, "device_token", "token");
  const { cycle, report } = startDrainer(store);
  await cycle.run();
  expect([...council.operations.keys()]).toEqual(operations.map(({ op_id }) => op_id));
  expect(council.uploads.get(waiting.facts.attachment_id)?.bytes.byteLength).toBe(300_000);
  expect(report.state).toMatchObject({ not_sent: 0, needs_attention: 0 });
  expect(await dump(store, "kept")).toHaveLength(2);
  expect(await findDraft(store, OLD_DRAFT.instance_id)).not.toBeNull();
  await cycle.stop();
  report.close();
  await store.close();
});
