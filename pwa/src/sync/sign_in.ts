// Signing in and out on this phone: the server registers the device, the store keeps the tokens, and nobody signs out
// over work that the council has not received.
import { endSession, openSession } from "../api/session";
import type { Session } from "../domain/ports";
import { Problem } from "../domain/problems";
import { SCHEMA } from "../domain/wire";
import { findCurrentAccount, listAccounts, saveSignedIn, wipeAccount } from "../store/accounts";
import { PhoneStore } from "../store/door";
import { listDrafts } from "../store/drafts";
import { findMeta, findVault, saveMeta, saveVault } from "../store/meta";
import { countUnsent } from "../store/unsent";

export interface Opened {
  store: PhoneStore;
  session: Session;
}

/** Who was signed in when the app was last open; needs no network. */
export async function resumeSession(): Promise<Opened | null> {
  const account = await findCurrentAccount();
  if (!account) return null;
  const store = await PhoneStore.open(account.user_id);
  const session = await findVault(store, "session");
  if (session) return { store, session };
  await store.close();
  return null;
}

/**
 * Throws a Problem in words. The tokens and the session are on the phone when it resolves. `mine`: the officer whose work
 * is on the phone, when the council knows its tokens no more; nobody else may take their place.
 */
export async function signInHere(
  email: string,
  password: string,
  app_version: string,
  mine: Session | null = null,
  now = new Date(),
): Promise<Opened> {
  const held = mine ? { device_id: mine.device_id, user_id: mine.user.id } : await findDevice();
  const device = { ...held, label: describeDevice(), app_version, schema: SCHEMA };
  const reply = await openSession({ email, password, device });
  const { user, council, device_id, demo } = reply;
  if (mine && mine.user.id !== user.id) {
    await endSession(reply.device_token).catch(() => undefined);
    throw new Problem("another_officer");
  }
  const session: Session = { user, council, device_id, demo, signed_in_at: now.toISOString() };
  const store = await PhoneStore.open(user.id);
  // A phone that knows another epoch still has something to offer: the first round does that, and then takes this one.
  const knowsEpoch = (await findMeta(store, "server_epoch")) !== undefined;
  await saveMeta(store, { device_id, ...(knowsEpoch ? {} : { server_epoch: reply.server_epoch }) });
  await saveVault(store, "device_token", reply.device_token);
  await saveVault(store, "session", session);
  const { upload_ticket } = reply;
  await saveSignedIn({ user_id: user.id, device_id, upload_ticket, used_at: now.toISOString() });
  return { store, session };
}

/**
 * The phone cannot know whose address is being typed, so an id is offered only where one user has ever been here; the
 * server takes it only for that user.
 */
async function findDevice(): Promise<{ device_id: string | null; user_id: string | null }> {
  const [only, ...others] = await listAccounts();
  if (!only || others.length > 0) return { device_id: null, user_id: null };
  return { device_id: only.device_id, user_id: only.user_id };
}

function describeDevice(): string {
  const navigator = (globalThis as { navigator?: { userAgent?: string } }).navigator;
  const words = navigator?.userAgent ?? "";
  const system = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/.exec(words)?.[0] ?? "Unknown system";
  const browser = /Firefox|Edg|SamsungBrowser|Chrome|Safari/.exec(words)?.[0] ?? "browser";
  return `${browser === "Edg" ? "Edge" : browser}, ${system === "Macintosh" ? "Mac" : system}`;
}

/** Wipes, even offline. Unfinished forms count as work: they too are only here. */
export async function signOutHere(store: PhoneStore): Promise<void> {
  const count = (await countUnsent(store)).total + (await listDrafts(store)).length;
  if (count > 0) throw new Problem("unsent_work", { count });
  const deviceToken = await findVault(store, "device_token").catch(() => null);
  if (deviceToken) await endSession(deviceToken).catch(() => undefined);
  store.tellSignedOut();
  await store.close();
  await wipeAccount(store.user_id);
}
