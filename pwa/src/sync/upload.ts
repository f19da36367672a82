// Sends the bytes of one photo by tus, resuming where the server has stopped. They may leave the phone only when the
// server names their own sha-256; until then every failure leaves them where they are.
import type { UploadOptions } from "tus-js-client";
import { FILES_PATH, FilesStack } from "../api/files";
import { RequestFailure } from "../api/requests";
import type { Photo } from "../domain/draft";
import { PIECE_SIZE, readPhotoSlice } from "../store/photos";
import { markOffered, receivePhoto, refusePhoto } from "../store/receipts";
import type { Round } from "./context";

const RETRY_DELAYS_MS = [500, 2_000];
const RECEIVED = "Doorstep-Received";
const QUARANTINED = "Doorstep-Quarantined";

export type Uploaded = "received" | "refused" | "unproven";

/** What the server said last: the status of a failure, or the headers of the end. */
interface Ending {
  status: number;
  received: string | null;
  quarantined: string | null;
}

/**
 * `offered`: the server may hold a part of it, so ask where to go on. "unproven": all bytes are there, but no receipt
 * with our sha-256 came; they stay, and the next round asks again.
 */
export async function uploadPhoto(round: Round, photo: Photo, offered: boolean): Promise<Uploaded> {
  const { attachment_id } = photo;
  await markOffered(round.store, attachment_id, round.now());
  let ending = await sendBytes(round, photo, offered);
  if (offered && (ending.status === 404 || ending.status === 410))
    ending = await sendBytes(round, photo, false);
  if (ending.quarantined !== null) {
    await refusePhoto(round.store, attachment_id, ending.quarantined);
    return "refused";
  }
  const sha256 = /^sha256=([0-9a-f]{64})$/i.exec(ending.received ?? "")?.[1];
  if (sha256 && (await receivePhoto(round.store, attachment_id, sha256))) return "received";
  if (ending.status >= 400) throw toFailure(ending.status);
  return "unproven";
}

async function sendBytes(round: Round, photo: Photo, offered: boolean): Promise<Ending> {
  const { Upload, DetailedError } = await import("tus-js-client");
  const address = `${round.origin}${FILES_PATH}`;
  round.progress.sendingPhoto(photo.attachment_id, 0);
  try {
    return await new Promise<Ending>((resolve, reject) => {
      const upload = new Upload(photo as unknown as Blob, {
        ...describeSending(round, photo),
        // A place that is known, or a place to make one; never both, or a failed HEAD would make a new upload.
        ...(offered ? { uploadUrl: `${address}/${photo.attachment_id}` } : { endpoint: address }),
        onSuccess: ({ lastResponse }) => resolve(readEnding(lastResponse)),
        onError: (error) => {
          const response = error instanceof DetailedError ? error.originalResponse : null;
          if (response) resolve(readEnding(response));
          else reject(new RequestFailure("offline"));
        },
      });
      upload.start();
    });
  } finally {
    round.progress.nothingSending();
  }
}

function describeSending(round: Round, photo: Photo): UploadOptions {
  return {
    httpStack: new FilesStack(),
    fileReader: { openFile: async () => readPieces(round, photo) },
    fingerprint: async () => photo.attachment_id,
    storeFingerprintForResuming: false,
    headers: { Authorization: `Bearer ${round.upload_ticket}` },
    metadata: describe(photo),
    chunkSize: PIECE_SIZE,
    retryDelays: RETRY_DELAYS_MS,
    onShouldRetry: (error) => mayRetryNow(error.originalResponse?.getStatus() ?? 0),
    onChunkComplete: (_size, accepted, total) =>
      round.progress.sendingPhoto(photo.attachment_id, Math.floor((100 * accepted) / total)),
  };
}

/** Another PATCH has the file (423), or the offset moved under us (409): the same again, after asking where we are. */
function mayRetryNow(status: number): boolean {
  return status === 423 || status === 409 || status === 460 || status === 408;
}

function readEnding(response: {
  getStatus: () => number;
  getHeader: (name: string) => string | undefined;
}): Ending {
  return {
    status: response.getStatus(),
    received: response.getHeader(RECEIVED) ?? null,
    quarantined: response.getHeader(QUARANTINED) ?? null,
  };
}

/** Only the pieces of one chunk are ever open in memory. */
function readPieces(round: Round, photo: Photo) {
  return {
    size: photo.size,
    slice: async (start: number, end: number) => {
      await round.goOn();
      const stop = Math.min(end, photo.size);
      const bytes = await readPhotoSlice(round.store, photo.attachment_id, start, stop);
      return { value: new Blob([bytes]), done: stop >= photo.size };
    },
    close: () => undefined,
  };
}

function describe(photo: Photo): Record<string, string> {
  const { attachment_id, name, content_type, sha256, captured_at, visit_id, instance_id, node } = photo;
  return {
    attachment_id,
    filename: name,
    filetype: content_type,
    sha256,
    captured_at,
    visit_id,
    ...(instance_id ? { instance_id } : {}),
    ...(node ? { node } : {}),
  };
}

function toFailure(status: number): RequestFailure {
  if (status === 401) return new RequestFailure("unauthorised", status);
  if (status === 413) return new RequestFailure("too_large", status);
  if ([408, 409, 423, 429, 503].includes(status)) return new RequestFailure("busy", status);
  return new RequestFailure(status >= 500 ? "server_error" : "refused", status);
}
