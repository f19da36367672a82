// Sends the bytes of one photo. They may leave the phone only when the server names their own sha-256; until then every
// failure leaves them where they are.
import type { Photo } from "../domain/draft";
import { readPhotoSlice } from "../store/photos";
import { markOffered, receivePhoto, refusePhoto } from "../store/receipts";
import type { Round } from "./context";
import { findReceivedHash, type Sending, sendBytes, toFailure } from "./tus";

export type Uploaded = "received" | "refused" | "unproven";

/** "unproven": all bytes are there, but no receipt with our sha-256 came; they stay, and the next round asks again. */
export async function uploadPhoto(round: Round, photo: Photo, offered: boolean): Promise<Uploaded> {
  const { attachment_id } = photo;
  await markOffered(round.store, attachment_id, round.now());
  round.progress.sendingPhoto(attachment_id, 0);
  try {
    const ending = await sendBytes(round, describe(round, photo), offered);
    if (ending.quarantined !== null) {
      await refusePhoto(round.store, attachment_id, ending.quarantined);
      return "refused";
    }
    const sha256 = findReceivedHash(ending);
    if (sha256 && (await receivePhoto(round.store, attachment_id, sha256, round.now()))) return "received";
    if (ending.status >= 400) throw toFailure(ending.status);
    return "unproven";
  } finally {
    round.progress.nothingSending();
  }
}

function describe(round: Round, photo: Photo): Sending {
  const { attachment_id, name, content_type, sha256, captured_at, visit_id, instance_id, node } = photo;
  return {
    id: attachment_id,
    size: photo.size,
    metadata: {
      attachment_id,
      filename: name,
      filetype: content_type,
      sha256,
      captured_at,
      visit_id,
      ...(instance_id ? { instance_id } : {}),
      ...(node ? { node } : {}),
    },
    slice: (start, end) => readPhotoSlice(round.store, attachment_id, start, end),
    tellPercent: (percent) => round.progress.sendingPhoto(attachment_id, percent),
  };
}
