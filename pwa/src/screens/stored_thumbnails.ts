// Small pictures of photos that are on this phone: drawn anew each time from the sealed bytes, so that no second copy rests here.
import type { Photo } from "../domain/draft";
import { shrink } from "../forms/photo_shrinker";
import type { PhoneStore } from "../store/door";
import { readPhotoBytes } from "../store/photos";

const LONGEST_SIDE = 320;

/** Null for what is no picture, or cannot be drawn or opened on this phone (any more). */
export async function drawThumbnail(
  store: PhoneStore,
  { attachment_id, content_type, has_bytes }: Photo,
): Promise<Blob | null> {
  if (!has_bytes || !content_type.startsWith("image/")) return null;
  const bytes = await readPhotoBytes(store, attachment_id).catch(() => null);
  return bytes && shrink(new Blob([bytes], { type: content_type }), LONGEST_SIDE);
}
