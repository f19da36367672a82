// A form version that the council retires: a draft or unsent check on it keeps it on the phone, and nothing else does.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Draft } from "../../../pwa/src/domain/draft";
import type { Row } from "../../../pwa/src/domain/wire";
import { openLater } from "../../../pwa/src/screens/stored_later";
import { deleteDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { dropUnneededForms, findCurrentForm, findFormVersion } from "../../../pwa/src/store/forms";
import { endLease, takeLease } from "../../../pwa/src/store/lease";
import { saveWork } from "../../../pwa/src/store/outbox";
import { dump, finishedCheck, NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const ONE = formRow("0190ffff-0000-7000-8000-000000000001", "1");
const TWO = formRow("0190ffff-0000-7000-8000-000000000002", "2");
const DAY_MS = 24 * 60 * 60_000;

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow(), ONE));
  await drainer.cycle.run();
});

afterEach(() => leaveCouncil(drainer));

function formRow(id: string, version_label: string): Row {
  const fields = {
    form_id: "try",
    title: "Try",
    version_label,
    xform: "<h/>",
    languages: ["en"],
    current: true,
  };
  return { type: "form_version", id, version: 1, field_versions: {}, fields };
}

function draftOn(version: Row): Draft {
  const at = NOON.toISOString();
  return {
    instance_id: "uuid:draft",
    entity: { type: "visit", id: VISIT_ID },
    form_id: "try",
    form_version_id: version.id,
    xml: "<data/>",
    bases: {},
    started_at: at,
    saved_at: at,
    place: "0",
  };
}

async function publishTwo(): Promise<void> {
  council.evict(ONE, "closed");
  council.setRow(TWO);
  await drainer.cycle.run();
}

function listFullPulls(): unknown[] {
  return council.list("/api/v1/sync/pull").filter((body) => (body as { full: boolean }).full);
}

async function passDays(days: number): Promise<void> {
  drainer.clock.now = new Date(drainer.clock.now.getTime() + days * DAY_MS);
  await drainer.cycle.run();
}

test("a draft keeps the version it was begun on, for as long as there is the draft", async () => {
  await saveDraft(drainer.store, draftOn(ONE));
  await publishTwo();
  await passDays(3);
  expect(await findFormVersion(drainer.store, ONE.id)).toMatchObject({
    id: ONE.id,
    fields: { version_label: "1", xform: "<h/>", current: false },
  });
  expect(await findCurrentForm(drainer.store, "try")).toMatchObject({ id: TWO.id });
  await deleteDraft(drainer.store, "uuid:draft");
  await drainer.cycle.run();
  expect(await findFormVersion(drainer.store, ONE.id)).toBeNull();
});

test("a check that is not sent keeps it too", async () => {
  const [submission, submit] = finishedCheck("uuid:done");
  if (!submission || !submit) throw new Error("no check");
  const payload = { ...submission.payload, form_version_id: ONE.id };
  await publishTwo();
  await saveWork(drainer.store, { operations: [{ ...submission, payload }, submit] }, NOON);
  const lease = await takeLease(drainer.store, "test", NOON);
  if (!lease) throw new Error("another drainer holds the lease");
  await dropUnneededForms(drainer.store, lease, new Date(Date.now() + 3 * DAY_MS));
  await endLease(drainer.store, lease);
  expect(await findFormVersion(drainer.store, ONE.id)).toMatchObject({ id: ONE.id });
});

test("one that nothing needs is kept for a day, for a check that stands open on the screen, and then goes", async () => {
  await publishTwo();
  expect(await findFormVersion(drainer.store, ONE.id)).toMatchObject({ id: ONE.id });
  await passDays(0.9);
  expect(await findFormVersion(drainer.store, ONE.id)).toMatchObject({ id: ONE.id });
  await passDays(0.2);
  expect(await findFormVersion(drainer.store, ONE.id)).toBeNull();
  expect(await dump(drainer.store, "rows")).toHaveLength(3);
});

test("a draft whose version is not on the phone is offered no other, and can only be ended", async () => {
  await publishTwo();
  await passDays(2);
  await saveDraft(drainer.store, draftOn(ONE));
  const phone = openLater(drainer.store);
  expect(await phone.findForm("try", ONE.id)).toBeNull();
  expect(await phone.findForm("try")).toMatchObject({ id: TWO.id });
  expect(await phone.findUnfinished("uuid:draft")).toMatchObject({
    title: "Try",
    has_form: false,
    can_go_on: false,
  });
  await saveDraft(drainer.store, draftOn(TWO));
  expect(await phone.findUnfinished("uuid:draft")).toMatchObject({ has_form: true, can_go_on: true });
});

test("it counts in no digest: the phone holds what the server says, and asks for nothing twice", async () => {
  await saveDraft(drainer.store, draftOn(ONE));
  await publishTwo();
  await drainer.cycle.run();
  expect(listFullPulls()).toEqual([]);
});

test("a full pull leaves it", async () => {
  await saveDraft(drainer.store, draftOn(ONE));
  council.rows.delete(`form_version:${ONE.id}`);
  council.view += 1;
  await drainer.cycle.run();
  expect(listFullPulls()).toHaveLength(1);
  expect(await findFormVersion(drainer.store, ONE.id)).toMatchObject({ fields: { current: false } });
});

test("a version that is published again is here once", async () => {
  await saveDraft(drainer.store, draftOn(ONE));
  await publishTwo();
  council.evicted = [];
  council.evict(TWO, "closed");
  council.setRow({ ...ONE, version: 3 });
  await drainer.cycle.run();
  expect(await findCurrentForm(drainer.store, "try")).toMatchObject({ id: ONE.id, version: 3 });
  const rows = (await dump(drainer.store, "rows")) as { id: string }[];
  expect(rows.filter(({ id }) => id === ONE.id)).toHaveLength(1);
});
