// From the camera to what is sent: made smaller beside the page where the browser can, on the page where it cannot, and
// as it is where nobody can read it.
import { Blob as NodeBlob, File as NodeFile } from "node:buffer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const [WIDE, HIGH] = [4000, 3000];
let drawn: string[] = [];

class CanvasFixture {
  constructor(
    readonly width: number,
    readonly height: number,
  ) {}
  getContext = () => ({ drawImage: () => undefined });
  convertToBlob = async ({ type }: { type: string }) => {
    drawn.push(`offscreen ${this.width}x${this.height}`);
    return new Blob(["small"], { type });
  };
}

/** Does what the real worker does, in another way each time. */
class WorkerFixture extends EventTarget {
  static made = 0;
  static does: "draws" | "fails" | "cannot" = "draws";
  constructor() {
    super();
    WorkerFixture.made += 1;
  }
  terminate = () => undefined;
  postMessage({ id, longest_side }: { id: number; longest_side: number }) {
    queueMicrotask(() => {
      if (WorkerFixture.does === "fails") return this.dispatchEvent(new Event("error"));
      const canDraw = WorkerFixture.does === "draws";
      if (canDraw) drawn.push(`worker ${longest_side}`);
      const picture = canDraw ? new Blob(["small"], { type: "image/jpeg" }) : null;
      return this.dispatchEvent(new MessageEvent("message", { data: { id, picture } }));
    });
  }
}

beforeEach(() => {
  vi.resetModules();
  drawn = [];
  WorkerFixture.made = 0;
  WorkerFixture.does = "draws";
  vi.stubGlobal("Worker", WorkerFixture);
  vi.stubGlobal("Blob", NodeBlob); // jsdom's own has no arrayBuffer()
  vi.stubGlobal("OffscreenCanvas", CanvasFixture);
  vi.stubGlobal("createImageBitmap", async () => ({ width: WIDE, height: HIGH, close: () => undefined }));
});

afterEach(() => vi.unstubAllGlobals());

function makeFile(text: string, name: string, type: string): File {
  return new NodeFile([text], name, { type }) as unknown as File;
}

async function take(file = makeFile("large", "IMG_1.HEIC", "image/heic"), maxPixels: number | null = null) {
  const { takePhoto } = await import("../../../pwa/src/forms/photo");
  return takePhoto(file, "/data/photo", maxPixels);
}

test("it is drawn smaller in a worker, and its facts are those of what is sent", async () => {
  const photo = await take();
  expect(drawn).toEqual(["worker 2048"]);
  expect(photo).toMatchObject({ node: "/data/photo", content_type: "image/jpeg", size: 5 });
  expect(photo.name).toBe(`${photo.attachment_id}.jpg`);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("small"));
  expect(photo.sha256).toBe(Buffer.from(digest).toString("hex"));
});

test("one worker serves all photos, each by the form's own measure", async () => {
  await take(undefined, 1000);
  await take(undefined, 500);
  expect(drawn).toEqual(["worker 1000", "worker 500"]);
  expect(WorkerFixture.made).toBe(1);
});

test("a worker that fails is given up, and the page draws this photo and all that follow", async () => {
  WorkerFixture.does = "fails";
  await take();
  WorkerFixture.does = "draws";
  await take();
  expect(drawn).toEqual(["offscreen 2048x1536", "offscreen 2048x1536"]);
  expect(WorkerFixture.made).toBe(1);
});

test("what the worker cannot read the page tries, and what nobody can read is sent as it is", async () => {
  WorkerFixture.does = "cannot";
  await take();
  expect(drawn).toEqual(["offscreen 2048x1536"]);
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("cannot decode")));
  const photo = await take();
  expect(photo).toMatchObject({ content_type: "image/heic", size: 5, name: `${photo.attachment_id}.heic` });
});

test("a browser without OffscreenCanvas draws on the page and starts no worker", async () => {
  vi.stubGlobal("OffscreenCanvas", undefined);
  const context = { drawImage: () => drawn.push("page") };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (
    this: HTMLCanvasElement,
    tell,
  ) {
    drawn.push(`${this.width}x${this.height}`);
    tell(new Blob(["small"], { type: "image/jpeg" }));
  });
  expect(await take()).toMatchObject({ content_type: "image/jpeg" });
  expect(drawn).toEqual(["page", "2048x1536"]);
  expect(WorkerFixture.made).toBe(0);
});

test("a document is not drawn at all", async () => {
  const photo = await take(makeFile("%PDF-1.7", "letter.pdf", "application/pdf"));
  expect(drawn).toEqual([]);
  expect(photo).toMatchObject({ content_type: "application/pdf", name: `${photo.attachment_id}.pdf` });
});
