// Opens many records where one that was cut short or tampered with must not keep the others from the screen. What it
// leaves out is counted, or listed by its open columns, by the caller.
import { isProblem } from "../domain/problems";

/** Leaves out what cannot be read; throws "locked", and everything else that concerns all. */
export async function openReadable<Record, Opened>(
  records: readonly Record[],
  open: (record: Record) => Promise<Opened>,
): Promise<Opened[]> {
  const opened = await Promise.all(
    records.map((record) => nullIfUnreadable(open(record).then((one) => ({ one })))),
  );
  return opened.flatMap((found) => (found ? [found.one] : []));
}

export async function nullIfUnreadable<Opened>(opening: Promise<Opened>): Promise<Opened | null> {
  try {
    return await opening;
  } catch (error) {
    if (isProblem(error, "unreadable_record")) return null;
    throw error;
  }
}
