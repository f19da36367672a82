// Who uses this phone: one row per user, outside the sealed stores, with the upload ticket that may only send. A user's
// rows are in a database of their own, so that one officer never reads another's.
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { nameDatabase } from "./door";
import { forgetSecondCount } from "./unsent";

export interface Account {
  user_id: string;
  /** The id this phone has for this user; it outlives a sign-out, so that the device page shows one phone. */
  device_id: string;
  upload_ticket: string | null;
  signed_in: boolean;
  used_at: string;
  /** Signed out here: has the council heard of it, and is anything left to send? Gone with all else when both are done. */
  sign_out?: { is_told: boolean; has_work: boolean };
}

interface AccountsLayout extends DBSchema {
  accounts: { key: string; value: Account };
}

const DATABASE = "doorstep-phone";

async function withAccounts<Result>(
  work: (database: IDBPDatabase<AccountsLayout>) => Promise<Result>,
): Promise<Result> {
  const database = await openDB<AccountsLayout>(DATABASE, 1, {
    upgrade: (made) => {
      made.createObjectStore("accounts", { keyPath: "user_id" });
    },
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export function findCurrentAccount(): Promise<Account | null> {
  return withAccounts(async (database) => {
    const accounts = await database.getAll("accounts");
    const signedIn = accounts.filter((account) => account.signed_in);
    return signedIn.sort((one, two) => two.used_at.localeCompare(one.used_at))[0] ?? null;
  });
}

export function findAccount(userId: string): Promise<Account | null> {
  return withAccounts(async (database) => (await database.get("accounts", userId)) ?? null);
}

export function listAccounts(): Promise<Account[]> {
  return withAccounts((database) => database.getAll("accounts"));
}

/** One user is signed in at a time; the others keep their device id. */
export function saveSignedIn(account: Omit<Account, "signed_in">): Promise<void> {
  return withAccounts(async (database) => {
    const tx = database.transaction("accounts", "readwrite", { durability: "strict" });
    for (const other of await tx.store.getAll()) {
      if (other.user_id !== account.user_id) await tx.store.put({ ...other, signed_in: false });
    }
    await tx.store.put({ ...account, signed_in: true });
    await tx.done;
  });
}

/** The ticket stays until the council has heard of it and has what was not sent. */
export function saveSignedOut(userId: string, has_work: boolean): Promise<void> {
  return changeAccount(userId, (kept) => ({
    ...kept,
    signed_in: false,
    sign_out: { is_told: false, has_work },
  }));
}

/** Of this sign-out: somebody who has signed in again since has another ticket. */
export function saveSignOutTold({ user_id, upload_ticket }: Account): Promise<void> {
  return changeAccount(user_id, (kept) =>
    kept.upload_ticket === upload_ticket && !kept.signed_in
      ? { ...kept, sign_out: { is_told: true, has_work: kept.sign_out?.has_work ?? true } }
      : kept,
  );
}

/** Wipes everything this user has on the phone. Callers have refused while work is unsent. */
export async function wipeAccount(userId: string): Promise<void> {
  await changeAccount(userId, ({ sign_out: _over, ...kept }) => ({
    ...kept,
    signed_in: false,
    upload_ticket: null,
  }));
  await wipeDatabase(userId);
}

/** The account stays, with the ticket that says so. */
export async function wipeDatabase(userId: string): Promise<void> {
  await deleteDB(nameDatabase(userId));
  forgetSecondCount(userId);
}

function changeAccount(userId: string, change: (kept: Account) => Account): Promise<void> {
  return withAccounts(async (database) => {
    const tx = database.transaction("accounts", "readwrite", { durability: "strict" });
    const kept = await tx.store.get(userId);
    if (kept) await tx.store.put(change(kept));
    await tx.done;
  });
}
