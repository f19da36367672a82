"""Locks a warning marker with the visits it stands before, and lets those visits follow it. Decides nothing, opens no transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.warning_marker import MarkerStatus
from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.markers import paired_ids, stands_before, with_marked
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row, touch_row
from server.store.tables import Case, Resident, Visit, VisitAssignment, WarningMarker


def lock_marker(session: Session, marker_id: uuid.UUID) -> tuple[WarningMarker, Sequence[Visit]] | None:
    """The marker as it stands now, and the undone visits it stands before; None: no such marker.

    Visits first, then cases, as whoever gives visits locks them: a visit that is being given meanwhile is waited for and met.
    """
    seen = session.get(WarningMarker, marker_id)
    if seen is None:
        return None
    _lock_visits(session, seen)
    session.execute(
        select(Case.id)
        .where(Case.resident_id.in_(_people(session, seen)))
        .order_by(Case.id)
        .with_for_update(key_share=True)
    )
    visits = _lock_visits(session, seen)
    locked = select(WarningMarker).where(WarningMarker.id == marker_id).with_for_update(key_share=True)
    return session.scalars(locked.execution_options(populate_existing=True)).one(), visits


def move_markers_of(
    session: Session,
    resident_ids: Collection[uuid.UUID],
    doors: Collection[uuid.UUID | None],
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """After these people's own markers came to stand before another door, or were given from one of them to the other: phones
    fetch them again, and every undone visit to them or at these doors, old and new, follows, also one that has begun.
    """
    session.flush()
    own = select(WarningMarker).where(WarningMarker.resident_id.in_(resident_ids)).order_by(WarningMarker.id)
    if session.scalar(own.with_only_columns(WarningMarker.id).limit(1)) is None:
        return
    there = or_(Visit.resident_id.in_(resident_ids), Visit.address_id.in_([one for one in doors if one is not None]))
    undone = select(Visit).where(there, Visit.status.in_(UNDONE_VISIT_STATUSES)).order_by(Visit.id)
    fresh = {"populate_existing": True}
    visits = session.scalars(undone.with_for_update(key_share=True).execution_options(**fresh)).all()
    markers = session.scalars(own.with_for_update(key_share=True).execution_options(**fresh)).all()
    for marker in markers:
        touch_row(marker, now=at)
    if any(marker.status == MarkerStatus.APPROVED for marker in markers):
        let_visits_follow(session, visits, by_id=by_id, at=at)


def let_visits_follow(session: Session, visits: Sequence[Visit], *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """Say of each whether it needs two officers by the markers that stand now, and tell the phones of whoever has them."""
    session.flush()
    pairs = paired_ids(session, [(visit.resident_id, visit.address_id) for visit in visits])
    for visit in visits:
        needs_pair = pairs.meet(visit.resident_id, visit.address_id)
        change_row(
            session, visit, {"needs_pair": needs_pair}, kind="visit.pair" if needs_pair else "visit.alone",
            entity_type="visit", user_id=by_id, now=at,
        )  # fmt: skip
    holders = {visit.officer_id for visit in visits if visit.officer_id is not None}
    second = select(VisitAssignment.user_id).where(
        VisitAssignment.visit_id.in_([visit.id for visit in visits]),
        VisitAssignment.part == "second",
        VisitAssignment.ended_at.is_(None),
    )
    queue_telling(session, {*holders, *session.scalars(second)}, at=at)


def _lock_visits(session: Session, marker: WarningMarker) -> Sequence[Visit]:
    undone = (
        with_marked(select(Visit).join(WarningMarker, WarningMarker.id == marker.id))
        .where(stands_before(Visit.resident_id, Visit.address_id), Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.id)
        .with_for_update(key_share=True, of=Visit)
    )
    return session.scalars(undone.execution_options(populate_existing=True)).all()


def _door(session: Session, marker: WarningMarker) -> uuid.UUID | None:
    if marker.address_id is not None:
        return marker.address_id
    return session.scalar(select(Resident.address_id).where(Resident.id == marker.resident_id))


def _people(session: Session, marker: WarningMarker) -> set[uuid.UUID]:
    """Whose visits it stands before: the person, and whoever lives behind the door."""
    door = _door(session, marker)
    here = session.scalars(select(Resident.id).where(Resident.address_id == door)).all() if door is not None else ()
    return {*here, *({marker.resident_id} if marker.resident_id is not None else ())}
