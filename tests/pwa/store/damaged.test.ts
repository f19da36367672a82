// One record that is cut short or tampered with takes no list off the screen: what it is stays named, nothing else is lost.
import { beforeEach, expect, test } from "vitest";
import { listWaiting } from "../../../pwa/src/screens/stored_lists";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import { raiseAlert } from "../../../pwa/src/store/alert_work";
import { listOpenAlerts } from "../../../pwa/src/store/alerts";
import { listAttention } from "../../../pwa/src/store/attention_list";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { listDrafts, saveDraft } from "../../../pwa/src/store/drafts";
import type { StoreName } from "../../../pwa/src/store/layout";
import { saveVault } from "../../../pwa/src/store/meta";
import { listUnsentThings } from "../../../pwa/src/store/operations";
import { listVisitPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { listReceipts, saveReceipts } from "../../../pwa/src/store/receipts";
import { readStanding } from "../../../pwa/src/store/standing";
import { findVisit } from "../../../pwa/src/store/visit_page";
import { listVisits } from "../../../pwa/src/store/visits";
import { addLoosePhoto, addNote } from "../../../pwa/src/store/work";
import { CouncilFixture } from "../sync/council_fixture";
import { leaveCouncil, startDrainer } from "../sync/drainer_fixture";
import { bringRows, makePhoto, NOON, openFreshPhone, residentRow, VISIT_ID, visitRow } from "./phone_fixture";

const ENTITY = { type: "visit" as const, id: VISIT_ID };
const ALERT = { alert_id: "0190cccc-0000-5000-8000-000000000001", kind: "deceased" as const, node: "/o" };
let store: PhoneStore;
let photoId: string;

beforeEach(async () => {
  store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow()]);
  await addNote(store, ENTITY, "the first", NOON);
  await addNote(store, ENTITY, "the second", NOON);
  const photo = await makePhoto(300_000);
  photoId = photo.facts.attachment_id;
  await addLoosePhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: null }, NOON);
  await raiseAlert(store, VISIT_ID, "uuid:x", ALERT, "", NOON);
});

type Harm = (record: Record<string, unknown>) => Record<string, unknown>;
const HARMS: Record<string, Harm> = {
  "has a byte changed": (record) => {
    const bytes = new Uint8Array(record.ciphertext as ArrayBuffer).slice();
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    return { ...record, ciphertext: bytes.buffer };
  },
  "is cut short": (record) => ({ ...record, ciphertext: (record.ciphertext as ArrayBuffer).slice(0, 7) }),
  "has lost its sealed part": ({ ciphertext: _gone, iv: _too, ...record }) => record,
  "has lost its keys": (record) => ({ ...record, seals: { reading: null, server: null } }),
};

/** The first record of a store, as whoever has the phone in hand could leave it. */
async function harm(name: StoreName, change: Harm): Promise<void> {
  await store.write([name], "strict", "work", async (tx) => {
    const all = (await tx.objectStore(name).getAll()) as { device_seq?: number }[];
    const [first] = all.sort((one, two) => (one.device_seq ?? 0) - (two.device_seq ?? 0));
    await tx.objectStore(name).put(change(first as never) as never);
  });
}

test.each(Object.entries(HARMS))(
  "an operation that %s is still listed as not sent",
  async (_what, change) => {
    await harm("operations", change);
    expect((await listUnsentThings(store)).map(({ kind }) => kind)).toEqual([
      null,
      "note.add",
      "attachment.add",
      "alert.raise",
    ]);
    expect(await listWaiting(store)).toHaveLength(4);
    expect(await listVisits(store)).toMatchObject([{ not_sent: 4 }]);
    expect((await findVisit(store, VISIT_ID))?.operations).toHaveLength(3);
    expect((await readStanding(store)).unsent).toMatchObject({ operations: 4, photos: 1 });
  },
);

test.each(Object.entries(HARMS))(
  "an operation that %s keeps no other from being sent",
  async (_what, change) => {
    await harm("operations", change);
    const council = new CouncilFixture();
    const { user_id } = store;
    await saveSignedIn({
      user_id,
      device_id: council.deviceId,
      upload_ticket: "t",
      used_at: NOON.toISOString(),
    });
    const drainer = startDrainer(store);
    await drainer.cycle.run();
    expect([...council.operations.values()].map(({ kind }) => kind).sort()).toEqual([
      "alert.raise",
      "attachment.add",
      "note.add",
    ]);
    expect(council.uploads.get(photoId)?.bytes.byteLength).toBe(300_000);
    expect(drainer.report.state).toMatchObject({ operations_not_sent: 1, photos_not_sent: 0 });
    expect(drainer.report.state.needs_attention).toBeGreaterThan(0);
    await leaveCouncil(drainer);
  },
);

test.each(Object.entries(HARMS).slice(0, 3))(
  "a photo whose facts are of a record that %s is still there",
  async (_what, change) => {
    await harm("attachments", change);
    expect(await listVisitPhotos(store, VISIT_ID)).toMatchObject([
      { attachment_id: photoId, place: "waiting" },
    ]);
    expect((await readPhotoBytes(store, photoId)).byteLength).toBe(300_000);
  },
);

test("a photo with a piece that is damaged, or gone, is named in words and stays", async () => {
  await harm("pieces", HARMS["is cut short"]!);
  await expect(readPhotoBytes(store, photoId)).rejects.toMatchObject({ code: "unreadable_record" });
  await store.write(["pieces"], "strict", "work", (tx) => tx.objectStore("pieces").delete([photoId, 1]));
  await expect(readPhotoBytes(store, photoId)).rejects.toMatchObject({ code: "unreadable_record" });
  expect(await listVisitPhotos(store, VISIT_ID)).toMatchObject([{ attachment_id: photoId, has_bytes: true }]);
});

test.each(Object.entries(HARMS).slice(0, 3))(
  "an alert, a draft and a receipt whose record %s take no list away",
  async (_what, change) => {
    await saveDraft(store, {
      instance_id: "uuid:d",
      entity: ENTITY,
      form_id: "f",
      form_version_id: "v",
      xml: "<data/>",
      bases: {},
      started_at: NOON.toISOString(),
      saved_at: NOON.toISOString(),
      place: null,
    });
    const [one, two] = await listUnsentThings(store);
    const answer = { verdict: "review" as const, reason: "late_report", detail: null };
    await saveReceipts(
      store,
      [
        { op_id: one!.op_id, ...answer },
        { op_id: two!.op_id, ...answer },
      ],
      NOON,
    );
    for (const name of ["alerts", "drafts", "receipts"] as const) await harm(name, change);
    expect(await listOpenAlerts(store)).toMatchObject([{ alert_id: ALERT.alert_id }]);
    expect(await listDrafts(store)).toEqual([]);
    expect(await listReceipts(store)).toHaveLength(1);
    expect((await listAttention(store)).receipts).toHaveLength(1);
    expect((await readStanding(store)).unfinished).toBe(1);
  },
);

test("a row that cannot be opened takes no other away, is said, and comes anew with the next pull", async () => {
  const other = "0190aaaa-0000-7000-8000-000000000009";
  const council = new CouncilFixture();
  for (const row of [visitRow(), residentRow(), visitRow({ position: 2 }, other)]) council.setRow(row);
  const { user_id } = store;
  await saveSignedIn({
    user_id,
    device_id: council.deviceId,
    upload_ticket: "t",
    used_at: NOON.toISOString(),
  });
  await saveVault(store, "device_token", "token");
  const drainer = startDrainer(store);
  await drainer.cycle.run();
  council.sendsChanges = true;
  await store.write(["rows"], "strict", "rows", async (tx) => {
    const row = await tx.objectStore("rows").get(["visit", other]);
    await tx.objectStore("rows").put({ ...row!, ciphertext: new ArrayBuffer(3) });
  });
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID]);
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID]);
  expect((await readStanding(store)).list_uncertain).toBe(true);
  await drainer.cycle.run();
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual([VISIT_ID, other]);
  expect((await readStanding(store)).list_uncertain).toBe(false);
  await leaveCouncil(drainer);
});
