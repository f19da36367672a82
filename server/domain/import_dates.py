"""Dates as feeds write them, in a fixed list of forms; day first unless a person said of the list that its months stand first.

Never guesses: two-digit years and dates that do not exist are problems with words, not values.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

OLDEST_BIRTH_YEAR = 1900
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
NO_DATE_WORDS = frozenset({"unknown", "not known", "n/k", "nk", "n/a", "na", "none", "null", "-", "tbc"})

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_LAST = re.compile(rf"^(?P<d>\d{{1,2}})[/.\-](?P<m>\d{{1,2}})[/.\-](?P<y>\d{{4}}){_TIME}$", re.ASCII)
_FORMS = (
    re.compile(rf"^(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_TIME}$", re.ASCII),
    re.compile(rf"^(?P<y>\d{{4}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_TIME}$", re.ASCII),
    re.compile(r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$", re.ASCII),
    _YEAR_LAST,
    re.compile(rf"^(?P<d>\d{{1,2}})[ \-/](?P<name>[A-Za-z]{{3,9}})[ \-/](?P<y>\d{{4}}){_TIME}$", re.ASCII),
)
_SHORT_YEAR = re.compile(r"^\d{1,2}[/.\- ](?:\d{1,2}|[A-Za-z]{3,9})[/.\- ]\d{2}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, or why there is none. Both None: blank, or a word such as "unknown". `impossible`: it claims a day that never was."""

    value: dt.date | None
    problem: str | None
    impossible: bool = False


def read_date(text: str, *, month_first: bool = False) -> DateReading:
    """Read one cell as a day; `month_first` is about dates written in numbers with the year last."""
    stripped = " ".join(text.split())
    if not stripped:
        return DateReading(None, None)
    if stripped.casefold() in NO_DATE_WORDS:
        return DateReading(None, f"the date says “{stripped}”")
    if len(stripped) > 40:
        return DateReading(None, "the date is not one this importer reads", impossible=True)
    for form in _FORMS:
        found = form.match(stripped)
        if found:
            return _day(stripped, found, is_swapped=month_first and form is _YEAR_LAST)
    if _SHORT_YEAR.match(stripped):
        return DateReading(None, f"the year of {stripped} has two digits, so the century is not known", impossible=True)
    return DateReading(None, f"{stripped} is not a date this importer reads", impossible=True)


def read_birth_date(text: str, *, today_on: dt.date, month_first: bool = False) -> DateReading:
    """Read a date of birth: as `read_date`, and neither in the future nor before 1900."""
    reading = read_date(text, month_first=month_first)
    if reading.value is None:
        return reading
    if reading.value > today_on:
        return DateReading(None, f"date of birth {text.strip()} is in the future", impossible=True)
    if reading.value.year < OLDEST_BIRTH_YEAR:
        return DateReading(None, f"date of birth {text.strip()} is before {OLDEST_BIRTH_YEAR}", impossible=True)
    return reading


def _day(text: str, found: re.Match[str], *, is_swapped: bool) -> DateReading:
    """Turn the parts into a day, or say which part makes it impossible."""
    parts = found.groupdict()
    if "name" in parts:
        month = MONTHS.get(parts["name"].casefold())
        if month is None:
            return DateReading(None, f"{text} names no month", impossible=True)
    else:
        month = int(parts["d" if is_swapped else "m"])
    if not 1 <= month <= 12:
        order = "months are read before days" if is_swapped else "days are read before months"
        return DateReading(None, f"{text} has no month {month} ({order})", impossible=True)
    try:
        return DateReading(dt.date(int(parts["y"]), month, int(parts["m" if is_swapped else "d"])), None)
    except ValueError:
        return DateReading(None, f"{text} is a day that does not exist", impossible=True)
