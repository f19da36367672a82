// Where a photo is drawn smaller: in a worker where the browser can, else on the page. A worker that fails or falls silent
// is given up for as long as the page lives; no photo is ever lost to it.
import { decodePicture, drawSmaller, fitSize, JPEG_QUALITY } from "./draw_smaller";
import type { PhotoAnswer, PhotoTask } from "./photo_worker";

/** Longer than the slowest phone needs for the largest photo: after that the worker is taken for dead. */
const PATIENCE_MS = 20_000;

let worker: Worker | null = null;
let isGivenUp = false;
let lastId = 0;

/** Null when this phone cannot decode the file. */
export async function shrink(file: Blob, longestSide: number): Promise<Blob | null> {
  return (await askWorker(file, longestSide)) ?? (await drawOnPage(file, longestSide));
}

async function askWorker(file: Blob, longest_side: number): Promise<Blob | null> {
  if (isGivenUp || typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined") return null;
  lastId += 1;
  const task: PhotoTask = { id: lastId, file, longest_side };
  try {
    worker ??= new Worker(new URL("./photo_worker.ts", import.meta.url), { type: "module" });
    return await waitForAnswer(worker, task);
  } catch {
    giveUp();
    return null;
  }
}

function waitForAnswer(asked: Worker, task: PhotoTask): Promise<Blob | null> {
  const over = new AbortController();
  const { signal } = over;
  const answer = new Promise<Blob | null>((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error("the photo worker is silent")), PATIENCE_MS);
    signal.addEventListener("abort", () => clearTimeout(patience));
    const hear = ({ data }: MessageEvent<PhotoAnswer>): void => {
      if (data.id === task.id) resolve(data.picture);
    };
    asked.addEventListener("message", hear, { signal });
    asked.addEventListener("error", () => reject(new Error("the photo worker failed")), { signal });
    asked.addEventListener("messageerror", () => reject(new Error("no photo came back")), { signal });
    asked.postMessage(task);
  });
  return answer.finally(() => over.abort());
}

function giveUp(): void {
  isGivenUp = true;
  worker?.terminate();
  worker = null;
}

async function drawOnPage(file: Blob, longestSide: number): Promise<Blob | null> {
  if (typeof OffscreenCanvas !== "undefined") {
    const drawn = await drawSmaller(file, longestSide).catch(() => null);
    if (drawn) return drawn;
  }
  const picture = await decodePicture(file);
  if (!picture) return null;
  const canvas = Object.assign(document.createElement("canvas"), fitSize(picture, longestSide));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}
