// From the camera to what is sent: upright, at most 2048 px, without location or device data, hashed on this phone.
// A picture that the phone cannot decode is kept as it is.
import { v7 as uuidV7 } from "uuid";
import type { AttachmentFacts } from "../domain/wire";
import { shrink } from "./photo_shrinker";

/** A photo in a form: its facts as the wire has them, and its bytes. */
export interface FormPhoto extends AttachmentFacts {
  node: string;
  bytes: ArrayBuffer;
}

const LONGEST_SIDE = 2048;
const PICTURE = /^image\//;
const KEPT_TYPE = /^(image\/|application\/pdf$)/;
const KEPT_NAME = /\.(jpe?g|png|webp|heic|heif|pdf)$/i;

/** Whether the council keeps such a file: pictures and PDF. A phone that knows no type of it goes by its name. */
export function isKeptKind({ type, name }: { type: string; name: string }): boolean {
  return type ? KEPT_TYPE.test(type) : KEPT_NAME.test(name);
}

export async function takePhoto(file: File, node: string, maxPixels: number | null): Promise<FormPhoto> {
  const smaller =
    PICTURE.test(file.type) || !file.type ? await shrink(file, maxPixels ?? LONGEST_SIDE) : null;
  const blob = smaller ?? file;
  const bytes = await blob.arrayBuffer();
  const attachmentId = uuidV7();
  return {
    attachment_id: attachmentId,
    node,
    name: `${attachmentId}${smaller ? ".jpg" : extensionOf(file)}`,
    content_type: blob.type || "application/octet-stream",
    size: bytes.byteLength,
    sha256: await sha256(bytes),
    captured_at: new Date().toISOString(),
    bytes,
  };
}

export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function extensionOf(file: File): string {
  const found = /\.[a-z0-9]{1,8}$/i.exec(file.name);
  return found ? found[0].toLowerCase() : "";
}
