// Photo bytes go on where the server has stopped, and leave the phone only when the server names their sha-256.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PushRequest } from "../../../pwa/src/domain/wire";
import { listVisitPhotos, listWaitingPhotos, readPhotoBytes } from "../../../pwa/src/store/photos";
import { dump, VISIT_ID, visitRow } from "../store/phone_fixture";
import type { CouncilFixture } from "./council_fixture";
import { addPhoto, type Drainer, leaveCouncil, meetCouncil, startDrainer } from "./drainer_fixture";

let council: CouncilFixture;
let drainer: Drainer;

beforeEach(async () => {
  ({ council, drainer } = await meetCouncil(visitRow()));
});

afterEach(() => leaveCouncil(drainer));

const patches = () => council.requests.filter(({ method }) => method === "PATCH");

test("a photo arrives whole, in chunks of 256 KiB, and its bytes are then a copy that no screen can read", async () => {
  const id = await addPhoto(drainer.store, 700_000);
  const [photo] = await listWaitingPhotos(drainer.store);
  await drainer.cycle.run();
  expect(patches().map(({ body }) => (body as ArrayBuffer).byteLength)).toEqual([262_172, 262_172, 175_740]);
  const upload = council.uploads.get(id);
  expect(
    createHash("sha256")
      .update(upload?.bytes ?? "")
      .digest("hex"),
  ).toBe(photo?.sha256);
  expect(upload?.metadata).toMatchObject({ attachment_id: id, visit_id: VISIT_ID, sha256: photo?.sha256 });
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toMatchObject([
    { place: "received", has_bytes: false },
  ]);
  expect(await dump(drainer.store, "pieces")).toHaveLength(3);
  await expect(readPhotoBytes(drainer.store, id)).rejects.toMatchObject({ code: "not_found" });
  expect(drainer.states.some(({ photos }) => photos[id]?.state === "sending" && photos[id].percent > 0)).toBe(
    true,
  );
  expect(drainer.report.state.photos[id]).toEqual({ state: "received", percent: 100 });
});

test("after a cut and a restart only what is missing is sent", async () => {
  const id = await addPhoto(drainer.store, 700_000);
  council.fault = (method) => (method === "PATCH" && patches().length === 2 ? "lost_reply" : null);
  await drainer.cycle.run();
  expect(drainer.report.state).toMatchObject({ photos_not_sent: 1, offline: true });
  council.fault = () => null;
  const restarted = startDrainer(drainer.store);
  await restarted.cycle.run();
  expect(patches()).toHaveLength(3);
  expect(council.uploads.get(id)?.bytes.byteLength).toBe(700_000);
  expect(await listWaitingPhotos(drainer.store)).toEqual([]);
  await restarted.cycle.stop();
  restarted.report.close();
});

test("a receipt with another sha-256 drops nothing, and the photo is offered again later", async () => {
  const id = await addPhoto(drainer.store, 1000);
  council.fault = (method, path) => {
    if (path !== `/files/${id}` || method !== "PATCH") return null;
    const headers = { "Upload-Offset": "1028", "Doorstep-Received": `sha256=${"0".repeat(64)}` };
    return new Response(null, { status: 204, headers });
  };
  await drainer.cycle.run();
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toMatchObject([
    { place: "waiting", has_bytes: true },
  ]);
  council.fault = () => null;
  await drainer.cycle.runNow();
  expect(await listVisitPhotos(drainer.store, VISIT_ID)).toMatchObject([{ place: "received" }]);
});

test("a photo that the server refuses needs attention, keeps its bytes and holds up no other", async () => {
  const bad = await addPhoto(drainer.store, 1000);
  const good = await addPhoto(drainer.store, 2000);
  council.fault = (method, path) =>
    path === `/files/${bad}` && method === "PATCH"
      ? new Response(null, {
          status: 204,
          headers: { "Upload-Offset": "1028", "Doorstep-Quarantined": "not a picture" },
        })
      : null;
  await drainer.cycle.run();
  const photos = await listVisitPhotos(drainer.store, VISIT_ID);
  expect(photos.find(({ attachment_id }) => attachment_id === bad)).toMatchObject({
    place: "refused",
    refused_because: "not a picture",
    has_bytes: true,
  });
  expect(photos.find(({ attachment_id }) => attachment_id === good)).toMatchObject({ place: "received" });
  expect(drainer.report.state).toMatchObject({ not_sent: 0, needs_attention: 1 });
});

test("operations and small photos go before the pull, large photos after it", async () => {
  const large = await addPhoto(drainer.store, 600_000);
  const small = await addPhoto(drainer.store, 1000);
  await drainer.cycle.run();
  const order = council.requests
    .filter(({ method, path }) => path.startsWith("/api") || method === "PATCH")
    .map(({ path }) => path.replace(large, "large").replace(small, "small"));
  expect(order).toEqual([
    "/api/v1/sync/push",
    "/files/small",
    "/api/v1/sync/pull",
    "/files/large",
    "/files/large",
    "/files/large",
    "/api/v1/sync/push",
  ]);
  const [before, after] = council.list("/api/v1/sync/push") as PushRequest[];
  expect([before?.state?.photos_unsent, after?.state?.photos_unsent]).toEqual([2, 0]);
});

test("work saved while photos are sent goes before the next photo", async () => {
  await addPhoto(drainer.store, 500_000);
  await addPhoto(drainer.store, 500_000);
  const { addNote } = await import("../../../pwa/src/store/work");
  let isSaved = false;
  council.fault = async (method) => {
    if (method === "PATCH" && !isSaved) {
      isSaved = true;
      await addNote(drainer.store, { type: "visit", id: VISIT_ID }, "meanwhile");
    }
    return null;
  };
  await drainer.cycle.run();
  const paths = council.requests.map(({ method, path }) => (path.startsWith("/files/") ? method : path));
  const note = council.requests.findIndex(
    ({ path, body }) =>
      path.endsWith("push") &&
      (body as PushRequest).operations.some(
        ({ op_id }) => council.operations.get(op_id)?.kind === "note.add",
      ),
  );
  expect(note).toBeGreaterThan(paths.indexOf("PATCH"));
  expect(note).toBeLessThan(paths.lastIndexOf("PATCH"));
});
