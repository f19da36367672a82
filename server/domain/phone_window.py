"""Which days a phone carries: today, the next two working days, and whatever is late or begun.

Knows no clock and fetches no calendar: today, and what is a public holiday, are handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

COUNCIL_ZONE = ZoneInfo("Europe/London")
WORKING_DAYS_AHEAD = 2
_SATURDAY = 5
IsHoliday: TypeAlias = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True)
class PhoneWindow:
    """`today_on` to `end_on`, both included."""

    today_on: dt.date
    end_on: dt.date


def is_working_day(day: dt.date, is_holiday: IsHoliday) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def make_phone_window(today_on: dt.date, is_holiday: IsHoliday) -> PhoneWindow:
    """The window that begins today and ends with the second working day after it."""
    day = today_on
    found = 0
    while found < WORKING_DAYS_AHEAD:
        day += dt.timedelta(days=1)
        if is_working_day(day, is_holiday):
            found += 1
    return PhoneWindow(today_on, day)


def find_council_date(instant: dt.datetime) -> dt.date:
    """The date on the council's wall at that instant; an early summer hour in UTC is still yesterday there."""
    return instant.astimezone(COUNCIL_ZONE).date()
