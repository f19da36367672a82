// What phone and server share of sealing: the golden files of tests/contract/sealing are opened here and by pytest, and the
// phone's own one is made by the phone's own code. DOORSTEP_WRITE_SEALING=1 makes it anew, under the same key.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeOperation } from "../../../pwa/src/domain/operation";
import type { SealedOperation, SealingKey } from "../../../pwa/src/domain/wire";
import { openContentKey, readAddressee } from "../../../pwa/src/store/content_keys";
import { joinPieces, sealPieces } from "../../../pwa/src/store/file_pieces";
import type { OperationRecord } from "../../../pwa/src/store/layout";
import { saveWork } from "../../../pwa/src/store/outbox";
import { listOutgoing, toPush } from "../../../pwa/src/store/outgoing";
import { importKey } from "../../../pwa/src/store/sealing";
import { isSealingKey, sealForServer } from "../../../pwa/src/store/server_seal";
import { CouncilSeals, openPieces } from "../sync/council_seals";
import { DEVICE_ID, dump, NOON, openFreshPhone, VISIT_ID } from "./phone_fixture";

const FOLDER = new URL("../../contract/sealing/", import.meta.url);
const OURS = "from_the_phone.json";

interface Golden {
  about: string;
  private_key: string;
  sealing_key: SealingKey;
  device_id: string;
  operation: { content_key: string; sent: SealedOperation; opened: Record<string, unknown> };
  file: {
    attachment_id: string;
    content_key: string;
    wrapped_key: string;
    piece_size: number;
    size: number;
    sha256: string;
    pieces: string[];
    plain: string;
  };
  data_key: { data_key_id: string; wrapped_key: string; data_key: string };
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Golden;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** The same three things as in every file of the folder, sealed by the code that seals an officer's work. */
async function makeOurs({ about, private_key, sealing_key }: Golden): Promise<Golden> {
  const store = await openFreshPhone();
  const note = makeOperation(
    { device_time: "2026-11-23T10:42:07.120Z", utc_offset_minutes: 0 },
    {
      op_id: "0190aaaa-0000-7000-8000-00000000f701",
      kind: "note.add",
      entity: { type: "visit", id: VISIT_ID },
      payload: { text: "Gŵr y tŷ yn iawn – the man of the house is well" },
    },
  );
  await saveWork(store, { operations: [note] }, NOON);
  const [outgoing] = await listOutgoing(store);
  const sent = toPush(outgoing!) as SealedOperation;
  const [record] = (await dump(store, "operations")) as OperationRecord[];
  const contentKey = await openContentKey(store, note.op_id, record!.seals!);
  const seals = new CouncilSeals({ sealing_key, private_key });
  const opened = await seals.openOperation(sent, DEVICE_ID);
  const plain = Uint8Array.from({ length: 100 }, (_one, at) => at);
  const attachment_id = "0190aaaa-0000-7000-8000-000000000501";
  const [fileKey, dataKey] = [
    crypto.getRandomValues(new Uint8Array(32)),
    crypto.getRandomValues(new Uint8Array(32)),
  ];
  const pieces = await sealPieces(await importKey(fileKey), attachment_id, plain.buffer, 64);
  const data_key_id = "0190aaaa-0000-7000-8000-00000000dd01";
  const wrap = async (subject: string, key: Uint8Array) =>
    (await sealForServer(sealing_key, DEVICE_ID, subject, key)).wrapped_key;
  await store.close();
  return {
    about,
    private_key,
    sealing_key,
    device_id: DEVICE_ID,
    operation: {
      content_key: base64(contentKey.raw),
      sent,
      opened: opened as unknown as Record<string, unknown>,
    },
    file: {
      attachment_id,
      content_key: base64(fileKey),
      wrapped_key: await wrap(attachment_id, fileKey),
      piece_size: 64,
      size: plain.length,
      sha256: createHash("sha256").update(plain).digest("hex"),
      pieces: pieces.map((piece) => base64(joinPieces([piece]))),
      plain: base64(plain),
    },
    data_key: { data_key_id, wrapped_key: await wrap(data_key_id, dataKey), data_key: base64(dataKey) },
  };
}

async function expectToOpen(golden: Golden): Promise<void> {
  const { operation, file, data_key, device_id, sealing_key } = golden;
  const seals = new CouncilSeals(golden);
  expect(await isSealingKey(sealing_key)).toBe(true);
  expect(await seals.openOperation(operation.sent, device_id)).toEqual(operation.opened);
  const open = (subject: string, wrapped: string) =>
    seals.openKey(sealing_key.key_id, device_id, subject, wrapped);
  const { op_id, sealed } = operation.sent;
  expect(base64(await open(op_id, sealed.wrapped_key))).toBe(operation.content_key);
  const fileKey = await open(file.attachment_id, file.wrapped_key);
  expect(base64(fileKey)).toBe(file.content_key);
  const bytes = Buffer.concat(file.pieces.map((piece) => Buffer.from(piece, "base64")));
  const plain = openPieces(fileKey, file.attachment_id, bytes, file.piece_size);
  expect(base64(plain)).toBe(file.plain);
  expect(createHash("sha256").update(plain).digest("hex")).toBe(file.sha256);
  expect(base64(await open(data_key.data_key_id, data_key.wrapped_key))).toBe(data_key.data_key);
  await expect(open(file.attachment_id, data_key.wrapped_key)).rejects.toThrow();
}

test("what the phone's code seals now is opened by the council, and has the shape of its golden file", async () => {
  const made = await makeOurs(read(OURS));
  await expectToOpen(made);
  if (process.env.DOORSTEP_WRITE_SEALING) {
    writeFileSync(new URL(OURS, FOLDER), `${JSON.stringify(made, null, 1)}\n`);
  }
  const golden = read(OURS);
  expect(shapeOf(made)).toEqual(shapeOf(golden));
  expect(made.operation.opened).toEqual(golden.operation.opened);
});

test.each(readdirSync(FOLDER).filter((name) => name.endsWith(".json")))("%s opens", (name) =>
  expectToOpen(read(name)),
);

test("the addressee of what is sealed is the council's key that the phone knows", async () => {
  const store = await openFreshPhone();
  expect(await readAddressee(store)).toEqual({ device_id: DEVICE_ID, server_key: read(OURS).sealing_key });
});

/** Names and lengths: what a random key and iv leave the same. */
function shapeOf(value: unknown): unknown {
  if (typeof value === "string") return value.length;
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
