// Being told by push that visits have changed: asks the browser and says it to the council. A bonus: nothing waits for it.
import { readPush, startPush, stopPush } from "./api/push";
import type { PushPorts, PushState } from "./domain/ports";
import type { PhoneStore } from "./store/door";
import { findVault } from "./store/meta";

type Registration = ServiceWorkerRegistration | null;

export function makePushPorts(registration: Registration, store: PhoneStore | null): PushPorts {
  return {
    read: () => readPushState(registration, store),
    turnOn: () => turnPushOn(registration, store),
    turnOff: () => turnPushOff(registration, store),
  };
}

/** What stands now. Only the council knows whether it tells this officer: of several on one phone it may be another. */
async function readPushState(registration: Registration, store: PhoneStore | null): Promise<PushState> {
  const found = await find(registration, store);
  if (typeof found === "string") return found;
  if (Notification.permission === "denied") return "refused";
  const said = await readPush(found.token).catch(() => null);
  if (!said) return "offline";
  return said.subscribed && (await found.push.getSubscription()) ? "on" : "off";
}

/** Asks the person first where the browser has not yet. What comes of it is the state afterwards. */
async function turnPushOn(registration: Registration, store: PhoneStore | null): Promise<PushState> {
  const found = await find(registration, store);
  if (typeof found === "string") return found;
  const allowed = await Notification.requestPermission();
  if (allowed !== "granted") return allowed === "denied" ? "refused" : "off";
  return subscribe(found.push, found.token);
}

async function turnPushOff(registration: Registration, store: PhoneStore | null): Promise<PushState> {
  const found = await find(registration, store);
  if (typeof found === "string") return found;
  const said = await stopPush(found.token).catch(() => null);
  return said ? "off" : "offline";
}

/** At a start, where notices are allowed: what the push service has let go, or the browser has lost, is subscribed anew. Never throws. */
export async function renewPush(registration: Registration, store: PhoneStore): Promise<void> {
  const found = await find(registration, store);
  if (typeof found === "string") return;
  const said = await readPush(found.token).catch(() => null);
  if (!said || !(said.subscribed || said.lapsed)) return;
  const held = await found.push.getSubscription();
  if (held && !said.lapsed) return;
  await held?.unsubscribe().catch(() => false);
  await subscribe(found.push, found.token);
}

async function find(
  registration: Registration,
  store: PhoneStore | null,
): Promise<PushState | { push: PushManager; token: string }> {
  const push = registration?.pushManager;
  if (!push || typeof Notification === "undefined") return "unsupported";
  const token = store ? await findVault(store, "device_token").catch(() => null) : null;
  return token ? { push, token } : "offline";
}

async function subscribe(push: PushManager, token: string): Promise<PushState> {
  const said = await readPush(token).catch(() => null);
  if (!said) return "offline";
  const options = { userVisibleOnly: true, applicationServerKey: said.key };
  // A browser without a push service behind it says so only now.
  const made = await push.subscribe(options).catch(() => null);
  if (!made) return "unsupported";
  const kept = await startPush(made.toJSON(), token).catch(() => null);
  if (kept) return "on";
  await made.unsubscribe().catch(() => false);
  return "offline";
}
