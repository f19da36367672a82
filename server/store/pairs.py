"""Reads who goes along: the second officer of a visit made in pairs, and pairs of whom one is missing. Writes nothing.

The visit is the first officer's; both phones hold it, and whoever of the two submits it has closed it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from server.domain.words import UNDONE_VISIT_STATUSES, VisitStatus
from server.store.tables import Resident, User, Visit, VisitAssignment


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


def list_alone(session: Session, limit: int) -> Sequence[tuple[Visit, Resident, str | None]]:
    """Undone visits to be made in pairs that one officer has without a second and without a reason: given before the marker."""
    rows = session.execute(
        select(Visit, Resident, User.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .join(User, User.id == Visit.officer_id)
        .where(
            Visit.status.in_(UNDONE_VISIT_STATUSES),
            Visit.needs_pair,
            Visit.pair_reason.is_(None),
            ~exists().where(VisitAssignment.visit_id == Visit.id, *_goes_along()),
        )
        .order_by(Visit.planned_on, Visit.id)
        .limit(limit)
    )
    return [(visit, resident, name) for visit, resident, name in rows]


def _goes_along() -> tuple[ColumnElement[bool], ...]:
    return VisitAssignment.part == "second", VisitAssignment.ended_at.is_(None)
