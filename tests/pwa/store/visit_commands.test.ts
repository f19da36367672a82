// Handing a visit back, opening it again and proposing one: saved like all work, shown at once, closed to double work.
import { expect, test } from "vitest";
import type { NewProposal } from "../../../pwa/src/domain/operation";
import { findGroup, isHandedBack } from "../../../pwa/src/domain/shown";
import { listNotices } from "../../../pwa/src/store/notices";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listProposals } from "../../../pwa/src/store/proposals";
import { countUnsent } from "../../../pwa/src/store/unsent";
import { findVisit } from "../../../pwa/src/store/visit_page";
import { saveCannotComplete, saveProposal, saveReopen, startVisit } from "../../../pwa/src/store/work";
import {
  bringRows,
  finishedCheck,
  NOON,
  openFreshPhone,
  residentRow,
  VISIT_ID,
  visitRow,
} from "./phone_fixture";

async function openPhoneWithVisit(status = "assigned") {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow({ status }), residentRow()]);
  return store;
}

test("a visit handed back is done for this phone, and one piece of work with its start", async () => {
  const store = await openPhoneWithVisit();
  await startVisit(store, VISIT_ID, NOON);
  await saveCannotComplete(store, VISIT_ID, "no_access", "The gate is locked", NOON);
  expect((await listUnsentOperations(store)).at(-1)).toMatchObject({
    kind: "visit.cannot_complete",
    payload: { reason: "no_access", note: "The gate is locked" },
  });
  const visit = (await findVisit(store, VISIT_ID))?.visit;
  if (!visit) throw new Error("no visit");
  expect(isHandedBack(visit)).toBe(true);
  expect(findGroup({ visit, needs_attention: false }, "2026-11-23")).toBe("done");
  expect((await countUnsent(store)).total).toBe(1);
});

test("a submitted visit opened again can be reported again, on top of the unsent first report", async () => {
  const store = await openPhoneWithVisit();
  const first = finishedCheck("uuid:first");
  await saveWork(store, { operations: first, draft_done: "uuid:first" }, NOON);
  await expect(
    saveWork(store, { operations: finishedCheck("uuid:second"), draft_done: "uuid:second" }, NOON),
  ).rejects.toMatchObject({ code: "already_saved" });
  await saveReopen(store, VISIT_ID, "wrong outcome ticked", NOON);
  expect((await findVisit(store, VISIT_ID))?.visit.fields.status).toBe("started");
  expect((await listUnsentOperations(store)).at(-1)).toMatchObject({
    kind: "visit.reopen",
    after: [first[1]?.op_id],
    payload: { why: "wrong outcome ticked" },
  });
  await saveWork(store, { operations: finishedCheck("uuid:second"), draft_done: "uuid:second" }, NOON);
  expect((await findVisit(store, VISIT_ID))?.visit.fields.status).toBe("submitted");
  await expect(
    saveWork(store, { operations: finishedCheck("uuid:third"), draft_done: "uuid:third" }, NOON),
  ).rejects.toMatchObject({ code: "already_saved" });
});

test("a proposal is on the list at once without its telephone, then as the council has it, then answered", async () => {
  const store = await openPhoneWithVisit();
  const proposal: NewProposal = {
    basis: "same_address",
    visit_id: VISIT_ID,
    first_name: "Testneighbour",
    last_name: "Falsename",
    telephone: "07700 900009",
    address_text: null,
    why: "Coughs, upper flat",
    wanted_on: null,
  };
  const { proposal_id } = await saveProposal(store, proposal, NOON);
  expect((await listUnsentOperations(store))[0]).toMatchObject({
    kind: "visit.propose",
    entity: { type: "visit_proposal", id: proposal_id },
    payload: proposal,
  });
  const [here] = await listProposals(store);
  expect(here).toMatchObject({ is_pending: true, proposal: { fields: { status: "proposed" } } });
  expect(JSON.stringify(here)).not.toContain("900009");
  const { telephone: _telephone, ...fields } = proposal;
  const row = { type: "visit_proposal" as const, id: proposal_id, field_versions: {} };
  const known = { ...fields, status: "proposed", answer_words: null, made_visit_id: null };
  await bringRows(store, [{ ...row, version: 1, fields: known }]);
  expect(await listProposals(store)).toMatchObject([{ is_pending: false, op_id: null }]);
  const answered = {
    ...known,
    status: "declined",
    answer_words: "Known to us",
    answered_at: "2026-11-24T09:00:00Z",
  };
  await bringRows(store, [{ ...row, version: 2, fields: answered }]);
  expect(await listNotices(store)).toMatchObject([{ kind: "proposal_answered", at: "2026-11-24T09:00:00Z" }]);
});
