// Signing out on this phone: what can be read goes at once, also offline; the council hears of it now, or with the upload
// ticket at the next contact. Nobody signs out over work that could then not be sent.
import { RequestFailure } from "../api/requests";
import { endSession } from "../api/session";
import { Problem } from "../domain/problems";
import {
  type Account,
  findAccount,
  saveSignedOut,
  saveSignOutTold,
  wipeAccount,
  wipeDatabase,
} from "../store/accounts";
import type { PhoneStore } from "../store/door";
import { listDrafts } from "../store/drafts";
import { findVault } from "../store/meta";
import { wipeAllButSealedWork } from "../store/new_start";
import { countUnsealed, countUnsent } from "../store/unsent";

/**
 * Work that is sealed to the council stays, and goes when there is signal. Refused (`unsent_work`) over unfinished forms,
 * which are only here, and over work that nobody could open afterwards. `whenWiped` is called before the council is told.
 */
export async function signOutHere(store: PhoneStore, whenWiped: () => void = () => undefined): Promise<void> {
  const { user_id } = store;
  const count = (await countUnsealed(store)) + (await listDrafts(store)).length;
  if (count > 0) throw new Problem("unsent_work", { count });
  const deviceToken = await findVault(store, "device_token").catch(() => null);
  // First: a tab that is killed from here on leaves the rest to whoever comes next (drain_accounts.ts).
  await saveSignedOut(user_id, true);
  store.tellSignedOut();
  await wipeAllButSealedWork(store);
  // Counted last: another tab may have saved something until it heard.
  const hasWork = (await countUnsent(store)).total > 0;
  await store.close();
  if (!hasWork) {
    await wipeDatabase(user_id);
    await saveSignedOut(user_id, false);
  }
  whenWiped();
  // Over work it would end the ticket as well, which sends that.
  if (!hasWork && deviceToken && (await endHere(deviceToken)) === "told") await wipeAccount(user_id);
}

/** refused: nobody there listens to this token any more. unreached: it is said again at the next contact. */
type Telling = "told" | "refused" | "unreached";

async function endHere(token: string): Promise<Telling> {
  try {
    await endSession(token);
    return "told";
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return error.reason === "unauthorised" || error.reason === "forbidden" ? "refused" : "unreached";
  }
}

/** Says with the upload ticket that this account has signed out; a second call asks for nothing. */
export async function tellSignedOut(account: Account): Promise<Telling> {
  if (account.sign_out?.is_told) return "told";
  const telling = account.upload_ticket === null ? "refused" : await endHere(account.upload_ticket);
  if (telling === "told") await saveSignOutTold(account);
  return telling;
}

/** Of an account that left no work behind: told, nothing of it is needed any more. False: it is to be told again. */
export async function finishSignOut(account: Account): Promise<boolean> {
  const now = await findAccount(account.user_id);
  if (now?.upload_ticket !== account.upload_ticket || now.signed_in) return true;
  await wipeDatabase(account.user_id);
  if ((await tellSignedOut(account)) === "unreached") return false;
  await wipeAccount(account.user_id);
  return true;
}
