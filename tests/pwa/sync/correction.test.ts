// Until when a phone can read what its officer saved for a visit: a correction begins with it, or says that it cannot.
import { afterEach, beforeEach, expect, test } from "vitest";
import { saveWork } from "../../../pwa/src/store/outbox";
import { findOwnSubmission } from "../../../pwa/src/store/visit_page";
import { finishedCheck, NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import { type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

let drainer: Drainer;

beforeEach(async () => {
  ({ drainer } = await meetCouncil(visitRow(), residentRow()));
});

afterEach(() => leaveCouncil(drainer));

test("it is read while it is only here, the newest first, and by nobody once the council has it", async () => {
  expect(await findOwnSubmission(drainer.store, VISIT_ID)).toBeNull();
  const [first, second] = [finishedCheck("uuid:first"), finishedCheck("uuid:second")];
  await saveWork(drainer.store, { operations: first }, NOON);
  expect((await findOwnSubmission(drainer.store, VISIT_ID))?.op_id).toBe(first[0]?.op_id);
  await saveWork(drainer.store, { operations: second }, NOON);
  expect((await findOwnSubmission(drainer.store, VISIT_ID))?.payload).toMatchObject({
    instance_id: "uuid:second",
    xml: "<data><outcome>seen_no_needs</outcome></data>",
  });
  await drainer.cycle.run();
  await drainer.cycle.run();
  expect(await findOwnSubmission(drainer.store, VISIT_ID)).toBeNull();
});
