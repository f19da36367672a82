// Days, months, years and times of day as the boxes that people type into, and as ISO 8601 texts that a form keeps.
// What is half typed, or does not exist, is never guessed.
import { joinDate } from "../date_parts";

export type MomentParts = Readonly<Record<string, string>>;

export interface MomentKind {
  boxes: readonly string[];
  /** "" for nothing typed, null for what is none. */
  join: (parts: MomentParts) => string | null;
  split: (stored: string) => MomentParts;
  /** Names the texts of its hint and of its error. */
  words: string;
}

const CLOCK = /T?(\d{2}):(\d{2})/;

export const MOMENTS: Readonly<Record<string, MomentKind>> = {
  date: {
    boxes: ["day", "month", "year"],
    join: ({ day = "", month = "", year = "" }) => joinDate({ day, month, year }),
    split: splitDay,
    words: "date",
  },
  month_and_year: {
    boxes: ["month", "year"],
    join: ({ month = "", year = "" }) => joinDate({ day: month || year ? "1" : "", month, year }),
    split: splitDay,
    words: "month",
  },
  year: {
    boxes: ["year"],
    join: ({ year = "" }) => joinDate({ day: year && "1", month: year && "1", year }),
    split: splitDay,
    words: "year",
  },
  time: {
    boxes: ["hour", "minute"],
    join: joinClock,
    split: splitClock,
    words: "time",
  },
  date_and_time: {
    boxes: ["day", "month", "year", "hour", "minute"],
    join: joinMoment,
    split: (stored) => {
      const local = toLocal(stored);
      return { ...splitDay(local), ...splitClock(local) };
    },
    words: "moment",
  },
};

function splitDay(stored: string): MomentParts {
  const [year = "", month = "", day = ""] = stored.slice(0, 10).split("-");
  return { day: day.replace(/^0/, ""), month: month.replace(/^0/, ""), year };
}

function splitClock(stored: string): MomentParts {
  const [, hour = "", minute = ""] = CLOCK.exec(stored) ?? [];
  return { hour, minute };
}

/** A time of day has no offset: it means the clock on the wall. */
function joinClock({ hour = "", minute = "" }: MomentParts): string | null {
  if (!hour && !minute) return "";
  if (!/^\d{1,2}$/.test(hour) || !/^\d{1,2}$/.test(minute) || Number(hour) > 23 || Number(minute) > 59)
    return null;
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}:00.000`;
}

/** With this phone's offset from UTC on that day, as ODK XForms has a dateTime. */
function joinMoment(parts: MomentParts): string | null {
  const { day = "", month = "", year = "" } = parts;
  const [date, clock] = [joinDate({ day, month, year }), joinClock(parts)];
  if (date === "" && clock === "") return "";
  if (!date || !clock) return null;
  return `${date}T${clock}${offsetOf(new Date(`${date}T${clock}`))}`;
}

function offsetOf(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function toLocal(stored: string): string {
  const moment = new Date(stored);
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(stored) || Number.isNaN(moment.getTime())) return stored;
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString();
}
