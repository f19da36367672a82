"""Dates and times of ODK XForms: ISO 8601 text, days since 1970, and the formats of `format-date`.

Knows no clock: today comes in with the evaluation.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

DAY_MS = 86_400_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T([0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?)([-+][0-9]{2}:[0-9]{2}|Z)?)?"
)
_UNPADDED = re.compile(r"([0-9]{4})-([1-9]|[0-9]{2})-([1-9]|[0-9]{2})(T.*)?")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-5][0-9])(\.[0-9]+)?)?(Z|[-+][0-9]{2}:[0-9]{2})?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]


class NoSuchDateError(ValueError):
    """The text has the form of a date and is none (30 February): the engine fails on it."""


def read_instant(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """A date or date and time, in `zone` where it names no offset; None for other text. Raises NoSuchDateError."""
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    day, time, offset = match.groups()
    if offset and offset != "Z" and int(offset[1:3]) > 14:
        return None
    try:
        plain = dt.datetime.fromisoformat(f"{day}T{_whole_time(time)}")
        if not offset:
            return plain.replace(tzinfo=zone)
        return plain.replace(tzinfo=_read_offset(offset)).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise NoSuchDateError from error


def pad_date(text: str) -> str | None:
    """`2026-1-5` as `2026-01-05`; None for what is no date in either way of writing."""
    if _INSTANT.match(text):
        return text
    match = _UNPADDED.fullmatch(text)
    return match and f"{match[1]}-{match[2].zfill(2)}-{match[3].zfill(2)}{match[4] or ''}"


def count_days(at: dt.datetime) -> float:
    """Days since 1970-01-01T00:00Z, with their fraction to the millisecond."""
    return ((at - _EPOCH) // dt.timedelta(milliseconds=1)) / DAY_MS


def from_days(days: float, zone: dt.tzinfo) -> dt.datetime:
    """The opposite of `count_days`. Raises NoSuchDateError outside the years 1 to 9999."""
    try:
        return (_EPOCH + dt.timedelta(milliseconds=round(days * DAY_MS))).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise NoSuchDateError from error


def write_instant(at: dt.datetime) -> str:
    """`2026-11-23` at midnight, else `2026-11-23T10:42:00.000+00:00`."""
    if (at.hour, at.minute, at.second, at.microsecond // 1000) == (0, 0, 0, 0):
        return at.date().isoformat()
    return at.isoformat(timespec="milliseconds")


def read_day_fraction(text: str, zone: dt.tzinfo) -> float | None:
    """`decimal-time`: the part of a day that a time of day is; None for other text."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction, offset = match.groups()
    try:
        at = dt.datetime.fromisoformat(f"1970-01-01T{hours}:{minutes}:{seconds or '00'}")
    except ValueError:
        return None
    if offset:
        at = at.replace(tzinfo=_read_offset(offset)).astimezone(zone)
    milliseconds = int(float(fraction or 0) * 1000)
    return ((at.hour * 60 + at.minute) * 60_000 + at.second * 1000 + milliseconds) / DAY_MS


# The engine names no day on a Sunday.
_FORMATS: Mapping[str, Callable[[dt.datetime], str]] = {
    "%Y": lambda at: f"{at.year:04}",
    "%y": lambda at: f"{at.year % 100:02}",
    "%m": lambda at: f"{at.month:02}",
    "%n": lambda at: str(at.month),
    "%b": lambda at: _MONTHS[at.month - 1],
    "%d": lambda at: f"{at.day:02}",
    "%e": lambda at: str(at.day),
    "%a": lambda at: _DAYS[at.weekday()] if at.weekday() < len(_DAYS) else "",
    "%H": lambda at: f"{at.hour:02}",
    "%h": lambda at: str(at.hour),
    "%M": lambda at: f"{at.minute:02}",
    "%S": lambda at: f"{at.second:02}",
    "%3": lambda at: f"{at.microsecond // 1000:03}",
}
_FORMAT = re.compile("|".join(_FORMATS))


def format_instant(at: dt.datetime, pattern: str) -> str:
    """ODK XForms `format-date` and `format-date-time`; what is no format stands as it is."""
    return _FORMAT.sub(lambda match: _FORMATS[match[0]](at), pattern)


def _whole_time(time: str | None) -> str:
    """ISO 8601 hours alone, or any number of decimals, as Python reads them (microseconds)."""
    if not time:
        return "00:00:00"
    if len(time) == len("10"):
        return f"{time}:00:00"
    clock, dot, fraction = time.partition(".")
    return f"{clock}.{fraction[:6].ljust(6, '0')}" if dot else clock


def _read_offset(offset: str) -> dt.tzinfo:
    if offset == "Z":
        return dt.UTC
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))
