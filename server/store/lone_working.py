"""Reads who is out alone: running shifts and their clocks, marked visits, and when an officer was last heard of. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from server.domain.lone_working import EARLY, LONGEST, CheckInKind, LoneRules, PastAlarm
from server.domain.words import UNDONE_VISIT_STATUSES, AlertKind, ShiftKind, VisitStatus
from server.store.markers import is_marked
from server.store.pairs import hands, in_hands_of
from server.store.tables import Alert, CheckIn, Device, Programme, Shift, User, Visit

MOST_OUT = 500
_DUE = func.coalesce(Shift.next_contact_at, Shift.expected_end_at)
_RUNNING = and_(Shift.kind == ShiftKind.VISITING, Shift.finished_at.is_(None))


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest check-in of an officer."""

    kind: CheckInKind
    said_at: dt.datetime


@dataclass(frozen=True, slots=True)
class MarkedVisit:
    """A visit not done yet that needs two officers or has a warning marker, with one of its officers and its time."""

    visit_id: uuid.UUID
    officer_id: uuid.UUID
    planned_on: dt.date
    window_to: str
    given_at: dt.datetime | None


def list_rules_settings(session: Session) -> Sequence[dict[str, Any]]:
    """The rules of every programme in use."""
    return session.scalars(select(Programme.settings).where(Programme.active)).all()


def list_silent_shifts(session: Session, now: dt.datetime, rules: LoneRules) -> Sequence[uuid.UUID]:
    """Shifts not finished whose clock has run out, and for which no alarm of that clock is open or was closed just now."""
    closed_long_ago = Alert.closed_at <= now - rules.check_in - rules.grace
    raised = exists().where(
        Alert.shift_id == Shift.id,
        Alert.kind == AlertKind.LONE_WORKING,
        Alert.expected_at >= _DUE,
        or_(Alert.closed_at.is_(None), ~closed_long_ago),
    )
    return session.scalars(
        select(Shift.id)
        .join(User, User.id == Shift.user_id)
        .where(
            _RUNNING,
            now - rules.grace >= _DUE,
            now - LONGEST <= _DUE,
            User.active,
            ~raised,
        )
        .order_by(Shift.id)
    ).all()


def list_marked_visits(session: Session, days: Collection[dt.date]) -> list[MarkedVisit]:
    """Those of these days with a time window, once for each officer of a pair.

    Whether a clock has run out, and needs an alarm, is the caller's to say.
    """
    parts = hands(
        Visit.status.in_(set(UNDONE_VISIT_STATUSES) - {VisitStatus.PLANNED}),
        Visit.planned_on.in_(days),
        Visit.window_to.is_not(None),
        or_(Visit.needs_pair, is_marked(Visit.resident_id, Visit.address_id)),
    )
    rows = session.execute(
        select(Visit.id, parts.c.user_id, Visit.planned_on, Visit.window_to, Visit.assigned_at)
        .join(parts, parts.c.visit_id == Visit.id)
        .order_by(Visit.id, parts.c.user_id)
    )
    return [
        MarkedVisit(visit_id, officer_id, planned_on, window_to, given_at)
        for visit_id, officer_id, planned_on, window_to, given_at in rows
        if window_to is not None
    ]


def list_watched(session: Session, visit_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the visits that have a clock of their own where they have a time: made in pairs, or before a marked door."""
    watched = or_(Visit.needs_pair, is_marked(Visit.resident_id, Visit.address_id))
    return set(session.scalars(select(Visit.id).where(Visit.id.in_(visit_ids), watched)))


def list_shift_alarms(session: Session, shift_id: uuid.UUID) -> list[PastAlarm]:
    """The alarms that this shift's clock has raised."""
    return _list_alarms(session, Alert.shift_id == shift_id)


def list_visit_alarms(session: Session, visit_id: uuid.UUID, officer_id: uuid.UUID) -> list[PastAlarm]:
    """The alarms about this officer that the visit's own clock has raised, not that of a shift."""
    return _list_alarms(session, Alert.visit_id == visit_id, Alert.officer_id == officer_id, Alert.shift_id.is_(None))


def find_last_words(
    session: Session, user_ids: Collection[uuid.UUID], since_at: dt.datetime
) -> dict[uuid.UUID, LastWord]:
    """The newest check-in since then, by officer."""
    rows = session.execute(
        select(CheckIn.user_id, CheckIn.kind, CheckIn.said_at)
        .where(CheckIn.user_id.in_(user_ids), CheckIn.said_at >= since_at)
        .order_by(CheckIn.said_at, CheckIn.id)
    )
    return {user_id: LastWord(CheckInKind(kind), said_at) for user_id, kind, said_at in rows}


def is_out_again(session: Session, user_id: uuid.UUID, said_at: dt.datetime, until_at: dt.datetime) -> bool:
    """Whether a shift of hers that begins before then goes on after what she said, and is not finished."""
    return bool(
        session.scalar(
            select(exists().where(_RUNNING, Shift.user_id == user_id, Shift.starts_at < until_at, said_at < _DUE))
        )
    )


def find_last_contacts(session: Session, user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """When each was last heard of: by any contact of a phone of theirs, or by a check-in."""
    phones = select(Device.user_id, Device.last_contact_at).where(Device.user_id.in_(user_ids))
    said = select(CheckIn.user_id, func.max(CheckIn.said_at)).where(CheckIn.user_id.in_(user_ids))
    found: dict[uuid.UUID, dt.datetime] = {}
    for user_id, at in (*session.execute(phones), *session.execute(said.group_by(CheckIn.user_id))):
        if user_id is not None and at is not None:
            found[user_id] = max(at, found.get(user_id, at))
    return found


def find_planned_visit(session: Session, officer_id: uuid.UUID, day: dt.date) -> Visit | None:
    """Where the officer, first or second, is to be looked for: the visit begun, else the next of the day that is not done."""
    return session.scalar(
        select(Visit)
        .where(
            in_hands_of(officer_id),
            Visit.planned_on == day,
            Visit.status.in_((VisitStatus.STARTED, VisitStatus.ASSIGNED, VisitStatus.SENT_BACK)),
        )
        .order_by(Visit.status != VisitStatus.STARTED, Visit.position, Visit.id)
        .limit(1)
    )


def lock_running_shifts(
    session: Session, user_id: uuid.UUID, at: dt.datetime, named_id: uuid.UUID | None
) -> list[Shift]:
    """The officer's visiting shifts that a check-in said then is about, in order, held until the transaction ends: those that had
    begun and were not finished, and the one that is named, whatever its state: whether it takes the word is `takes_word`'s to say.
    """
    begun = and_(Shift.finished_at.is_(None), Shift.starts_at <= at + EARLY, at - LONGEST <= _DUE)
    wanted = begun if named_id is None else or_(begun, Shift.id == named_id)
    found = session.scalars(
        select(Shift)
        .where(Shift.user_id == user_id, Shift.kind == ShiftKind.VISITING, wanted)
        .order_by(Shift.starts_at, Shift.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    named = next((one for one in found if one.id == named_id), None)
    return [one for one in found if named is None or one.starts_at <= named.starts_at]


def has_check_in(session: Session, op_id: uuid.UUID) -> bool:
    """Whether this operation was taken in before."""
    return bool(session.scalar(select(exists().where(CheckIn.op_id == op_id))))


def list_open_alarms(session: Session, officer_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Alarms of lone working about this officer that nobody has closed."""
    return session.scalars(
        select(Alert.id).where(
            Alert.officer_id == officer_id, Alert.kind == AlertKind.LONE_WORKING, Alert.closed_at.is_(None)
        )
    ).all()


def list_out(session: Session, now: dt.datetime) -> Sequence[tuple[Shift, User]]:
    """Visiting shifts that have begun, or were started early, and are not finished; whose clock runs out first comes first."""
    return [
        (shift, user)
        for shift, user in session.execute(
            select(Shift, User)
            .join(User, User.id == Shift.user_id)
            .where(
                _RUNNING, User.active, now - LONGEST <= _DUE, or_(Shift.starts_at <= now, Shift.started_at.is_not(None))
            )
            .order_by(_DUE, User.name, Shift.id)
            .limit(MOST_OUT)
        )
    ]


def _list_alarms(session: Session, *about: ColumnElement[bool]) -> list[PastAlarm]:
    raised = select(Alert.expected_at, Alert.closed_at).where(*about, Alert.kind == AlertKind.LONE_WORKING)
    return [PastAlarm(at, closed_at) for at, closed_at in session.execute(raised) if at is not None]
