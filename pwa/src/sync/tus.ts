// Sends bytes by tus in chunks, resuming where the server has stopped; what the server said last is handed back. Decides
// nothing: whose bytes they are, and what a receipt ends, is the caller's.
import type { UploadOptions } from "tus-js-client";
import { FILES_PATH, FilesStack } from "../api/files";
import { RequestFailure, readRetryAfter } from "../api/requests";
import { SEALED_PIECE_SIZE } from "../store/file_pieces";

const RETRY_DELAYS_MS = [500, 2_000];
const RECEIVED = "Doorstep-Received";
const QUARANTINED = "Doorstep-Quarantined";
const FAULT = "Doorstep-Fault";
const UNOPENED = "Doorstep-Unopened";

/** Where to, with which token, and what is asked before each chunk: throws to stop. A Round of the sync is one. */
export interface Line {
  origin: string;
  upload_ticket: string;
  goOn: () => Promise<void>;
}

export interface Sending {
  /** Its name at the server: /files/<id>. */
  id: string;
  size: number;
  metadata: Record<string, string>;
  slice: (start: number, end: number) => Promise<ArrayBuffer>;
  /** Bytes of one request; those of a sealed piece where nothing is said. */
  chunk_size?: number;
  tellPercent: (percent: number) => void;
}

/** What the server said last: the status of a failure, or the headers of the end. */
export interface Ending {
  status: number;
  received: string | null;
  quarantined: string | null;
  /** All bytes are there, and this server cannot open them (yet). */
  unopened: string | null;
  /** Of what comes by a resident's link: a code for why not, and for how long to wait. */
  fault: string | null;
  retry_after_ms: number | null;
}

/** `offered`: the server may hold a part of it, so ask where to go on; when it holds none, it is announced anew. */
export async function sendBytes(line: Line, sending: Sending, offered: boolean): Promise<Ending> {
  const ending = await sendOnce(line, sending, offered);
  const isGone = offered && (ending.status === 404 || ending.status === 410);
  return isGone ? sendOnce(line, sending, false) : ending;
}

/** The SHA-256 that the receipt names, in lower case; null when there is none. */
export function findReceivedHash({ received }: Ending): string | null {
  return /^sha256=([0-9a-f]{64})$/i.exec(received ?? "")?.[1]?.toLowerCase() ?? null;
}

/** Ahead of the first file: without a line it could not be loaded any more. */
export async function loadTus(): Promise<void> {
  await import("tus-js-client").catch(() => undefined);
}

async function sendOnce(line: Line, sending: Sending, offered: boolean): Promise<Ending> {
  const { Upload, DetailedError } = await import("tus-js-client");
  const address = `${line.origin}${FILES_PATH}`;
  return new Promise<Ending>((resolve, reject) => {
    const upload = new Upload(sending as unknown as Blob, {
      ...describeSending(line, sending),
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

function describeSending(line: Line, sending: Sending): UploadOptions {
  return {
    httpStack: new FilesStack(),
    fileReader: { openFile: async () => readSlices(line, sending) },
    fingerprint: async () => sending.id,
    storeFingerprintForResuming: false,
    headers: { Authorization: `Bearer ${line.upload_ticket}` },
    metadata: sending.metadata,
    chunkSize: sending.chunk_size ?? SEALED_PIECE_SIZE,
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
    fault: response.getHeader(FAULT) ?? null,
    retry_after_ms: readRetryAfter(response.getHeader("Retry-After") ?? null),
  };
}

/** Only the pieces of one chunk are ever in memory. */
function readSlices(line: Line, sending: Sending) {
  return {
    size: sending.size,
    slice: async (start: number, end: number) => {
      await line.goOn();
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
