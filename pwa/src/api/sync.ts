// Push, pull and offer as requests. Decides nothing: batches, order and waiting are the sync's.
import type {
  OfferReply,
  OfferRequest,
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
} from "../domain/wire";
import { exchange } from "./requests";

const TIMEOUT_MS = 45_000;

export function push(request: PushRequest, ticket: string, signal?: AbortSignal): Promise<PushReply> {
  const parts = { method: "POST", path: "/api/v1/sync/push", token: ticket, timeoutMs: TIMEOUT_MS };
  return exchange<PushReply>({ ...parts, json: request, zip: true, ...(signal ? { signal } : {}) });
}

export function pull(request: PullRequest, deviceToken: string, signal?: AbortSignal): Promise<PullReply> {
  const parts = { method: "POST", path: "/api/v1/sync/pull", token: deviceToken, timeoutMs: TIMEOUT_MS };
  return exchange<PullReply>({ ...parts, json: request, ...(signal ? { signal } : {}) });
}

export function offer(request: OfferRequest, ticket: string): Promise<OfferReply> {
  const parts = { method: "POST", path: "/api/v1/sync/offer", token: ticket, timeoutMs: TIMEOUT_MS };
  return exchange<OfferReply>({ ...parts, json: request, zip: true });
}
