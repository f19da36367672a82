// What the labels of a form show comes with its version, lies on the phone as long as the form does, and holds nothing up.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Row } from "../../../pwa/src/domain/wire";
import { openLater } from "../../../pwa/src/screens/stored_later";
import { deleteDraft, saveDraft } from "../../../pwa/src/store/drafts";
import { findMedium } from "../../../pwa/src/store/form_media";
import { dropUnneededForms, findFormVersion } from "../../../pwa/src/store/forms";
import { endLease, takeLease } from "../../../pwa/src/store/lease";
import { dump, NOON, residentRow, VISIT_ID, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil } from "./drainer_fixture";

const MAP = Buffer.from("a picture of a street");
const HUM = Buffer.from("the hum of a fridge");
const ONE = formRow("0190ffff-0000-7000-8000-000000000001", "1", { "map.png": MAP, "hum.mp3": HUM });
const TWO = formRow("0190ffff-0000-7000-8000-000000000002", "2", { "map.png": MAP });
const DAY_MS = 24 * 60 * 60_000;

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow(), residentRow(), ONE));
  for (const bytes of [MAP, HUM]) council.formMedia.set(sha256(bytes), bytes);
});

afterEach(() => leaveCouncil(drainer));

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function formRow(id: string, version_label: string, files: Record<string, Buffer>): Row {
  const media = Object.entries(files).map(([name, bytes]) => ({
    name,
    sha256: sha256(bytes),
    content_type: "image/png",
    size: bytes.byteLength,
  }));
  const fields = {
    form_id: "try",
    title: "Try",
    version_label,
    xform: "<h/>",
    languages: [],
    current: true,
    media,
  };
  return { type: "form_version", id, version: 1, field_versions: {}, fields };
}

async function read(bytes: Buffer): Promise<string | null> {
  const found = await findMedium(drainer.store, sha256(bytes));
  return found && Buffer.from(found).toString();
}

const asked = () => council.requests.filter(({ path }) => path.includes("/media/"));

test("is fetched once with the device token, and is there without a line", async () => {
  await drainer.cycle.run();
  await drainer.cycle.run();
  expect(asked().map(({ method, path, token }) => [method, path, token])).toEqual(
    [MAP, HUM].map((bytes) => ["GET", `/api/v1/forms/${ONE.id}/media/${sha256(bytes)}`, "token"]),
  );
  council.fault = () => "lost";
  expect(await read(MAP)).toBe("a picture of a street");
  const version = await findFormVersion(drainer.store, ONE.id);
  const phone = openLater(drainer.store);
  if (!version) throw new Error("the form is gone");
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: () => "blob:here", revokeObjectURL: () => undefined }),
  );
  expect(await phone.findMedium(version, "hum.mp3")).toMatchObject({ is: "here", url: "blob:here" });
  expect(await phone.findMedium(version, "other.png")).toEqual({ is: "missing" });
});

test("lies sealed on the phone", async () => {
  await drainer.cycle.run();
  const kept = (await dump(drainer.store, "form_media")) as { ciphertext: ArrayBuffer }[];
  expect(kept).toHaveLength(2);
  for (const { ciphertext } of kept) expect(Buffer.from(ciphertext).includes("street")).toBe(false);
});

test("comes after work, and its absence holds up no work and no other file", async () => {
  council.formMedia.delete(sha256(MAP));
  const photo = await addPhoto(drainer.store, 3_000_000);
  await drainer.cycle.run();
  const paths = council.requests.map(({ path }) => path);
  expect(paths.findIndex((path) => path.includes("/media/"))).toBeGreaterThan(
    paths.lastIndexOf(`/files/${photo}`),
  );
  expect([await read(MAP), await read(HUM)]).toEqual([null, "the hum of a fridge"]);
  expect(drainer.report.state).toMatchObject({ trouble: null, needs_attention: 0 });
  await drainer.cycle.run();
  expect(asked()).toHaveLength(2); // what failed waits its time
  council.formMedia.set(sha256(MAP), MAP);
  await drainer.cycle.runNow();
  expect(await read(MAP)).toBe("a picture of a street");
});

test("is said to be on its way until it has come, and other bytes are not kept in its place", async () => {
  council.formMedia.set(sha256(MAP), HUM);
  await drainer.cycle.run();
  const version = await findFormVersion(drainer.store, ONE.id);
  if (!version) throw new Error("the form is gone");
  expect(await openLater(drainer.store).findMedium(version, "map.png")).toEqual({ is: "on_its_way" });
});

test("is fetched again when what lies here cannot be opened", async () => {
  await drainer.cycle.run();
  await drainer.store.write(["form_media"], "relaxed", "rows", async (tx) => {
    const record = await tx.objectStore("form_media").get(sha256(MAP));
    if (!record) throw new Error("nothing to damage");
    await tx.objectStore("form_media").put({ ...record, ciphertext: record.ciphertext.slice(0, 7) });
  });
  expect(await read(MAP)).toBeNull();
  expect(await read(HUM)).toBe("the hum of a fridge");
  await drainer.cycle.run();
  expect(await read(MAP)).toBe("a picture of a street");
});

test("is not fetched where the phone is nearly full: room is for work", async () => {
  const estimate = async () => ({ usage: 81, quota: 100 });
  vi.stubGlobal("navigator", { storage: { estimate, persisted: async () => true } });
  await drainer.cycle.run();
  expect(asked()).toEqual([]);
});

test("stays for a draft of a version that was replaced, and goes with it", async () => {
  await drainer.cycle.run();
  await saveDraft(drainer.store, {
    instance_id: "uuid:draft",
    entity: { type: "visit", id: VISIT_ID },
    form_id: "try",
    form_version_id: ONE.id,
    xml: "<data/>",
    bases: {},
    started_at: NOON.toISOString(),
    saved_at: NOON.toISOString(),
    place: "0",
  });
  council.evict(ONE, "closed");
  council.setRow(TWO);
  await drainer.cycle.run();
  expect([await read(MAP), await read(HUM)]).toEqual(["a picture of a street", "the hum of a fridge"]);
  await deleteDraft(drainer.store, "uuid:draft");
  const later = new Date(Date.now() + 2 * DAY_MS);
  const lease = await takeLease(drainer.store, "test", later);
  if (!lease) throw new Error("somebody else sends");
  await dropUnneededForms(drainer.store, lease, later);
  await endLease(drainer.store, lease);
  await drainer.cycle.run();
  expect([await read(MAP), await read(HUM)]).toEqual(["a picture of a street", null]);
  expect(asked()).toHaveLength(2); // both versions show one map
});

test("goes with everything readable when the phone is wiped", async () => {
  await drainer.cycle.run();
  council.orders = ["wipe"];
  await drainer.cycle.run();
  expect(await dump(drainer.store, "form_media")).toEqual([]);
});
