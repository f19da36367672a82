"""Locks, at the start of a change to people, the undone visits that may follow it. Decides nothing, opens no transaction.

Visits come before cases and residents wherever anything is locked: who locks them later waits for a push that waits for them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.tables import Visit


def list_undone_around(
    session: Session, resident_ids: Collection[uuid.UUID], doors: Iterable[uuid.UUID | None]
) -> set[uuid.UUID]:
    """The undone visits to these people or at these doors, by id."""
    known = {one for one in doors if one is not None}
    undone = Visit.status.in_(UNDONE_VISIT_STATUSES)
    # A branch for each, so that each walks an index.
    theirs = select(Visit.id).where(Visit.resident_id.in_(resident_ids), undone)
    there = select(Visit.id).where(Visit.address_id.in_(known), undone)
    return set(session.scalars(union(theirs, there)))


def list_visits_of_days(
    session: Session, visit_ids: Collection[uuid.UUID], also: Collection[tuple[uuid.UUID, dt.date]] = ()
) -> set[uuid.UUID]:
    """All that `order_day` will number for these visits: their officers' undone visits of their days, and of the days
    (officer, date) in `also`.
    """
    undone = Visit.status.in_(UNDONE_VISIT_STATUSES)
    named = select(Visit.officer_id, Visit.planned_on).where(Visit.id.in_(visit_ids), Visit.officer_id.is_not(None))
    days = {(officer_id, planned_on) for officer_id, planned_on in session.execute(named)} | set(also)
    # A branch for each, so that each walks an index: one OR over them would read every visit there is.
    numbered = [
        select(Visit.id).where(Visit.officer_id == officer_id, Visit.planned_on == on, undone)
        for officer_id, on in sorted(days, key=str)
    ]
    return set(session.scalars(union(*numbered))) if numbered else set()


def lock_undone_around(
    session: Session, resident_ids: Collection[uuid.UUID], doors: Iterable[uuid.UUID | None]
) -> None:
    """Hold them until the transaction ends, in the order of their ids."""
    ids = list_undone_around(session, resident_ids, doors)
    if ids:
        held = select(Visit.id).where(Visit.id.in_(ids)).order_by(Visit.id)
        session.execute(held.with_for_update(key_share=True)).all()
