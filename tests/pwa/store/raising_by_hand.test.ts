// An alert without a form: on disk at once, open until somebody knows, and tied to what is known of it.
import { expect, test } from "vitest";
import { raiseByHand } from "../../../pwa/src/store/alert_work";
import { listOpenAlerts } from "../../../pwa/src/store/alerts";
import { listUnsentOperations } from "../../../pwa/src/store/operations";
import { bringRows, NOON, openFreshPhone, residentRow, VISIT_ID, visitRow } from "./phone_fixture";

const PLAIN = { kind: "emergency_999" as const, address_text: "", words: "" };

test("about a visit it names the visit and carries the officer's words", async () => {
  const store = await openFreshPhone();
  await bringRows(store, [visitRow(), residentRow()]);
  await raiseByHand(store, { ...PLAIN, words: " He fell " }, VISIT_ID, "/by_hand", NOON);
  const [operation] = await listUnsentOperations(store);
  expect(operation).toMatchObject({
    kind: "alert.raise",
    entity: { type: "visit", id: VISIT_ID },
    alerts: [{ kind: "emergency_999", node: "/by_hand" }],
    payload: { node: "/by_hand", note: "He fell" },
  });
  expect(await listOpenAlerts(store)).toMatchObject([
    { kind: "emergency_999", visit_id: VISIT_ID, alert_id: operation?.alerts[0]?.alert_id },
  ]);
});

test("two taps in one place are two alerts: the second may be another's fall", async () => {
  const store = await openFreshPhone();
  await raiseByHand(store, PLAIN, VISIT_ID, "/by_hand", NOON);
  await raiseByHand(store, PLAIN, VISIT_ID, "/by_hand", NOON);
  expect(await listOpenAlerts(store)).toHaveLength(2);
});

test("at a typed place it is a proposal that carries the alert; with nothing known, the alert alone", async () => {
  const store = await openFreshPhone();
  await raiseByHand(store, { ...PLAIN, address_text: "3 Invented Row" }, null, "/by_hand", NOON);
  await raiseByHand(store, PLAIN, null, "/by_hand", NOON);
  const [placed, bare] = await listUnsentOperations(store);
  expect(placed).toMatchObject({
    kind: "visit.propose",
    payload: { address_text: "3 Invented Row", why: "emergency_999" },
    alerts: [{ kind: "emergency_999" }],
  });
  expect(bare).toMatchObject({ kind: "alert.raise", alerts: [{ kind: "emergency_999" }] });
  expect(bare?.entity.id).not.toBe(VISIT_ID);
  expect(await listOpenAlerts(store)).toHaveLength(2);
});
