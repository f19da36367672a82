"""Reads who works when: the shifts of a stretch of days, and the officers on shift on one. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.phone_window import COUNCIL_ZONE, find_council_date
from server.domain.words import Role, ShiftKind
from server.store.tables import CheckIn, Shift, User


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShift:
    """One officer and when their visiting shift of the day is; of several, from the first beginning to the last end."""

    officer_id: uuid.UUID
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    places: tuple[str, ...]


def list_shifts(session: Session, first: dt.date, days: int) -> Sequence[tuple[Shift, User]]:
    """Shifts that begin on these days, by their beginning, then by name. Those of people who have left are not listed."""
    return [
        (shift, user)
        for shift, user in session.execute(
            select(Shift, User)
            .join(User, User.id == Shift.user_id)
            .where(
                Shift.starts_at >= day_begins_at(first),
                Shift.starts_at < day_begins_at(first + dt.timedelta(days=days)),
                User.active,
            )
            .order_by(Shift.starts_at, User.name, Shift.id)
        )
    ]


def list_on_shift(session: Session, first: dt.date, last: dt.date | None = None) -> dict[dt.date, list[OnShift]]:
    """Officers with a visiting shift that begins on these days, by day and name."""
    days = ((last or first) - first).days + 1
    found: dict[dt.date, dict[uuid.UUID, OnShift]] = {}
    for shift, user in list_shifts(session, first, days):
        if shift.kind != ShiftKind.VISITING or user.role != Role.OFFICER:
            continue
        of_day = found.setdefault(find_council_date(shift.starts_at), {})
        before = of_day.get(user.id)
        minutes = int((shift.expected_end_at - shift.starts_at).total_seconds() // 60)
        places = (shift.place,) if shift.place else ()
        of_day[user.id] = OnShift(
            officer_id=user.id,
            name=user.name,
            starts_at=before.starts_at if before else shift.starts_at,
            ends_at=max(before.ends_at, shift.expected_end_at) if before else shift.expected_end_at,
            minutes=minutes + (before.minutes if before else 0),
            places=tuple(dict.fromkeys((*(before.places if before else ()), *places))),
        )
    return {
        day: sorted(officers.values(), key=lambda one: (one.name, str(one.officer_id)))
        for day, officers in found.items()
    }


def lock_shift(session: Session, shift_id: uuid.UUID) -> tuple[Shift, bool] | None:
    """The shift, and whether somebody has checked in during it."""
    shift = session.get(Shift, shift_id, with_for_update={"key_share": True})
    if shift is None:
        return None
    return shift, bool(session.scalar(select(exists().where(CheckIn.shift_id == shift_id))))


def day_begins_at(day: dt.date) -> dt.datetime:
    """Midnight on the council's wall, in UTC."""
    return dt.datetime.combine(day, dt.time.min, COUNCIL_ZONE).astimezone(dt.UTC)
