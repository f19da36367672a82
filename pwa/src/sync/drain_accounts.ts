// Sends what all who use this phone have sealed here, one account after the other; one's trouble is nobody else's. It needs
// an upload ticket and no key. Signed out or locked, each still hears the council's orders.
import { type Account, findAccount, listAccounts, wipeAccount } from "../store/accounts";
import { PhoneStore } from "../store/door";
import { findKeyRecord } from "../store/key_record";
import { countUnsent } from "../store/unsent";
import { SyncCycle } from "./cycle";
import { SyncReport } from "./report";

export interface DrainSettings {
  origin: string;
  app_version: string;
  /** Whose cycle runs already. */
  except?: string;
}

/** Pieces of work that are left; a store that could not even be opened counts as one. */
export async function drainAccounts(settings: DrainSettings): Promise<number> {
  const accounts = (await listAccounts())
    .filter(({ upload_ticket, user_id }) => upload_ticket !== null && user_id !== settings.except)
    .sort((one, two) => two.used_at.localeCompare(one.used_at));
  let left = 0;
  for (const account of accounts) left += await drainAccount(account, settings).catch(() => 1);
  return left;
}

async function drainAccount({ user_id }: Account, { origin, app_version }: DrainSettings): Promise<number> {
  const store = await PhoneStore.open(user_id);
  const report = new SyncReport(store, () => undefined);
  const cycle = new SyncCycle({ store, report, origin, app_version, keeps_time: false });
  let left = 0;
  let isOver = false;
  try {
    await cycle.run();
    left = (await countUnsent(store)).total;
    isOver = left === 0 && (await hasSignedOut(store));
  } finally {
    await cycle.stop();
    report.close();
    await store.close();
  }
  if (isOver) await wipeAccount(user_id);
  return left;
}

/** On purpose: no key is left here that could open anything, and what was kept for the council is with it. */
async function hasSignedOut(store: PhoneStore): Promise<boolean> {
  const account = await findAccount(store.user_id);
  return account?.signed_in === false && (await findKeyRecord(store)) === null;
}
