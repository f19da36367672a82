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

/** What waits to be sent, of all links together, and the last day on which any of it is kept here. */
export interface KeptSummary {
  count: number;
  until: Date | null;
}

/** What is over goes first, and what is being removed waits for nobody. Nothing where this browser keeps nothing. */
export async function summariseKept(now: Date): Promise<KeptSummary> {
  return withKept(async (database) => {
    await dropExpired(database, now);
    const waiting = (await database.getAll("files")).filter(({ removing_at }) => !removing_at);
    const ends = (await database.getAll("links")).map(({ expires_at }) => Date.parse(expires_at));
    // A link is over at the beginning of a day: the last one is the day before.
    return { count: waiting.length, until: waiting.length ? new Date(Math.max(...ends) - 1) : null };
  }).catch(() => ({ count: 0, until: null }));
}

export async function countKept(now: Date): Promise<number> {
  return (await summariseKept(now)).count;
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
