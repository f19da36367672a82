"""Reads whose a visit is, and who goes along: the second officer of a pair, and pairs of whom one is missing. Writes nothing.

The visit is the first officer's; both have it in hand, both phones hold it, and whoever of the two submits it has closed it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, Subquery, exists, select, union_all
from sqlalchemy.orm import Session, aliased

from server.domain.permissions import Relation, may
from server.domain.words import UNDONE_VISIT_STATUSES, Role, VisitStatus
from server.store.tables import Resident, User, Visit, VisitAssignment

_VISITING = [role for role in Role if may(role, "app.use", Relation.OWN)]


def hands(*where: ColumnElement[bool], of: Collection[uuid.UUID] | Select[uuid.UUID] | None = None) -> Subquery:
    """Who has which visit in hand, a row of `user_id` and `visit_id` for each of a pair. `where` is of the visit, `of` whose.

    Two branches, so that each walks an index from the officer: one OR over both would read every visit there is.
    """
    first = select(Visit.officer_id.label("user_id"), Visit.id.label("visit_id")).where(
        Visit.officer_id.is_not(None) if of is None else Visit.officer_id.in_(of), *where
    )
    second = (
        select(VisitAssignment.user_id, VisitAssignment.visit_id)
        .join(Visit, Visit.id == VisitAssignment.visit_id)
        .where(*_goes_along(), *where, *(() if of is None else (VisitAssignment.user_id.in_(of),)))
    )
    return union_all(first, second).subquery()


def in_hands_of(user_id: uuid.UUID) -> ColumnElement[bool]:
    """Of a visit: whether this officer has it in hand, as the first or as who goes along."""
    return Visit.id.in_(select(hands(of=[user_id]).c.visit_id))


def is_in_hands_of(session: Session, visit: Visit, user_id: uuid.UUID) -> bool:
    """The same of one visit."""
    return visit.officer_id == user_id or list_seconds(session, [visit.id]).get(visit.id) == user_id


def list_seconds(session: Session, visit_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """By visit who goes along now."""
    found = select(VisitAssignment.visit_id, VisitAssignment.user_id).where(
        VisitAssignment.visit_id.in_(visit_ids), *_goes_along()
    )
    return {row.visit_id: row.user_id for row in session.execute(found)}


def list_seconds_until(
    session: Session, visit_ids: Collection[uuid.UUID], ended_at: dt.datetime
) -> dict[uuid.UUID, uuid.UUID]:
    """By visit who went along until that instant."""
    found = select(VisitAssignment.visit_id, VisitAssignment.user_id).where(
        VisitAssignment.visit_id.in_(visit_ids), VisitAssignment.part == "second", VisitAssignment.ended_at == ended_at
    )
    return {row.visit_id: row.user_id for row in session.execute(found)}


def goes_along(session: Session, user_id: uuid.UUID, row: ColumnElement[bool]) -> bool:
    """Whether somebody is the second officer of a visit, not cancelled, that `row` names."""
    found = select(VisitAssignment.id).join(Visit, Visit.id == VisitAssignment.visit_id)
    mine = (VisitAssignment.user_id == user_id, Visit.status != VisitStatus.CANCELLED, *_goes_along(), row)
    return session.scalar(found.where(*mine).limit(1)) is not None


def list_alone(session: Session, limit: int, offset: int = 0) -> Sequence[tuple[Visit, Resident, str | None]]:
    """Undone visits to be made in pairs that one officer has without a second and without a reason: given before the marker, or
    whoever went along has left or has no app any more.
    """
    second = aliased(User)
    rows = session.execute(
        select(Visit, Resident, User.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .join(User, User.id == Visit.officer_id)
        .where(
            Visit.status.in_(UNDONE_VISIT_STATUSES),
            Visit.needs_pair,
            Visit.pair_reason.is_(None),
            ~exists().where(
                VisitAssignment.visit_id == Visit.id,
                *_goes_along(),
                second.id == VisitAssignment.user_id,
                second.active,
                second.role.in_(_VISITING),
            ),
        )
        .order_by(Visit.planned_on, Visit.id)
        .limit(limit)
        .offset(offset)
    )
    return [(visit, resident, name) for visit, resident, name in rows]


def _goes_along() -> tuple[ColumnElement[bool], ...]:
    return VisitAssignment.part == "second", VisitAssignment.ended_at.is_(None)
