// Sends bytes by tus in chunks, resuming where the server has stopped; what the server said last is handed back. Decides
// nothing: whose bytes they are, and what a receipt ends, is the caller's.
import type { UploadOptions } from "tus-js-client";
import { FILES_PATH, FilesStack } from "../api/files";
import { RequestFailure } from "../api/requests";
import { SEALED_PIECE_SIZE } from "../store/file_pieces";
import type { Round } from "./context";

const RETRY_DELAYS_MS = [500, 2_000];
const RECEIVED = "Doorstep-Received";
const QUARANTINED = "Doorstep-Quarantined";
const UNOPENED = "Doorstep-Unopened";

export interface Sending {
  /** Its name at the server: /files/<id>. */
  id: string;
  size: number;
  metadata: Record<string, string>;
  slice: (start: number, end: number) => Promise<ArrayBuffer>;
  tellPercent: (percent: number) => void;
}

/** What the server said last: the status of a failure, or the headers of the end. */
export interface Ending {
  status: number;
  received: string | null;
  quarantined: string | null;
  /** All bytes are there, and this server cannot open them (yet). */
  unopened: string | null;
}

/** `offered`: the server may hold a part of it, so ask where to go on; when it holds none, it is announced anew. */
export async function sendBytes(round: Round, sending: Sending, offered: boolean): Promise<Ending> {
  const ending = await sendOnce(round, sending, offered);
  const isGone = offered && (ending.status === 404 || ending.status === 410);
  return isGone ? sendOnce(round, sending, false) : ending;
}

/** The SHA-256 that the receipt names, in lower case; null when there is none. */
export function findReceivedHash({ received }: Ending): string | null {
  return /^sha256=([0-9a-f]{64})$/i.exec(received ?? "")?.[1]?.toLowerCase() ?? null;
}

async function sendOnce(round: Round, sending: Sending, offered: boolean): Promise<Ending> {
  const { Upload, DetailedError } = await import("tus-js-client");
  const address = `${round.origin}${FILES_PATH}`;
  return new Promise<Ending>((resolve, reject) => {
    const upload = new Upload(sending as unknown as Blob, {
      ...describeSending(round, sending),
      // A place that is known, or a place to make one; never both, or a failed HEAD would make a new upload.
      ...(offered ? { uploadUrl: `${address}/${sending.id}` } : { endpoint: address }),
      onSuccess: ({ lastResponse }) => resolve(readEnding(lastResponse)),
      onError: (error) => {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        if (response) resolve(readEnding(response));
        else reject(new RequestFailure("offline"));
      },
    });
    upload.start();
  });
}

function describeSending(round: Round, sending: Sending): UploadOptions {
  return {
    httpStack: new FilesStack(),
    fileReader: { openFile: async () => readSlices(round, sending) },
    fingerprint: async () => sending.id,
    storeFingerprintForResuming: false,
    headers: { Authorization: `Bearer ${round.upload_ticket}` },
    metadata: sending.metadata,
    chunkSize: SEALED_PIECE_SIZE,
    retryDelays: RETRY_DELAYS_MS,
    onShouldRetry: (error) => mayRetryNow(error.originalResponse?.getStatus() ?? 0),
    onChunkComplete: (_size, accepted, total) => sending.tellPercent(Math.floor((100 * accepted) / total)),
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
    unopened: response.getHeader(UNOPENED) ?? null,
  };
}

/** Only the pieces of one chunk are ever in memory. */
function readSlices(round: Round, sending: Sending) {
  return {
    size: sending.size,
    slice: async (start: number, end: number) => {
      await round.goOn();
      const stop = Math.min(end, sending.size);
      const bytes = await sending.slice(start, stop);
      return { value: new Blob([bytes]), done: stop >= sending.size };
    },
    close: () => undefined,
  };
}

export function toFailure(status: number): RequestFailure {
  if (status === 401) return new RequestFailure("unauthorised", status);
  if (status === 403) return new RequestFailure("forbidden", status);
  if (status === 413) return new RequestFailure("too_large", status);
  if ([408, 409, 423, 429, 503].includes(status)) return new RequestFailure("busy", status);
  return new RequestFailure(status >= 500 ? "server_error" : "refused", status);
}
