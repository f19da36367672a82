"""Whom nobody has: the one answer for the page Today, which counts them, and the page Assign, which lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from server.domain.words import UNDONE_VISIT_STATUSES, CaseStatus, VisitStatus
from server.store.tables import Address, CallTurn, Case, Resident, User, Visit


def needs_an_officer(today: dt.date) -> ColumnElement[bool]:
    """An open case that nobody will see to: nothing is planned for it, or what is planned is nobody's."""
    return or_(has_no_plan(today), waits_for_an_officer())


def has_no_plan(today: dt.date) -> ColumnElement[bool]:
    """An open case with no planned next action: no undone visit and no day for the next contact that is still to come.

    A day on which the programme's rule plans the next call counts as one for the next contact. A resident on hold is left out:
    nobody may plan anything for them.
    """
    # Undone visits are few among all: found once, and not looked for case by case.
    undone = Case.id.in_(select(Visit.case_id).where(Visit.status.in_(UNDONE_VISIT_STATUSES)))
    return and_(
        Case.status == CaseStatus.OPEN,
        or_(Case.next_contact_on.is_(None), Case.next_contact_on < today),
        not_(undone),
        not_(exists().where(CallTurn.case_id == Case.id, CallTurn.next_on >= today)),
        not_(_is_held()),
    )


def waits_for_an_officer() -> ColumnElement[bool]:
    """An open case whose only undone visit is nobody's: it was taken back, or follows a letter that was left."""
    visit = aliased(Visit)  # a name of its own, so that callers may join visits too
    waiting = Case.id.in_(select(visit.case_id).where(visit.status == VisitStatus.PLANNED, visit.officer_id.is_(None)))
    given = Case.id.in_(
        select(visit.case_id).where(visit.status.in_(UNDONE_VISIT_STATUSES), visit.officer_id.is_not(None))
    )
    return and_(Case.status == CaseStatus.OPEN, waiting, not_(given), not_(_is_held()))


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


def _is_held() -> ColumnElement[bool]:
    """The case's person is on hold or was merged into another."""
    person = aliased(Resident)  # a name of its own, so that callers may join residents too
    return Case.resident_id.in_(select(person.id).where(or_(person.on_hold, person.merged_into_id.is_not(None))))
