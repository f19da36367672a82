// What the screen of a locked phone shows, kept outside the sealed records: the council, the numbers to ring, and how many
// alerts nobody knows of. Nothing of a resident, and not whose phone it is.
import type { Choosing, DutyLine, Locked, OpenFacts } from "../domain/lock";
import type { PhoneStore } from "./door";
import { readKeyRecord } from "./key_record";
import { readMeta, writeMeta } from "./meta";
import { listDutyNumbers } from "./reference";

export async function keepOpenFacts(
  store: PhoneStore,
  { council, demo }: Pick<OpenFacts, "council" | "demo">,
): Promise<void> {
  await store.write(["meta"], "relaxed", "sync", async (tx) => {
    const duty_numbers = (await readMeta(tx, "open_facts"))?.duty_numbers ?? [];
    await writeMeta(tx, "open_facts", { council, demo, duty_numbers });
  });
}

/** After a pull, while the phone is unlocked. */
export async function keepDutyNumbers(store: PhoneStore): Promise<void> {
  const duty_numbers: DutyLine[] = (await listDutyNumbers(store)).map(({ fields }) => ({
    label: fields.label,
    telephone: fields.telephone,
    hours: fields.hours,
    position: fields.position,
  }));
  await store.write(["meta"], "relaxed", "sync", async (tx) => {
    const facts = await readMeta(tx, "open_facts");
    if (facts) await writeMeta(tx, "open_facts", { ...facts, duty_numbers });
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
