// Draws a picture again: upright, no longer than asked on its longest side, as JPEG. Drawing leaves all metadata behind,
// location and device included. Runs in a worker, or in a page that has OffscreenCanvas; touches no document.

export const JPEG_QUALITY = 0.8;

/** Null when this phone cannot decode the file. */
export async function drawSmaller(file: Blob, longestSide: number): Promise<Blob | null> {
  const picture = await decodePicture(file);
  if (!picture) return null;
  const { width, height } = fitSize(picture, longestSide);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}

export async function decodePicture(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

/** Never larger than it is, and never without a pixel. */
export function fitSize(
  picture: { width: number; height: number },
  longestSide: number,
): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
