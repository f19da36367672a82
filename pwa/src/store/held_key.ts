// A key that must not be let go yet: something of the officer's work is on this phone that it alone opens, and that is
// neither sent nor sealed to the council. Until it is, the wraps stay, and the app opens nothing with them.
import { Problem } from "../domain/problems";
import type { PhoneStore, Transaction } from "./door";
import { findKeyRecord, type KeyRecord, readKeyRecord } from "./key_record";
import type { ContentSeals, StoreName } from "./layout";

/** What a transaction must cover that asks. */
export const HELD_STORES: StoreName[] = ["keys", "operations", "attachments", "drafts"];

/** Of layouts 1 and 2 the record itself lies under the data key; from layout 3 its content key does. */
interface Unsealed {
  key_id?: string;
  seals?: ContentSeals;
}

/** Neither PIN, passkey nor a bare key opens this phone until its officer signs in, although they are still here. */
export function isHeld({ dropped, raw, pin, passkey }: KeyRecord): boolean {
  return Boolean(dropped && (raw || pin || passkey));
}

/**
 * Ids of what only this key opens: unsent operations and photos without the council's seal; drafts too, where the council
 * has no copy of the key. `damaged`: what not even this key opens, for which nothing need wait.
 */
export async function listHeldIn(
  tx: Transaction<"readonly"> | Transaction<"readwrite">,
  { key_id, server }: KeyRecord,
  damaged: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const needsKey = ({ key_id: own, seals }: Unsealed) =>
    !seals?.server && (seals ? seals.reading?.key_id : own) === key_id;
  const [operations, photos, drafts] = await Promise.all([
    tx.objectStore("operations").getAll(),
    tx.objectStore("attachments").index("by_place").getAll("waiting"),
    tx.objectStore("drafts").getAll(),
  ]);
  return [
    ...operations.filter((one) => one.received_at === null && needsKey(one)).map(({ op_id }) => op_id),
    ...photos.filter(needsKey).map(({ attachment_id }) => attachment_id),
    ...drafts.filter((one) => !server && one.key_id === key_id).map(({ instance_id }) => instance_id),
  ].filter((id) => !damaged.has(id));
}

/** None on a phone whose key is gone already. */
export function listHeld(store: PhoneStore): Promise<string[]> {
  return store.read(HELD_STORES, async (tx) => {
    const kept = await readKeyRecord(tx);
    return kept && (kept.raw || kept.pin || kept.passkey) ? listHeldIn(tx, kept) : [];
  });
}

/** Out of memory. A bare key that is held goes on sending: no screen opens anything with it. */
export async function lockUnlessHeld(store: PhoneStore): Promise<void> {
  const kept = await findKeyRecord(store).catch(() => null);
  if (!kept?.raw || !isHeld(kept)) await store.lock();
}

/**
 * For what is about to be written: throws "locked" where it is sealed under a data key that this phone has let go of since,
 * and that the council could not give back. The transaction covers `keys`.
 */
export async function mustOpenLaterIn(
  tx: Transaction<"readwrite">,
  keyId: string | undefined,
): Promise<void> {
  const kept = await readKeyRecord(tx);
  const mayComeBack = kept && (kept.raw || kept.pin || kept.passkey || kept.server);
  if (!mayComeBack || kept.key_id !== keyId) throw new Problem("locked");
}

/** The same of an operation or a photo, which the council's seal is enough for. */
export async function mustBeOpenedIn(tx: Transaction<"readwrite">, seals?: ContentSeals): Promise<void> {
  if (seals && !seals.server) await mustOpenLaterIn(tx, seals.reading?.key_id);
}

/** An officer has signed in here: what was held opens the phone again, as it did before. */
export async function liftHold(store: PhoneStore): Promise<void> {
  await store.write(["keys"], "strict", "session", async (tx) => {
    const kept = await readKeyRecord(tx);
    if (kept && isHeld(kept))
      await tx.objectStore("keys").put({ ...kept, wrong_pins: 0, wait_until: null, dropped: null });
  });
}
