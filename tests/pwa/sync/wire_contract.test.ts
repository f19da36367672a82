// The golden messages of docs/sync-protocol.md, read by the phone's own code: the server's tests read the same files.
import { expect, test, vi } from "vitest";
import { toWire } from "../../../pwa/src/domain/batches";
import { type Draft, LOOSE_PHOTOS } from "../../../pwa/src/domain/draft";
import { listChoices, type NewProposal } from "../../../pwa/src/domain/operation";
import type {
  OfferReply,
  OfferRequest,
  Operation,
  PullReply,
  Receipt,
  Row,
} from "../../../pwa/src/domain/wire";
import { findAccount } from "../../../pwa/src/store/accounts";
import { listConflicts } from "../../../pwa/src/store/conflicts";
import { saveDraft } from "../../../pwa/src/store/drafts";
import { takeLease } from "../../../pwa/src/store/lease";
import { keepDraftAsNote } from "../../../pwa/src/store/leftover";
import { raiseWhileLocked, tellWhileLocked } from "../../../pwa/src/store/locked_work";
import { carryOut } from "../../../pwa/src/store/obeyed";
import { queueAgain } from "../../../pwa/src/store/offers";
import { listUnsentOperations, listUnsentThings } from "../../../pwa/src/store/operations";
import { saveWork } from "../../../pwa/src/store/outbox";
import { addDraftPhoto } from "../../../pwa/src/store/photos";
import { applyPage, findDigest } from "../../../pwa/src/store/pulled";
import { listReceipts, saveReceipts } from "../../../pwa/src/store/receipts";
import { saveResolution } from "../../../pwa/src/store/resolutions";
import { listVisits } from "../../../pwa/src/store/visits";
import { saveCannotComplete, saveProposal, saveReopen } from "../../../pwa/src/store/work";
import { readDeviceState } from "../../../pwa/src/sync/device_state";
import { Gate } from "../../../pwa/src/sync/gate";
import { tellSignedOut } from "../../../pwa/src/sync/sign_out";
import commands from "../../contract/wire/commands.json";
import conflicts from "../../contract/wire/conflicts.json";
import locked from "../../contract/wire/locked.json";
import offer from "../../contract/wire/offer.json";
import photos from "../../contract/wire/photos.json";
import pull from "../../contract/wire/pull.json";
import push from "../../contract/wire/push.json";
import session from "../../contract/wire/session.json";
import state from "../../contract/wire/state.json";
import { hash, PIN } from "../store/lock_fixture";
import {
  begunCheck,
  makePhoto,
  NOON,
  openFreshPhone,
  VISIT_ID,
  visitOperation,
} from "../store/phone_fixture";
import { CouncilFixture } from "./council_fixture";
import { COUNCIL_KEY } from "./council_seals";
import { addPhoto, leaveCouncil, signInDrainer } from "./drainer_fixture";
import { SessionFixture } from "./session_fixture";

const isOfBefore = (name: string) => name !== "sealing_key_id";
const golden = push.request.operations as unknown as Operation[];

test("an operation made on the phone has the fields of the golden push, no more and no fewer", async () => {
  const store = await openFreshPhone();
  await saveWork(store, { operations: [visitOperation()] }, NOON);
  const sent = (await listUnsentOperations(store)).map(toWire)[0];
  expect(Object.keys(sent ?? {}).sort()).toEqual(Object.keys(golden[0] ?? {}).sort());
  for (const [name, value] of Object.entries(golden[0] ?? {})) {
    expect(typeof sent?.[name as keyof Operation], name).toBe(typeof value);
  }
});

test("the golden receipts end the golden operations on the phone", async () => {
  const store = await openFreshPhone();
  const receipts = push.reply.receipts as unknown as Receipt[];
  const named = golden.filter(({ op_id }) => receipts.some((receipt) => receipt.op_id === op_id));
  const operations = named.map(
    ({ device_id: _device, device_seq: _seq, schema: _schema, view: _view, ...made }) => ({
      ...made,
      shown: {},
    }),
  );
  await saveWork(store, { operations }, NOON);
  await saveReceipts(store, receipts, NOON);
  expect(named.length).toBeGreaterThan(0);
  expect(await listUnsentOperations(store)).toEqual([]);
  const kept = new Set((await listReceipts(store)).map(({ op_id }) => op_id));
  expect(kept).toEqual(new Set(named.map(({ op_id }) => op_id)));
});

test("the golden pull fills the visit list, and the phone's digest is the server's", async () => {
  const store = await openFreshPhone();
  const lease = await takeLease(store, "contract", NOON);
  if (!lease) throw new Error("no lease");
  const reply = pull.reply as unknown as PullReply;
  await applyPage(store, reply, lease);
  expect(await findDigest(store)).toBe(reply.digest);
  const visits = reply.rows.filter(({ type }) => type === "visit");
  expect((await listVisits(store)).map(({ visit }) => visit.id)).toEqual(visits.map(({ id }) => id));
});

test("what the phone says of itself has the fields of the golden state, no more and no fewer", async () => {
  const store = await openFreshPhone();
  const said = await readDeviceState(store, "2.0");
  expect(Object.keys(said).sort()).toEqual(Object.keys(state.state).sort());
});

test("what the phone offers has the fields of the golden offer, and what is wanted goes into the outbox again", async () => {
  const council = new CouncilFixture();
  const drainer = await signInDrainer();
  await saveWork(drainer.store, { operations: [visitOperation()] }, NOON);
  await addPhoto(drainer.store, 1000);
  await drainer.cycle.run();
  council.restore();
  await drainer.cycle.run();
  const [offered] = council.list("/api/v1/sync/offer") as OfferRequest[];
  const { sealing_key_id, ...named } = offered ?? ({} as OfferRequest);
  expect(sealing_key_id).toBe(COUNCIL_KEY.key_id);
  expect(Object.keys(named).sort()).toEqual(Object.keys(offer.request).filter(isOfBefore).sort());
  expect(Object.keys(offered?.attachments[0] ?? {})).toEqual(Object.keys(offer.request.attachments[0] ?? {}));
  const reply: Pick<OfferReply, "wanted_op_ids" | "wanted_attachment_ids"> = offer.reply;
  await queueAgain(drainer.store, {
    op_ids: [...reply.wanted_op_ids, ...(offered?.operations ?? [])],
    attachment_ids: reply.wanted_attachment_ids,
  });
  expect((await listUnsentThings(drainer.store)).map(({ op_id }) => op_id)).toEqual(offered?.operations);
  await drainer.cycle.stop();
  drainer.report.close();
  vi.unstubAllGlobals();
});

test("commands made on the phone have the payloads of the golden commands", async () => {
  const store = await openFreshPhone();
  const byKind = new Map(
    (commands.request.operations as unknown as Operation[]).map((operation) => [operation.kind, operation]),
  );
  const proposed = byKind.get("visit.propose")?.payload as unknown as NewProposal;
  await saveProposal(store, proposed, NOON);
  await saveReopen(store, VISIT_ID, "why", NOON);
  await saveCannotComplete(store, VISIT_ID, "no_access", "The gate is locked.", NOON);
  for (const made of await listUnsentOperations(store)) {
    const known = byKind.get(made.kind);
    expect(Object.keys(made.payload).sort(), made.kind).toEqual(Object.keys(known?.payload ?? {}).sort());
    expect(made.entity.type).toBe(known?.entity.type);
  }
  expect((await listUnsentOperations(store)).map(({ kind }) => kind).sort()).toEqual(
    [...byKind.keys()].sort(),
  );
});

test("loose photos of the phone have the payloads of the golden ones", async () => {
  const store = await openFreshPhone();
  const draft = {
    ...begunCheck("uuid:loose"),
    form_id: LOOSE_PHOTOS,
    captions: {} as Record<string, string>,
  };
  const two = [await makePhoto(2_000), await makePhoto(3_000, 9)];
  for (const photo of two) await addDraftPhoto(store, { ...photo, ...placeOf(draft) }, NOON);
  const ids = two.map(({ facts }) => facts.attachment_id);
  draft.captions = { [ids[0] ?? ""]: " The meter in the hall ", [ids[1] ?? ""]: " " };
  await saveDraft(store, draft);
  await keepDraftAsNote(store, draft, "", ids, NOON);
  const placeInOrder = ({ payload }: { payload: Record<string, unknown> }) =>
    ids.indexOf((payload.attachment as { attachment_id: string }).attachment_id);
  const made = (await listUnsentOperations(store)).sort((one, two) => placeInOrder(one) - placeInOrder(two));
  const golden = photos.request.operations.slice(0, 2) as unknown as Operation[];
  expect(made.map(({ kind, entity }) => [kind, entity.type])).toEqual(
    golden.map(({ kind, entity }) => [kind, entity.type]),
  );
  const shape = (payload: Record<string, unknown>) => [
    Object.keys(payload).sort(),
    Object.keys(payload.attachment as object).sort(),
    typeof payload.note,
  ];
  expect(made.map(({ payload }) => shape(payload))).toEqual(golden.map(({ payload }) => shape(payload)));
  expect(made[0]?.payload.note).toBe("The meter in the hall");
});

const placeOf = ({ entity, instance_id }: Draft) => ({ visit_id: entity.id, instance_id });

test("the golden conflict is shown and settled by an operation like the golden one", async () => {
  const store = await openFreshPhone();
  const lease = await takeLease(store, "contract", NOON);
  if (!lease) throw new Error("no lease");
  // The golden choices of a phone that has seen the second side: version 2.
  const open = { ...(conflicts.open_row as unknown as Row), version: 2 };
  await applyPage(store, { rows: [open], evicted: [] }, lease);
  const [shown] = await listConflicts(store);
  expect(shown).toMatchObject({ resolved: null, conflict: { id: open.id, version: open.version } });
  const [_moved, operation] = conflicts.request.operations as unknown as Operation[];
  const [choice] = listChoices(operation as Operation);
  const reason = String(operation?.payload.reason);
  const field = shown?.conflict.fields.field ?? "";
  const chosen = { chosen: choice?.chosen ?? "", value: operation?.fields[field]?.value, reason };
  await saveResolution(store, open.id, open.version, chosen, NOON);
  const [made] = await listUnsentOperations(store);
  expect(made).toMatchObject({
    kind: operation?.kind,
    entity: operation?.entity,
    payload: operation?.payload,
    fields: {
      [field]: {
        value: operation?.fields[field]?.value,
        base_value: operation?.fields[field]?.base_value,
      },
    },
  });
  await applyPage(store, { rows: [conflicts.settled_row as unknown as Row], evicted: [] }, lease);
  expect((await listConflicts(store))[0]?.resolved).not.toBeNull();
});

test("an alert raised while locked, whom the officer told, and one at a typed address are as the golden ones", async () => {
  const council = new CouncilFixture();
  const drainer = await signInDrainer();
  const { store } = drainer;
  store.lock();
  const goldenOnes = locked.request.operations as unknown as Operation[];
  const [alert, told, proposal] = goldenOnes;
  const words = { kind: "unsafe_withdrew" as const, words: String(alert?.payload.note) };
  await raiseWhileLocked(store, { ...words, address_text: "" }, NOON);
  const [raised] = (await store.read(["alerts"], (tx) => tx.objectStore("alerts").getAll())).map(
    ({ alert_id }) => alert_id,
  );
  await tellWhileLocked(store, raised ?? "", String(told?.payload.told_whom), String(told?.payload.told_at));
  const address_text = String(proposal?.payload.address_text);
  const why = String(proposal?.payload.why);
  await raiseWhileLocked(store, { kind: "emergency_999", address_text, words: why }, NOON);
  await drainer.cycle.run();
  const made = [...council.operations.values()].sort((one, two) => one.device_seq - two.device_seq);
  expect(made.map(({ kind }) => kind)).toEqual(goldenOnes.map(({ kind }) => kind));
  for (const [at, operation] of made.entries()) {
    const known = goldenOnes[at];
    expect(Object.keys(operation).sort()).toEqual(Object.keys(known ?? {}).sort());
    expect(Object.keys(operation.payload).sort(), operation.kind).toEqual(
      Object.keys(known?.payload ?? {}).sort(),
    );
    expect(operation.entity.type).toBe(known?.entity.type);
    const withoutIds = (one: Operation | undefined) =>
      (one?.alerts ?? []).map(({ kind, node }) => ({ kind, node }));
    expect(withoutIds(operation)).toEqual(withoutIds(known));
  }
  expect(made[1]?.payload.alert_id).toBe(made[0]?.alerts[0]?.alert_id);
  expect(made[0]?.entity.id).not.toBe(made[2]?.entity.id);
  expect(made[2]?.payload).toEqual(proposal?.payload);
  await leaveCouncil(drainer);
});

test("a phone that could not say what it obeyed says it at the sign-in as the golden one does, and signs out with its ticket", async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  const council = new SessionFixture();
  const gate = new Gate({
    app_version: "2.0",
    hashPin: hash,
    sealForServer: council.seal,
    tell: () => undefined,
  });
  await gate.start();
  await gate.signIn("officer@example.org", "password");
  await gate.choosePin(PIN);
  const store = gate.shown.store;
  if (!store) throw new Error("nobody is signed in");
  await carryOut(store, ["wipe"]);
  await expect.poll(() => gate.shown.lock?.is).toBe("locked");
  await gate.signIn("officer@example.org", "password");
  const said = council.asked.at(-1)?.device;
  expect(Object.keys(said ?? {}).sort()).toEqual(Object.keys(session.sign_in.device).sort());
  expect(said?.obeyed).toEqual(session.sign_in.device.obeyed);
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path} ${new Headers(init.headers).get("Authorization")}`);
    return new Response(null, { status: 204 });
  });
  const account = await findAccount(store.user_id);
  if (!account) throw new Error("no account");
  expect(await tellSignedOut(account)).toBe("told");
  const { method, path } = session.sign_out.with_upload_ticket;
  expect(asked).toEqual([`${method} ${path} Bearer ${account.upload_ticket}`]);
  await store.close();
  gate.leave();
  vi.unstubAllGlobals();
});
