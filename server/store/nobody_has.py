"""Whom nobody has: the one answer for the page Today, which counts them, and the page Assign, which lists them.

What few rows decide is a list of ids that stands alone, found once and not once for each of thousands of cases.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from server.domain.words import UNDONE_VISIT_STATUSES, CaseStatus, VisitStatus
from server.store.call_list import has_a_number, wants_no_calls
from server.store.reached import is_one_of
from server.store.tables import Address, CallTurn, Case, Resident, User, Visit, VisitAssignment


def needs_an_officer(today: dt.date) -> ColumnElement[bool]:
    """An open case that nobody will see to: nothing is planned for it, or what is planned is nobody's.

    What is planned for a later day and was nobody's from the first is not missed yet: it is counted from its day on. Left out is
    a resident on hold, for whom nobody may plan anything.
    """
    return _is_open(or_(_has_no_plan(today), _is_nobodys(_waiting(), or_(Visit.planned_on <= today, _was_given()))))


def is_planned_later(today: dt.date) -> ColumnElement[bool]:
    """An open case with a visit of a later day that no officer has, or had: it follows a letter that was left."""
    return _is_open(_is_nobodys(_waiting(), and_(Visit.planned_on > today, not_(_was_given()))))


def waits_for_an_officer() -> ColumnElement[bool]:
    """An open case whose only undone visit is nobody's: it was taken back, or follows a letter that was left."""
    return _is_open(_is_nobodys(_waiting()))


def _is_open(needs: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of the resident's own row, which every caller joins: of a list apart PostgreSQL takes half of all cases to be on it."""
    return and_(Case.status == CaseStatus.OPEN, Resident.on_hold.is_(False), Resident.merged_into_id.is_(None), needs)


def _has_no_plan(today: dt.date) -> ColumnElement[bool]:
    """No undone visit and no day for the next contact that is still to come.

    A day on which the programme's rule plans the next call counts as one for the next contact, and until its day comes so does one
    from which a visit is wanted. Who cannot be rung is nobody's on the day itself.
    """
    planned_calls = select(CallTurn.case_id).where(or_(CallTurn.next_on >= today, CallTurn.visit_on > today))
    has_no_day = and_(
        or_(Case.next_contact_on.is_(None), Case.next_contact_on < today),
        Case.id.not_in(planned_calls.correlate(None)),
    )
    return and_(or_(has_no_day, Case.id.in_(_list_due_but_not_rung(today))), not_(_has_undone()))


def _list_due_but_not_rung(today: dt.date) -> Select[uuid.UUID]:
    """Cases whose next contact is for today, of people whom the call list leaves out: no number, or no calls wanted."""
    case: Any = aliased(Case)
    is_planned = and_(CallTurn.next_on == today, or_(case.next_contact_on.is_(None), case.next_contact_on < today))
    due: Select[uuid.UUID] = select(case.id).where(case.next_contact_on == today)
    planned: Select[uuid.UUID] = select(case.id).join(CallTurn, CallTurn.case_id == case.id).where(is_planned)
    not_rung = or_(not_(has_a_number()), Resident.id.in_(wants_no_calls()))
    either = [one.join(Resident, Resident.id == case.resident_id).where(not_rung) for one in (due, planned)]
    return select(union_all(*either).subquery().c.id)


def _is_nobodys(waiting: Select[uuid.UUID], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """One of these visits is the case's, and no officer has another of it."""
    return and_(Case.id.in_(waiting.where(*which).correlate(None)), not_(_has_undone(given=True)))


def _waiting() -> Select[uuid.UUID]:
    return select(Visit.case_id).where(Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None))


def _was_given() -> ColumnElement[bool]:
    """Somebody had the visit before."""
    return exists().where(VisitAssignment.visit_id == Visit.id)


def _has_undone(*, given: bool = False) -> ColumnElement[bool]:
    visit: Any = aliased(Visit)  # a name of its own, so that callers may join visits too
    mine = exists().where(visit.case_id == Case.id, is_one_of(visit.status, UNDONE_VISIT_STATUSES))
    return mine.where(visit.officer_id.is_not(None)) if given else mine


def count_planned_later(session: Session, today: dt.date, programme_id: uuid.UUID | None = None) -> int:
    """How many cases have such a visit."""
    of_programme = () if programme_id is None else (Case.programme_id == programme_id,)
    whose = select(func.count()).select_from(Case).join(Resident, Resident.id == Case.resident_id)
    return session.scalar(whose.where(is_planned_later(today), *of_programme)) or 0


def list_nobody_has_by_ward(session: Session, today: dt.date) -> Sequence[tuple[str | None, int]]:
    """How many cases need an officer, by ward; the target is 0."""
    rows = session.execute(
        select(Address.ward, func.count())
        .select_from(Case)
        .join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .where(needs_an_officer(today))
        .group_by(Address.ward)
        .order_by(func.count().desc(), Address.ward)
    )
    return [(ward, count) for ward, count in rows]


def list_visits_without_officer(
    session: Session, today: dt.date, limit: int, offset: int = 0
) -> Sequence[tuple[Visit, Resident, str | None]]:
    """Planned visits of today and later that nobody holds, the nearest first; those of earlier days are overdue instead."""
    rows = session.execute(
        select(Visit, Resident, User.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .join(Case, Case.id == Visit.case_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(
            Visit.status == VisitStatus.PLANNED,
            Visit.officer_id.is_(None),
            Visit.planned_on >= today,
            waits_for_an_officer(),
        )
        .order_by(Visit.planned_on, Visit.id)
        .limit(limit)
        .offset(offset)
    )
    return [(visit, resident, name) for visit, resident, name in rows]
