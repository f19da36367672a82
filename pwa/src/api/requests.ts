// The only fetch() of the app. Sends no cookie, follows nothing elsewhere, and turns what went wrong into one of a few
// outcomes that the sync knows how to wait for.

export type FailureCause =
  | "offline"
  | "busy"
  | "too_large"
  | "unauthorised"
  | "forbidden"
  | "refused"
  | "server_error";

/** A request that brought no usable answer. `retryAfterMs` is the server's own wish. */
export class RequestFailure extends Error {
  readonly reason: FailureCause;
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly orders: string[];

  constructor(cause: FailureCause, status = 0, retryAfterMs: number | null = null, orders: string[] = []) {
    super(`${cause}${status ? ` (${status})` : ""}`);
    this.name = "RequestFailure";
    this.reason = cause;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.orders = orders;
  }
}

export interface RequestParts {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: BodyInit | null;
  token?: string | null;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Any answer of the server, whatever its status; throws RequestFailure("offline") when there was none. */
export async function send(parts: RequestParts): Promise<Response> {
  const headers = new Headers(parts.headers);
  if (parts.token) headers.set("Authorization", `Bearer ${parts.token}`);
  const timeout = AbortSignal.timeout(parts.timeoutMs);
  const signal = parts.signal ? AbortSignal.any([parts.signal, timeout]) : timeout;
  try {
    return await fetch(parts.path, {
      method: parts.method,
      headers,
      body: parts.body ?? null,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal,
    });
  } catch {
    throw new RequestFailure("offline");
  }
}

/** Sends JSON and reads JSON; every status that is no success becomes a RequestFailure. */
export async function exchange<Reply>(
  parts: Omit<RequestParts, "body"> & { json?: unknown; zip?: boolean },
): Promise<Reply> {
  const headers: Record<string, string> = { Accept: "application/json", ...parts.headers };
  let body: BodyInit | null = null;
  if (parts.json !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(parts.json);
    const zipped = parts.zip && body.length > 1024 ? await zip(body) : null;
    if (zipped) {
      headers["Content-Encoding"] = "gzip";
      body = zipped;
    }
  }
  const response = await send({ ...parts, headers, body });
  if (!response.ok) throw await readFailure(response);
  try {
    return (response.status === 204 ? null : await response.json()) as Reply;
  } catch {
    // Cut off in the middle, or a captive portal's page: nothing we may take for an answer.
    throw new RequestFailure("offline", response.status);
  }
}

const CAUSES: Record<number, FailureCause> = {
  401: "unauthorised",
  403: "forbidden",
  413: "too_large",
  423: "busy",
  429: "busy",
  503: "busy",
};

export async function readFailure(response: Response): Promise<RequestFailure> {
  const { status } = response;
  const cause = CAUSES[status] ?? (status >= 500 ? "server_error" : "refused");
  const body = (await response.json().catch(() => null)) as { orders?: unknown } | null;
  const orders = Array.isArray(body?.orders) ? body.orders.filter((one) => typeof one === "string") : [];
  return new RequestFailure(cause, status, readRetryAfter(response.headers.get("Retry-After")), orders);
}

/** Retry-After in seconds; a date is left to our own back-off, since two clocks would have to agree. */
export function readRetryAfter(value: string | null): number | null {
  const seconds = Number(value);
  return value && Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null;
}

async function zip(text: string): Promise<ArrayBuffer | null> {
  if (typeof CompressionStream === "undefined") return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
