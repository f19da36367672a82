// What tus-js-client speaks through: the app's one fetch(), so that a page and the worker send photos by the same code
// (a worker has no XMLHttpRequest). One chunk per request; a chunk counts only when the server has answered.

import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";
import { toBase64 } from "../domain/base64";
import { send } from "./requests";

export const FILES_PATH = "/files";
const TIMEOUT_MS = 60_000;

export class FilesStack implements HttpStack {
  createRequest(method: string, url: string): HttpRequest {
    return new FilesRequest(method, url);
  }

  getName(): string {
    return "doorstep";
  }
}

class FilesRequest implements HttpRequest {
  readonly #method: string;
  readonly #url: string;
  readonly #headers: Record<string, string> = {};
  readonly #aborter = new AbortController();
  #tellProgress: (bytesSent: number) => void = () => undefined;

  constructor(method: string, url: string) {
    this.#method = method;
    this.#url = url;
  }

  getMethod(): string {
    return this.#method;
  }

  getURL(): string {
    return this.#url;
  }

  setHeader(header: string, value: string): void {
    this.#headers[header] = value;
  }

  getHeader(header: string): string | undefined {
    return this.#headers[header];
  }

  setProgressHandler(handler: (bytesSent: number) => void): void {
    this.#tellProgress = handler;
  }

  async send(chunk: Blob | null = null): Promise<HttpResponse> {
    const body = chunk ? await chunk.arrayBuffer() : null;
    if (body) this.#headers["Upload-Checksum"] = `sha256 ${await findChecksum(body)}`;
    const response = await send({
      method: this.#method,
      path: this.#url,
      headers: this.#headers,
      body,
      timeoutMs: TIMEOUT_MS,
      signal: this.#aborter.signal,
    });
    const text = this.#method === "HEAD" ? "" : await response.text();
    if (body && response.ok) this.#tellProgress(body.byteLength);
    return {
      getStatus: () => response.status,
      getHeader: (header) => response.headers.get(header) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  }

  async abort(): Promise<void> {
    this.#aborter.abort();
  }

  getUnderlyingObject(): null {
    return null;
  }
}

/** Base64 of the chunk's SHA-256 (tus checksum): a chunk that was damaged on the way is not kept. */
async function findChecksum(body: ArrayBuffer): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", body);
  return toBase64(new Uint8Array(hash));
}
