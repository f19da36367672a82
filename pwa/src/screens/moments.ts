// Times as people say them: "Today 10:42", "Mon 23 November"; an age only for work that was not sent.
// The council's day comes from the server's last answer where there is one; nothing is ever compared with it in UTC.
// Days and months are texts of ours: a browser takes 50 ms to get ready for its first Intl.DateTimeFormat, an old phone
// six times that, and the visit list would wait for it.
import { t } from "./texts";

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** What Fluent gets are words: a number would have it look up plural rules. */
function nameParts(on: Date): { weekday: string; day: string; month: string } {
  return {
    weekday: t("weekday-short", { day: WEEKDAYS[on.getDay()] ?? "" }),
    day: String(on.getDate()),
    month: monthName(on.getMonth() + 1),
  };
}

/** `month` from 1 to 12. */
export function monthName(month: number): string {
  return t("month-name", { month: MONTHS[month - 1] ?? "" });
}

export function localDay(moment: Date): string {
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
}

export function clock(at: string | Date): string {
  const then = new Date(at);
  return `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`;
}

/** "Today 10:42", "Yesterday 16:05" or "21 November 09:00"; nothing for what is no time. */
export function moment(at: string, now: Date = new Date()): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const day = localDay(then);
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (day === localDay(now)) return t("moment-today", { time: clock(then) });
  if (day === localDay(yesterday)) return t("moment-yesterday", { time: clock(then) });
  const { day: number, month } = nameParts(then);
  return t("moment-date", { date: t("day-month", { day: number, month }), time: clock(then) });
}

/** Within a sentence: "10:42", "yesterday 16:05" or "21 November 09:00". */
export function since(at: string, now: Date = new Date()): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const day = localDay(then);
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (day === localDay(now)) return clock(then);
  if (day === localDay(yesterday)) return t("since-yesterday", { time: clock(then) });
  return moment(at, now);
}

/** A date without a time: "Tue 24 November". */
export function longDay(on: string): string {
  const [year = 0, month = 1, day = 1] = on.split("-").map(Number);
  return t("day-long", nameParts(new Date(year, month - 1, day)));
}

/** How long ago, in the largest unit that is honest: "12 minutes", "3 hours", "2 days". */
export function age(at: string, now: Date = new Date()): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(at).getTime()) / 60_000));
  if (minutes < 1) return t("age-now");
  if (minutes < 60) return t("age-minutes", { count: minutes });
  if (minutes < 48 * 60) return t("age-hours", { count: Math.floor(minutes / 60) });
  return t("age-days", { count: Math.floor(minutes / 1440) });
}

export function fileSize(bytes: number): string {
  const megabytes = bytes / 1_048_576;
  if (megabytes >= 1000) return t("size-gb", { size: Math.round((megabytes / 1024) * 10) / 10 });
  if (megabytes >= 1) return t("size-mb", { size: Math.round(megabytes * 10) / 10 });
  return t("size-kb", { size: Math.max(1, Math.round(bytes / 1024)) });
}
