// Makes photos smaller beside the page, so that an officer can go on answering meanwhile. Keeps nothing.
import { drawSmaller } from "./draw_smaller";

export interface PhotoTask {
  id: number;
  file: Blob;
  longest_side: number;
}

/** `picture` null: this worker cannot draw it; the page tries, and else the file goes as it is. */
export interface PhotoAnswer {
  id: number;
  picture: Blob | null;
}

addEventListener("message", (event: MessageEvent<PhotoTask>) => {
  const { id, file, longest_side } = event.data;
  void drawSmaller(file, longest_side)
    .catch(() => null)
    .then((picture) => postMessage({ id, picture } satisfies PhotoAnswer));
});
