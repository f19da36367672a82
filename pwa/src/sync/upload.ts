// Sends the bytes of one photo, sealed as they lie here. They may leave the phone only when the server names the sha-256 of
// their plain form; until then every failure leaves them where they are.
import { PIECE_SIZE } from "../store/file_pieces";
import { measureUpload, type OutgoingPhoto } from "../store/outgoing";
import { markOffered, noteUnopened, receivePhoto, refusePhoto } from "../store/photo_receipts";
import { openPhoto, readPhotoSlice, readSealedSlice } from "../store/photos";
import type { Round } from "./context";
import { findReceivedHash, type Sending, sendBytes, toFailure } from "./tus";

export type Uploaded = "received" | "refused" | "unopened" | "unproven";

/**
 * "unproven": all bytes are there, but no receipt with our sha-256 came. "unopened": the server cannot open them. Either
 * way they stay, and a later round asks again.
 */
export async function uploadPhoto(round: Round, photo: OutgoingPhoto): Promise<Uploaded> {
  const { attachment_id } = photo;
  await markOffered(round.store, attachment_id, round.now());
  round.progress.sendingPhoto(attachment_id, 0);
  try {
    const sending = photo.seal ? describeSealed(round, photo) : await describePlain(round, photo);
    const ending = await sendBytes(round, sending, isAskedFor(round, photo));
    if (ending.quarantined !== null) {
      await refusePhoto(round.store, attachment_id, ending.quarantined);
      return "refused";
    }
    const sha256 = findReceivedHash(ending);
    if (sha256 && (await receivePhoto(round.store, attachment_id, sha256, round.now()))) return "received";
    if (ending.unopened !== null) {
      await noteUnopened(round.store, attachment_id, ending.unopened);
      return "unopened";
    }
    if (ending.status >= 400) throw toFailure(ending.status);
    return "unproven";
  } finally {
    round.progress.nothingSending();
  }
}

/**
 * Offered before: asked for where it stands. One that could not be opened there may have been damaged on the way: once it is
 * announced anew, and the server says where to go on.
 */
function isAskedFor(round: Round, { attachment_id, record }: OutgoingPhoto): boolean {
  const isAnnouncedAnew = record.unopened_because && round.setAside.timesOf(attachment_id) === 1;
  return record.offered_at !== null && !isAnnouncedAnew;
}

/** By what stands in the open. Its name and its question come with the form. */
function describeSealed(round: Round, photo: OutgoingPhoto): Sending {
  const { attachment_id, record, seal } = photo;
  const { sha256 = "", content_type = "", captured_at = "", visit_id, instance_id } = record;
  return {
    id: attachment_id,
    size: measureUpload(photo),
    metadata: {
      attachment_id,
      filetype: content_type,
      sha256,
      captured_at,
      visit_id,
      ...(instance_id ? { instance_id } : {}),
      sealing_key_id: seal?.key_id ?? "",
      wrapped_key: seal?.wrapped_key ?? "",
      piece_size: String(PIECE_SIZE),
      size: String(photo.size),
    },
    slice: (start, end) => readSealedSlice(round.store, attachment_id, start, end),
    tellPercent: (percent) => round.progress.sendingPhoto(attachment_id, percent),
  };
}

/** Of an older app, and not yet sealed to the server: opened, as that app sent it. */
async function describePlain(round: Round, { attachment_id, record, size }: OutgoingPhoto): Promise<Sending> {
  const { name, content_type, sha256, captured_at, visit_id, instance_id, node } = await openPhoto(
    round.store,
    record,
  );
  return {
    id: attachment_id,
    size,
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
    slice: (start, end) => readPhotoSlice(round.store, record, start, end),
    tellPercent: (percent) => round.progress.sendingPhoto(attachment_id, percent),
  };
}
