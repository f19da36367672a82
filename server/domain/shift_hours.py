"""Shifts: which role works which, and hours as somebody types them, made instants on the council's wall. Pure; words are the pages'."""

from __future__ import annotations

import datetime as dt
import re

from server.domain.permissions import Relation, may
from server.domain.phone_window import COUNCIL_ZONE
from server.domain.words import ROTA, ShiftKind

_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?", re.ASCII)

_NEEDS = {ShiftKind.VISITING: ("app.use", Relation.OWN)} | dict.fromkeys(ROTA, ("alerts.own", Relation.ALL))


def may_work(role: str, kind: str) -> bool:
    """Whether this is work of the role: who visits needs the app, and who is on call must be allowed to own an alert."""
    return may(role, *_NEEDS[ShiftKind(kind)])


def read_clock(typed: str) -> dt.time | None:
    """A time of day: 9, 9:00, 09.00 and 0900 are nine o'clock, 24:00 is midnight. None for anything else."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return dt.time.min
    return dt.time(hour, minute) if hour < 24 else None


def find_shift(day: dt.date, begins: dt.time, ends: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """From when to when, in UTC. One that ends at or before the time it begins ends on the next day."""
    last = day if ends > begins else day + dt.timedelta(days=1)
    return tuple(  # type: ignore[return-value]  # two
        dt.datetime.combine(one, time, COUNCIL_ZONE).astimezone(dt.UTC) for one, time in ((day, begins), (last, ends))
    )


def find_monday(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())
