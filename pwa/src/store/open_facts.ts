// What the screen of a locked phone shows, kept outside the sealed records: the council, the numbers to ring, the times of its
// officer's own shifts, and how many alerts nobody knows of. Nothing of a resident, and not whose phone it is.
import type { Choosing, DutyLine, KnownCouncil, Locked } from "../domain/lock";
import { describeShift } from "../domain/open_shift";
import type { PhoneStore, Transaction } from "./door";
import { readKeyRecord } from "./key_record";
import { readMeta, writeMeta } from "./meta";
import { listDutyNumbers } from "./reference";
import { listRows } from "./rows";

/** At a sign-in: whose shifts those were that stood here is not asked. The next pull brings them. */
export async function keepOpenFacts(store: PhoneStore, known: KnownCouncil): Promise<void> {
  await store.write(["meta"], "relaxed", "sync", (tx) => keepFactsIn(tx, known));
}

async function keepFactsIn(tx: Transaction<"readwrite">, { council, demo }: KnownCouncil): Promise<void> {
  const duty_numbers = (await readMeta(tx, "open_facts"))?.duty_numbers ?? [];
  await writeMeta(tx, "open_facts", { council, demo, duty_numbers });
}

/** By order of the council: what this phone says of its officer goes, and whom to ring stays. */
export async function dropShiftsIn(tx: Transaction<"readwrite">): Promise<void> {
  const facts = await readMeta(tx, "open_facts");
  if (facts) await keepFactsIn(tx, facts);
}

/** After a pull, while the phone is unlocked. What she said stays until a pull has told of it. */
export async function keepForTheLock(store: PhoneStore): Promise<void> {
  const own_shifts = (await listRows(store, "shift"))
    .filter(({ fields }) => fields.finished_at === null)
    .map(describeShift);
  const duty_numbers: DutyLine[] = (await listDutyNumbers(store)).map(({ fields }) => ({
    label: fields.label,
    telephone: fields.telephone,
    hours: fields.hours,
    position: fields.position,
  }));
  await store.write(["meta", "operations"], "relaxed", "sync", async (tx) => {
    const facts = await readMeta(tx, "open_facts");
    if (!facts) return;
    const untold = await tx.objectStore("operations").getAllKeys();
    const said = (facts.said ?? []).filter(({ op_id }) => untold.includes(op_id));
    await writeMeta(tx, "open_facts", { ...facts, duty_numbers, own_shifts, said });
  });
}

export function readLocked(store: PhoneStore, isClockWrong: boolean): Promise<Locked> {
  return store.read(["keys", "meta", "alerts", "drafts"], async (tx) => {
    const kept = await readKeyRecord(tx);
    const isWiped = kept?.dropped === "wiped";
    const alerts = await tx.objectStore("alerts").getAll();
    return {
      is: "locked",
      facts: (await readMeta(tx, "open_facts")) ?? null,
      has_pin: Boolean(kept?.pin) && !kept?.dropped,
      has_passkey: Boolean(kept?.passkey) && !kept?.dropped,
      dropped: kept?.dropped ?? null,
      wiped: isWiped
        ? {
            unsent: (await readMeta(tx, "unsent_at_wipe")) ?? 0,
            drafts: await tx.objectStore("drafts").count(),
          }
        : null,
      wrong_pins: kept?.wrong_pins ?? 0,
      wait_until: kept?.wait_until ?? null,
      open_alerts: alerts
        .filter(({ told_at, received_at }) => told_at === null && received_at === null)
        .map(({ alert_id, raised_at }) => ({ alert_id, raised_at }))
        .sort((one, two) => one.raised_at.localeCompare(two.raised_at)),
      is_clock_wrong: isClockWrong,
    };
  });
}

/** Drafts are counted by their key: those of another one can no longer be read. */
export function readChoosing(store: PhoneStore, why: Choosing["why"]): Promise<Choosing> {
  return store.read(["meta", "drafts"], async (tx) => ({
    is: "choosing",
    why,
    facts: (await readMeta(tx, "open_facts")) ?? null,
    lost_drafts: why === "lost" ? await tx.objectStore("drafts").count() : 0,
  }));
}
