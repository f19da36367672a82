// Whether this phone is told by push that its visits have changed. Decides nothing.
import { exchange } from "./requests";

const PATH = "/api/v1/push";
const TIMEOUT_MS = 20_000;

export interface PushReply {
  /** The application server key, base64url. */
  key: string;
  subscribed: boolean;
  /** It was, and the push service has let the subscription go. */
  lapsed: boolean;
}

export function readPush(deviceToken: string): Promise<PushReply> {
  return exchange<PushReply>({ method: "GET", path: PATH, token: deviceToken, timeoutMs: TIMEOUT_MS });
}

export function startPush(subscription: PushSubscriptionJSON, deviceToken: string): Promise<PushReply> {
  const { endpoint, keys } = subscription;
  const json = { endpoint, keys };
  return exchange<PushReply>({ method: "PUT", path: PATH, token: deviceToken, timeoutMs: TIMEOUT_MS, json });
}

export function stopPush(deviceToken: string): Promise<PushReply> {
  return exchange<PushReply>({ method: "DELETE", path: PATH, token: deviceToken, timeoutMs: TIMEOUT_MS });
}
