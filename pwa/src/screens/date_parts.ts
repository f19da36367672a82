// A date as day, month and year, the way people type it. Half a date, or one that does not exist, is never guessed.
export type DateParts = Record<"day" | "month" | "year", string>;

export function splitDate(date: string): DateParts {
  const [year = "", month = "", day = ""] = date.split("-");
  return { day: day.replace(/^0/, ""), month: month.replace(/^0/, ""), year };
}

/** "" for nothing typed, null for what is no date. */
export function joinDate(parts: DateParts): string | null {
  const { day, month, year } = parts;
  if (!day && !month && !year) return "";
  if (!(/^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year))) return null;
  const made = new Date(Number(year), Number(month) - 1, Number(day));
  if (made.getMonth() !== Number(month) - 1 || made.getDate() !== Number(day)) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
