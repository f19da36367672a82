// Keeps what the lapse of reading is counted from. A contact renews it; nothing on this phone can turn it back.
import { findLapse, findLatest, LAPSES_AFTER_HOURS, type Lapse, type LapseFacts } from "../domain/lapse";
import type { PhoneStore, Transaction } from "./door";
import { readMeta, writeMeta } from "./meta";

async function readFacts(tx: Transaction<"readonly"> | Transaction<"readwrite">): Promise<LapseFacts> {
  return {
    latest_instant: (await readMeta(tx, "latest_instant")) ?? null,
    contact_mark: (await readMeta(tx, "contact_mark")) ?? null,
    clock_offset_ms: (await readMeta(tx, "clock_offset_ms")) ?? 0,
    hours: (await readMeta(tx, "reading_lapses_after_hours")) ?? LAPSES_AFTER_HOURS,
  };
}

/** The server has answered: its clock is the truth from now on, and reading begins anew. */
export async function noteContact(store: PhoneStore, now: Date, serverTime: string): Promise<void> {
  const instant = new Date(serverTime).getTime();
  if (!Number.isFinite(instant)) return;
  await store.write(["meta"], "relaxed", "sync", async (tx) => {
    const mark = new Date(instant).toISOString();
    await writeMeta(tx, "clock_offset_ms", instant - now.getTime());
    await writeMeta(tx, "latest_instant", mark);
    await writeMeta(tx, "contact_mark", mark);
  });
}

/** Since when a page has run on its own, so that time passes even under a clock that was stopped. */
export interface Running {
  contact_mark: string | null;
  from: number;
  at_ms: number;
}

/** Moves the mark on to now; strict, since what is forgotten here could be had again by a killed tab. */
export async function advanceMark(
  store: PhoneStore,
  now: Date,
  ranMs: number,
  before: Running | null,
): Promise<{ lapse: Lapse; running: Running }> {
  return store.write(["meta"], "strict", "sync", async (tx) => {
    const facts = await readFacts(tx);
    const goesOn = before !== null && before.contact_mark === facts.contact_mark ? before : null;
    const latest_instant = findLatest(facts, now, goesOn && goesOn.from + ranMs - goesOn.at_ms);
    // A phone of a version that did not count begins to count now.
    if (facts.contact_mark === null) await writeMeta(tx, "contact_mark", latest_instant);
    if (latest_instant !== facts.latest_instant) await writeMeta(tx, "latest_instant", latest_instant);
    const running = goesOn ?? {
      contact_mark: facts.contact_mark,
      from: new Date(latest_instant).getTime(),
      at_ms: ranMs,
    };
    return { lapse: findLapse({ ...facts, latest_instant }, now), running };
  });
}

/** Judged without keeping anything, on a phone too full to write. */
export async function readLapse(store: PhoneStore, now: Date): Promise<Lapse> {
  const facts = await store.read(["meta"], readFacts);
  return findLapse({ ...facts, latest_instant: findLatest(facts, now, null) }, now);
}
