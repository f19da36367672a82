// Small facts beside the records: numbers, dates and opaque ids in the open (`meta`), tokens and names sealed (`vault`).
import type { OpenFacts } from "../domain/lock";
import type { Session } from "../domain/ports";
import type { TypedScreen } from "../domain/typed_screen";
import type { SealingKey } from "../domain/wire";
import type { PhoneStore, Transaction } from "./door";

/** What `meta` holds; a name that is not there has never been written. */
export interface MetaValues {
  store_id: string;
  next_device_seq: number;
  device_id: string;
  view: number;
  pull_number: number;
  unsent_count: number;
  server_epoch: string;
  last_contact_at: string;
  /** When the last pull was complete, by this phone's clock: "markers as of". A push alone brings no rows. */
  rows_as_of: string;
  today_on: string;
  window_end_on: string;
  /** Work that vanished without a receipt; gone from here once the server has heard of it and the officer has read it. */
  lost: { had: number; now: number; unreported: number; acknowledged: boolean };
  /** Photos that a restored server may lack and of which this phone no longer has the bytes. */
  not_kept: string[];
  /** The council's clock in its last answer. */
  server_time: string;
  /** When copies were last looked through for those that are 30 days old, by the council's clock. */
  swept_at: string;
  /** Until when a digest that disagrees is not answered by asking for everything again. */
  full_pull_after: string;
  /** The last complete answer did not agree with what this phone holds, twice. */
  list_uncertain: boolean;
  lease: { holder: string; fence: number; until: number };
  /** What the screen of a locked phone shows: nothing of a resident, and not whose phone it is. */
  open_facts: OpenFacts;
  /** The council's newest key that this phone knows, to seal for the server alone. */
  sealing_key: SealingKey;
  /** The latest instant ever seen, by this phone's clock or the council's: it only grows. */
  latest_instant: string;
  /** `latest_instant` as it was at the last contact. */
  contact_mark: string;
  /** The council's clock less this phone's. */
  clock_offset_ms: number;
  reading_lapses_after_hours: number;
  lock_after_minutes: number;
  /** Orders that were carried out and not yet told to the council. */
  obeyed: string[];
  /** Pieces of work that were not sent when the council's order to wipe came. */
  unsent_at_wipe: number;
}

export async function readMeta<Name extends keyof MetaValues>(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
  name: Name,
): Promise<MetaValues[Name] | undefined> {
  const kept = await tx.objectStore("meta").get(name);
  return kept?.value as MetaValues[Name] | undefined;
}

export async function writeMeta<Name extends keyof MetaValues>(
  tx: Transaction<"readwrite">,
  name: Name,
  value: MetaValues[Name],
): Promise<void> {
  await tx.objectStore("meta").put({ name, value });
}

export function findMeta<Name extends keyof MetaValues>(
  store: PhoneStore,
  name: Name,
): Promise<MetaValues[Name] | undefined> {
  return store.read(["meta"], (tx) => readMeta(tx, name));
}

export async function saveMeta(store: PhoneStore, values: Partial<MetaValues>): Promise<void> {
  await store.write(["meta"], "relaxed", "sync", async (tx) => {
    for (const [name, value] of Object.entries(values)) await tx.objectStore("meta").put({ name, value });
  });
}

export interface Vault {
  session: Session;
  device_token: string;
  /** What stood half typed on a screen when the phone was locked. */
  typed: TypedScreen;
}

export async function saveVault<Name extends keyof Vault>(
  store: PhoneStore,
  name: Name,
  value: Vault[Name] | null,
): Promise<void> {
  const sealed = value === null ? null : await store.seal(`vault:${name}`, value);
  await store.write(["vault"], "strict", "session", async (tx) => {
    if (sealed) await tx.objectStore("vault").put({ name, ...sealed });
    else await tx.objectStore("vault").delete(name);
  });
}

export async function findVault<Name extends keyof Vault>(
  store: PhoneStore,
  name: Name,
): Promise<Vault[Name] | null> {
  const kept = await store.read(["vault"], (tx) => tx.objectStore("vault").get(name));
  return kept ? store.unseal<Vault[Name]>(`vault:${name}`, kept) : null;
}
