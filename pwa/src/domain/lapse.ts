// How long a phone without contact may be read: counted by the council's clock, from the last contact to the latest instant
// that the phone has ever seen. A clock that is set back therefore wins nothing. Pure.

export const LAPSES_AFTER_HOURS = 72;
/** Told in the strip from so long before. */
const TOLD_BEFORE_MS = 12 * 3_600_000;
/** Further behind than any honest correction of a clock, summer time by hand included. */
const BEHIND_MS = 2 * 3_600_000;

export interface LapseFacts {
  /** Instants of the council's clock. */
  latest_instant: string | null;
  contact_mark: string | null;
  /** The council's clock less this phone's, at the last contact. */
  clock_offset_ms: number;
  hours: number;
}

export interface Lapse {
  is_over: boolean;
  /** By this phone's clock, and only when it is near. */
  told_at: string | null;
  is_clock_wrong: boolean;
}

/** The later of what was seen before, of now, and of `floor`: the instant that the page's own running time has reached. */
export function findLatest(facts: LapseFacts, now: Date, floor: number | null): string {
  const seen = [readInstant(facts.latest_instant), now.getTime() + facts.clock_offset_ms, floor ?? 0];
  return new Date(Math.max(...seen)).toISOString();
}

export function findLapse(facts: LapseFacts, now: Date): Lapse {
  const latest = readInstant(facts.latest_instant);
  const contact = readInstant(facts.contact_mark);
  if (contact === 0) return { is_over: false, told_at: null, is_clock_wrong: false };
  const end = contact + facts.hours * 3_600_000;
  const isNear = latest >= end - TOLD_BEFORE_MS && latest < end;
  return {
    is_over: latest >= end,
    told_at: isNear ? new Date(end - facts.clock_offset_ms).toISOString() : null,
    is_clock_wrong: now.getTime() + facts.clock_offset_ms < latest - BEHIND_MS,
  };
}

function readInstant(text: string | null): number {
  const instant = text ? new Date(text).getTime() : 0;
  return Number.isFinite(instant) ? instant : 0;
}
