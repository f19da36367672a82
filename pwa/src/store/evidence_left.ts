// What still waits on this device of any link: counted before a link's question is answered, and removed without it.
import { deleteDB } from "idb";
import { openChannel } from "./changes";
import {
  DATABASE,
  dropExpired,
  type EvidenceDatabase,
  openDatabase,
  STORES,
  writeTo,
} from "./evidence_layout";

/** How many files of any link wait; what is over goes first. 0 where this browser keeps nothing. */
export async function countKept(now: Date): Promise<number> {
  return withKept(async (database) => {
    await dropExpired(database, now);
    return database.count("files");
  }).catch(() => 0);
}

/** Every file and key of every link. Throws what the browser says against it. */
export async function removeKept(): Promise<void> {
  if (typeof indexedDB === "undefined") return;
  await withKept((database) =>
    writeTo(database, async (tx) => {
      for (const name of STORES) await tx.objectStore(name).clear();
    }),
  );
  const channel = openChannel(DATABASE);
  channel?.postMessage("changed");
  channel?.close();
}

/** An empty database is taken away: a tab that has it open closes it, and makes it anew when it needs it. */
async function withKept<Result>(work: (database: EvidenceDatabase) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(() => undefined);
  let isEmpty = false;
  try {
    const result = await work(database);
    isEmpty = (await database.count("links")) === 0;
    return result;
  } finally {
    database.close();
    if (isEmpty) await deleteDB(DATABASE, { blocked: () => undefined });
  }
}
