// The content key of one operation or photo: random, used for that alone, and wrapped for each who may open it: by the
// user's data key to read while unlocked, by one HPKE seal to the server. Never stored bare.
import { isProblem, Problem } from "../domain/problems";
import type { SealingKey } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";
import type { ContentSeals, Sealed } from "./layout";
import { readMeta } from "./meta";
import { importKey } from "./sealing";
import { type ServerSeal, sealForServer } from "./server_seal";

export interface ContentKey {
  key: CryptoKey;
  raw: Uint8Array<ArrayBuffer>;
}

/** To whom this phone seals now. */
export interface Addressee {
  device_id: string;
  /** Null until a server has said its key. */
  server_key: SealingKey | null;
}

function placeOfContentKey(subject: string): string {
  return `content_keys:${subject}`;
}

export async function readAddresseeIn(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
): Promise<Addressee> {
  const [device_id, server_key] = await Promise.all([readMeta(tx, "device_id"), readMeta(tx, "sealing_key")]);
  if (!device_id) throw new Problem("not_found");
  return { device_id, server_key: server_key ?? null };
}

export function readAddressee(store: PhoneStore): Promise<Addressee> {
  return store.read(["meta"], readAddresseeIn);
}

export async function makeContentKey(): Promise<ContentKey> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { key: await importKey(raw), raw };
}

/** `subject`: the op_id or attachment id. Throws "locked" where nobody at all could open it. */
export async function wrapContentKey(
  store: PhoneStore,
  subject: string,
  { raw }: ContentKey,
  to: Addressee,
): Promise<ContentSeals> {
  const [reading, server] = await Promise.all([
    wrapForReading(store, subject, raw),
    wrapForServer(subject, raw, to),
  ]);
  if (!reading && !server) throw new Problem("locked");
  return { reading, server };
}

/** Null while locked. */
export function wrapForReading(
  store: PhoneStore,
  subject: string,
  raw: Uint8Array<ArrayBuffer>,
): Promise<Sealed | null> {
  return unlessLocked(store.sealBytes(placeOfContentKey(subject), raw));
}

/**
 * Null without a key of the server, or when the code for it is not on this phone: what can be read here is sealed to the
 * server later (reseal.ts), and nobody waits for that to save.
 */
export async function wrapForServer(
  subject: string,
  raw: Uint8Array<ArrayBuffer>,
  { device_id, server_key }: Addressee,
): Promise<ServerSeal | null> {
  if (!server_key) return null;
  return sealForServer(server_key, device_id, subject, raw).catch(() => null);
}

/** Throws "locked", and "unreadable_record" where this phone may not read it (any more). */
export async function openContentKey(
  store: PhoneStore,
  subject: string,
  { reading }: ContentSeals,
): Promise<ContentKey> {
  if (!reading) throw new Problem("unreadable_record");
  const raw = new Uint8Array(await store.unsealBytes(placeOfContentKey(subject), reading));
  return { key: await importKey(raw), raw };
}

/** With a seal for the server's newest key where there is none, or one that it could not open. Null: as it is. */
export async function renewSeals(
  store: PhoneStore,
  subject: string,
  seals: ContentSeals,
  to: Addressee,
  isUnopened: boolean,
): Promise<ContentSeals | null> {
  const isOfOtherKey = isUnopened && seals.server?.key_id !== to.server_key?.key_id;
  if (seals.server && !isOfOtherKey) return null;
  const { raw } = await openContentKey(store, subject, seals);
  const server = await wrapForServer(subject, raw, to);
  return server ? { ...seals, server } : null;
}

/** What was asked for, or null while the phone is locked: for what must be saved all the same. */
export async function unlessLocked<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (isProblem(error, "locked")) return null;
    throw error;
  }
}
