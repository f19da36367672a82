"""The public holidays of England, by the rules of the calendar: which days are no working days. Fetches nothing."""

from __future__ import annotations

import datetime as dt
import functools

import holidays


def is_public_holiday(day: dt.date) -> bool:
    """Whether the day is a public holiday in England."""
    return day in _english()


@functools.cache
def _english() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")
