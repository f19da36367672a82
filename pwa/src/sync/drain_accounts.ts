// Sends what all who use this phone have sealed here, one account after the other; one's trouble is nobody else's. It needs
// an upload ticket and no key. Signed out or locked, each still hears the council's orders; of who has signed out, the council
// is told.
import { type Account, findAccount, listAccounts, wipeAccount } from "../store/accounts";
import { PhoneStore } from "../store/door";
import { findKeyRecord } from "../store/key_record";
import { findMeta } from "../store/meta";
import { wipeAllButSealedWork } from "../store/new_start";
import { countUnsent } from "../store/unsent";
import { SyncCycle } from "./cycle";
import { SyncReport } from "./report";
import { finishSignOut, tellSignedOut } from "./sign_out";

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

async function drainAccount(account: Account, settings: DrainSettings): Promise<number> {
  const { user_id, sign_out } = account;
  if (sign_out?.has_work === false) return (await finishSignOut(account)) ? 0 : 1;
  const { origin, app_version } = settings;
  const store = await PhoneStore.open(user_id);
  const report = new SyncReport(store, () => undefined);
  const cycle = new SyncCycle({ store, report, origin, app_version, keeps_time: false });
  let left = 0;
  let isOver = false;
  try {
    // A tab was killed while it signed out.
    if (sign_out && (await findKeyRecord(store))) await wipeAllButSealedWork(store);
    const telling = (await hasSignedOut(store)) ? await tellSignedOut(account) : null;
    await cycle.run();
    const obeyed = (await findMeta(store, "obeyed")) ?? [];
    left = (await countUnsent(store)).total + (telling === "unreached" ? 1 : 0);
    isOver = left === 0 && (telling === "refused" || (telling === "told" && obeyed.length === 0));
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
