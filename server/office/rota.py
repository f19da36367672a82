"""The rota of who is on call as the page Shifts shows it: gaps in words, and what was changed by whom. Reads; holds no page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from server.domain.rota import find_gaps
from server.office.change_words import describe_entry
from server.office.dates import when
from server.office.frame import now
from server.store.on_call import list_rota
from server.store.shift_history import list_shift_changes
from server.store.shifts import day_begins_at
from server.texts import text

LOOK_AHEAD_DAYS = 7
Gap = tuple[str, str]


def list_gaps(session: Session, first: dt.date, days: int) -> list[Gap]:
    """Each stretch of these days, from now on, in which nobody is on call: who is missing, and when, in words."""
    begins_at = max(day_begins_at(first), now().replace(second=0, microsecond=0))
    ends_at = day_begins_at(first + dt.timedelta(days=days))
    if ends_at <= begins_at:
        return []
    return [
        (text(f"shifts-kind-{kind}"), text("shifts-gap", begins=_when(begins), ends=_when(ends)))
        for kind, spans in list_rota(session, begins_at, ends_at).items()
        for begins, ends in find_gaps(spans, begins_at, ends_at)
    ]


def list_history(session: Session) -> list[dict[str, Any]]:
    """The newest changes of shifts, each with who did it and whose shift it is."""
    return [describe_entry(one.entry) | {"by": one.by, "whose": one.whose} for one in list_shift_changes(session)]


def _when(instant: dt.datetime) -> str:
    return when(instant, now(), current_app.config["TIME_ZONE"])
