"""Reads who is out without a clock of lone working: visits of the day, and no visiting shift from which one would run. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from server.domain.words import UNDONE_VISIT_STATUSES, ShiftKind, VisitStatus
from server.store.pairs import hands
from server.store.shifts import day_begins_at
from server.store.tables import Shift, User, Visit

_CARRIED = tuple(set(UNDONE_VISIT_STATUSES) - {VisitStatus.PLANNED})


def list_out_without_clock(session: Session, day: dt.date) -> Sequence[tuple[User, int]]:
    """Officers with visits of that day to do and no shift on it, by name, each with how many; of a pair both."""
    of_day = hands(Visit.planned_on == day, Visit.status.in_(_CARRIED))
    rows = session.execute(
        select(User, func.count())
        .join(of_day, of_day.c.user_id == User.id)
        .where(User.active, ~_has_shift(day))
        .group_by(User.id)
        .order_by(User.name, User.id)
    )
    return [(user, int(count)) for user, count in rows]


def list_off_shift(session: Session, user_ids: Collection[uuid.UUID], day: dt.date) -> Sequence[User]:
    """Which of these have no visiting shift on that day, by name."""
    return session.scalars(
        select(User).where(User.id.in_(user_ids), ~_has_shift(day)).order_by(User.name, User.id)
    ).all()


def list_given_off_shift(session: Session, visit_ids: Collection[uuid.UUID]) -> list[tuple[dt.date, Sequence[User]]]:
    """By day who has one of these visits in hand and no visiting shift then."""
    given = hands(Visit.id.in_(visit_ids))
    by_day: dict[dt.date, set[uuid.UUID]] = {}
    for day, user_id in session.execute(
        select(Visit.planned_on, given.c.user_id).join(given, given.c.visit_id == Visit.id).distinct()
    ):
        by_day.setdefault(day, set()).add(user_id)
    found = [(day, list_off_shift(session, user_ids, day)) for day, user_ids in sorted(by_day.items())]
    return [(day, users) for day, users in found if users]


def _has_shift(day: dt.date) -> ColumnElement[bool]:
    """Of a user: a visiting shift, finished or not, any part of which lies on that day."""
    return exists().where(
        Shift.user_id == User.id,
        Shift.kind == ShiftKind.VISITING,
        Shift.starts_at < day_begins_at(day + dt.timedelta(days=1)),
        Shift.expected_end_at > day_begins_at(day),
    )
