"""Instants and days as people read them: 'Today 10:42', 'Mon 23 Nov'. Pure; never reads a clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from server.domain.import_dates import read_date
from server.texts import Opening, text


def on(day: dt.date | None, today: dt.date) -> str:
    """A date: Today, Yesterday, Tomorrow, or 'Mon 23 Nov', with the year when it is another one."""
    if day is None:
        return text("none-yet")
    near = {0: "date-today", -1: "date-yesterday", 1: "date-tomorrow"}.get((day - today).days)
    if near is not None:
        return Opening(text(near))
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"


def when(instant: dt.datetime | None, now: dt.datetime, zone: ZoneInfo) -> str:
    """An instant in the council's own time: 'Today 10:42'."""
    if instant is None:
        return text("none-yet")
    here = instant.astimezone(zone)
    day = on(here.date(), now.astimezone(zone).date())
    return type(day)(f"{day} {here:%H:%M}")


def age(instant: dt.datetime | None, now: dt.datetime) -> str:
    """How long ago, coarsely; only for what nobody has answered or sent yet."""
    if instant is None:
        return text("none-yet")
    minutes = max(0, int((now - instant).total_seconds() // 60))
    if minutes < 60:
        return text("age-minutes", count=minutes)
    if minutes < 48 * 60:
        return text("age-hours", count=minutes // 60)
    return text("age-days", count=minutes // (24 * 60))


def as_typed(day: dt.date) -> str:
    """A day as the hints of our pages ask for it: 23/11/2026."""
    return f"{day:%d/%m/%Y}"


def typed_day(typed: str) -> dt.date | None:
    """A day as people type it; None for anything else, and for one at which counting days would leave the calendar."""
    day = read_date(typed).value
    return day if day and 2000 <= day.year < 3000 else None


def read_day(typed: str, name: str, errors: dict[str, str]) -> dt.date | None:
    """The same of a field that may be empty; what is typed there and is no day becomes an error of the field `name`."""
    day = typed_day(typed)
    if day is None and typed.strip():
        errors[name] = text("date-wrong", typed=typed.strip()[:40])
    return day
