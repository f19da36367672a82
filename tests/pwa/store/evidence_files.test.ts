// What a resident chose lies sealed under a key of its link that nobody can take out; with the last file, at the end and on
// *Remove* the key goes, and nothing is left.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EvidenceFiles } from "../../../pwa/src/store/evidence_files";
import { countKept, removeKept } from "../../../pwa/src/store/evidence_left";
import { choose, dumpEvidence, EXPIRES_AT, LINK, NOON, NOTHING, openEvidence } from "./evidence_fixture";

const OTHER = "0190aaaa-0000-7000-8000-0000000000e2";
let files: EvidenceFiles;

beforeEach(async () => {
  files = await openEvidence();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await files.close();
  await removeKept();
});

test("a file is kept sealed, and opens again after the page was closed", async () => {
  const chosen = choose(600_000);
  await files.keep(chosen, NOON);
  await files.close();
  files = await openEvidence();
  const [kept] = await files.list();
  expect(kept).toMatchObject({ name: chosen.name, sha256: chosen.sha256, size: 600_000, offered_at: null });
  const plain = new Uint8Array(chosen.bytes);
  for (const [start, end] of [
    [0, 600_000],
    [262_143, 262_145],
    [524_288, 700_000],
    [100, 100],
  ] as const) {
    const part = kept && (await files.read(kept, start, end));
    expect(new Uint8Array(part as ArrayBuffer)).toEqual(plain.slice(start, end));
  }
});

test("whoever reads the store finds no name, no hash and no byte of it, and cannot take the key out", async () => {
  const chosen = choose(1000, { name: "secret.jpg" });
  await files.keep(chosen, NOON);
  const found = await dumpEvidence();
  const raw = Buffer.concat(
    [...(found.files ?? []), ...(found.pieces ?? [])].flatMap((record) =>
      Object.values(record as object).map((value) =>
        value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.from(JSON.stringify(value)),
      ),
    ),
  );
  for (const secret of ["secret", chosen.sha256, "image/jpeg"]) expect(raw.includes(secret)).toBe(false);
  expect(raw.includes(Buffer.from(chosen.bytes).subarray(0, 16))).toBe(false);
  const [{ key } = { key: null as never }] = (found.links ?? []) as { key: CryptoKey }[];
  expect(key.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
});

test("the key lasts as long as one file of its link, and the next file gets another", async () => {
  const [one, two] = [choose(10), choose(20)];
  await files.keep(one, NOON);
  await files.keep(two, NOON);
  await files.drop(one.attachment_id);
  expect((await dumpEvidence()).links).toHaveLength(1);
  const before = await files.list();
  await files.drop(two.attachment_id);
  expect(await dumpEvidence()).toEqual(NOTHING);
  await files.keep(choose(30), NOON);
  await expect(files.read(before[0] as never, 0, 20)).rejects.toMatchObject({ code: "not_found" });
});

test("another link's files and key are its own", async () => {
  const theirs = await openEvidence(OTHER);
  await files.keep(choose(10), NOON);
  await theirs.keep(choose(20), NOON);
  await files.dropAll();
  expect(await files.list()).toEqual([]);
  expect(await theirs.list()).toHaveLength(1);
  expect(await countKept(NOON)).toBe(1);
  await theirs.close();
});

test("at the link's end everything of it goes, on whatever page of ours is opened next", async () => {
  await files.keep(choose(10), NOON);
  expect(await countKept(new Date("2026-12-29T23:59:59Z"))).toBe(1);
  expect(await countKept(new Date(EXPIRES_AT))).toBe(0);
  expect(await dumpEvidence()).toEqual({});
});

test("Remove leaves nothing, not even the database, and the page that is still open can keep again", async () => {
  await files.keep(choose(10), NOON);
  await removeKept();
  expect(await dumpEvidence()).toEqual({});
  expect(await files.list()).toEqual([]);
  await files.keep(choose(20), NOON);
  expect(await files.list()).toHaveLength(1);
});

test("what is removed in another tab while it is being sealed is not kept under a key that has gone", async () => {
  await files.keep(choose(10), NOON);
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  const other = await openEvidence();
  vi.spyOn(crypto.subtle, "encrypt").mockImplementation(async (...parts) => {
    await other.dropAll();
    return encrypt(...parts);
  });
  await expect(files.keep(choose(20), NOON)).rejects.toMatchObject({ code: "store_closed" });
  expect(await dumpEvidence()).toEqual(NOTHING);
  await other.close();
});

test("a full device is told as such, and nothing is half-kept", async () => {
  const add = IDBObjectStore.prototype.add;
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(function (this: IDBObjectStore, ...parts) {
    if (this.name === "pieces") throw new DOMException("full", "QuotaExceededError");
    return add.apply(this, parts);
  });
  await expect(files.keep(choose(10), NOON)).rejects.toMatchObject({ code: "no_room" });
  expect(await files.list()).toEqual([]);
  expect((await dumpEvidence()).files).toEqual([]);
});

test("a browser that keeps no key is told at the door", async () => {
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("no key", "DataCloneError");
  });
  await expect(openEvidence(LINK)).rejects.toThrow("no key");
});
