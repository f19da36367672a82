// Signing in on this phone: the server registers the device, the phone keeps the upload ticket at once and the rest when it
// has a key to seal it with.

import { endSession, openSession } from "../api/session";
import { fromBase64 } from "../domain/base64";
import type { Session } from "../domain/ports";
import { Problem } from "../domain/problems";
import { SCHEMA, type SealedDataKey, type SessionReply } from "../domain/wire";
import { type Account, findAccount, listAccounts, saveSignedIn } from "../store/accounts";
import { PhoneStore } from "../store/door";
import { findKeyRecord } from "../store/key_record";
import { noteContact } from "../store/lapse";
import { findMeta, saveMeta, saveVault } from "../store/meta";
import { markObeyedSaid } from "../store/obeyed";
import { keepOpenFacts } from "../store/open_facts";
import { isSealingKey } from "../store/server_seal";

/** What a sign-in has brought and no key has sealed yet. */
export interface Pending {
  session: Session;
  device_token: string;
}

export interface SignedIn extends Pending {
  store: PhoneStore;
  /** The key that this phone had sealed to the server, given back. */
  data_key: Uint8Array<ArrayBuffer> | null;
  /** The id of the sealed key that the server was asked to open. */
  asked_key_id: string | null;
}

/** The registration that the phone says it has, and whose. */
interface Held {
  device_id: string | null;
  user_id: string | null;
}

export interface SignInParts {
  email: string;
  password: string;
  app_version: string;
  /** Who is here, locked or not; nobody else may take their place while they are not locked. */
  here: { store: PhoneStore; is_open: boolean } | null;
  now: Date;
}

/** Throws a Problem in words. What is in the open is on the phone when it resolves: who, and the ticket. */
export async function signInHere(parts: SignInParts): Promise<SignedIn> {
  const { email, password, app_version, here, now } = parts;
  let said: Said = {};
  const asHeld = async (held: Held): Promise<SessionReply> => {
    said = held.user_id ? await findSaid(held.user_id) : {};
    const phone = { label: describeDevice(), app_version, schema: SCHEMA };
    return openSession({ email, password, device: { ...held, ...phone, ...said } });
  };
  let held = await findDevice(here?.store.user_id ?? null);
  let reply = await asHeld(held);
  if (here?.is_open && here.store.user_id !== reply.user.id) {
    await endSession(reply.device_token).catch(() => undefined);
    throw new Problem("another_officer");
  }
  const own = held.user_id === reply.user.id ? null : await findAccount(reply.user.id);
  if (own) {
    // Who it is, is known only now: on a shared phone they have an id and a key of their own here, and drafts under it.
    await endSession(reply.device_token).catch(() => undefined);
    held = { device_id: own.device_id, user_id: own.user_id };
    reply = await asHeld(held);
  }
  const { user } = reply;
  const store = here?.store.user_id === user.id ? here.store : await PhoneStore.open(user.id);
  await keepInTheOpen(store, reply, now);
  // Another officer has the phone: it says nothing more of the shifts of whoever had it.
  if (here && here.store !== store) await keepOpenFacts(here.store, reply);
  if (held.user_id === user.id) await markObeyedSaid(store, said.obeyed ?? []);
  const session: Session = {
    user,
    council: reply.council,
    device_id: reply.device_id,
    demo: reply.demo,
    signed_in_at: now.toISOString(),
  };
  const isOwn = held.user_id === user.id;
  return {
    store,
    session,
    device_token: reply.device_token,
    data_key: isOwn && reply.data_key ? fromBase64(reply.data_key) : null,
    asked_key_id: (isOwn && said.data_key?.data_key_id) || null,
  };
}

async function keepInTheOpen(store: PhoneStore, reply: SessionReply, now: Date): Promise<void> {
  const { device_id, upload_ticket, sealing_key, reading_lapses_after_hours } = reply;
  // A phone that knows another epoch still has something to offer: the first round does that, and then takes this one.
  const knowsEpoch = (await findMeta(store, "server_epoch")) !== undefined;
  await saveMeta(store, {
    device_id,
    ...(knowsEpoch ? {} : { server_epoch: reply.server_epoch }),
    ...(sealing_key && (await isSealingKey(sealing_key)) ? { sealing_key } : {}),
    ...(reading_lapses_after_hours ? { reading_lapses_after_hours } : {}),
  });
  await keepOpenFacts(store, reply);
  await noteContact(store, now, reply.server_time);
  await saveSignedIn({ user_id: store.user_id, device_id, upload_ticket, used_at: now.toISOString() });
}

export async function keepSealed(store: PhoneStore, { session, device_token }: Pending): Promise<void> {
  await saveVault(store, "device_token", device_token);
  await saveVault(store, "session", session);
}

/**
 * The phone cannot know whose address is being typed, so an id is offered only for who is here, or where one user has
 * ever been; the server takes it only for that user.
 */
async function findDevice(hereId: string | null): Promise<Held> {
  const accounts = await listAccounts();
  const [only, ...others] = accounts;
  const account: Account | null | undefined = hereId
    ? accounts.find(({ user_id }) => user_id === hereId)
    : others.length === 0
      ? only
      : null;
  return { device_id: account?.device_id ?? null, user_id: account?.user_id ?? null };
}

/** What only this phone knows of the registration that it names. */
interface Said {
  data_key?: SealedDataKey;
  /** The sign-in ends these orders, or leads to another registration: it is the last chance to say so. */
  obeyed?: string[];
}

async function findSaid(userId: string): Promise<Said> {
  const account = await findAccount(userId);
  // Of somebody of whom nothing is here, nothing is made again by looking.
  if (!account?.upload_ticket || account.sign_out?.has_work === false) return {};
  const store = await PhoneStore.open(userId);
  try {
    const [kept, obeyed] = await Promise.all([findKeyRecord(store), findMeta(store, "obeyed")]);
    return {
      ...(kept?.server ? { data_key: { data_key_id: kept.key_id, ...kept.server } } : {}),
      ...(obeyed?.length ? { obeyed } : {}),
    };
  } finally {
    await store.close();
  }
}

function describeDevice(): string {
  const navigator = (globalThis as { navigator?: { userAgent?: string } }).navigator;
  const words = navigator?.userAgent ?? "";
  const system = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/.exec(words)?.[0] ?? "Unknown system";
  const browser = /Firefox|Edg|SamsungBrowser|Chrome|Safari/.exec(words)?.[0] ?? "browser";
  return `${browser === "Edg" ? "Edge" : browser}, ${system === "Macintosh" ? "Mac" : system}`;
}
