"""Puts a reversible hold on a resident whose death is reported, gives the planned visits back, and settles the hold.

Closes no case and touches nobody else at the address. Who may settle what is for the use case to say.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.visit_status import VisitStep, find_next_status, list_statuses_allowing
from server.domain.words import VisitStatus
from server.store.death_holds import DEATH_REPORTED
from server.store.given_at import TAKE_BACK
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.row_writes import append_server_operation, change_row
from server.store.tables import Hold, Resident, Visit, VisitAssignment


def place_death_hold(
    session: Session,
    resident: Resident,
    *,
    source: str,
    details: dict[str, Any],
    user_id: uuid.UUID | None,
    now: dt.datetime,
    keep_visit_id: uuid.UUID | None = None,
) -> bool:
    """Hold the resident, unless held already; True if this call did. A second report of the same source changes nothing.

    `keep_visit_id` is the visit at which the death was learnt: it stays with its officer, who has it to finish.
    """
    reported = session.scalars(
        select(Hold.id)
        .where(Hold.resident_id == resident.id, Hold.kind == DEATH_REPORTED, Hold.source == source)
        .limit(1)
    ).first()
    open_hold = session.scalars(
        select(Hold.id)
        .where(Hold.resident_id == resident.id, Hold.kind == DEATH_REPORTED, Hold.lifted_at.is_(None))
        .limit(1)
    ).first()
    if reported is not None or open_hold is not None:
        return False
    session.add(
        Hold(
            resident_id=resident.id,
            kind=DEATH_REPORTED,
            source=source,
            details=details,
            placed_at=now,
            placed_by_id=user_id,
        )
    )
    change_row(
        session,
        resident,
        {"on_hold": True},
        kind="resident.hold",
        entity_type="resident",
        user_id=user_id,
        now=now,
        payload={"batch_id": details["batch_id"]} if "batch_id" in details else None,
    )
    _take_back_visits(session, resident.id, keep_visit_id, user_id=user_id, now=now)
    return True


def lift_death_hold(
    session: Session, hold: Hold, resident: Resident, *, note: str, user_id: uuid.UUID, now: dt.datetime
) -> None:
    """The report was wrong: the resident can be visited and called again."""
    hold.lifted_at, hold.lifted_by_id = now, user_id
    change_row(
        session,
        resident,
        {"on_hold": False},
        kind="resident.hold_lifted",
        entity_type="resident",
        user_id=user_id,
        now=now,
        payload={"note": note},
    )


def confirm_death_hold(session: Session, hold: Hold, *, note: str, user_id: uuid.UUID, now: dt.datetime) -> None:
    """The report is true: the hold stays, and waits for nobody any more."""
    hold.confirmed_at, hold.confirmed_by_id = now, user_id
    append_server_operation(
        session,
        kind="resident.hold_confirmed",
        entity_type="resident",
        entity_id=hold.resident_id,
        user_id=user_id,
        now=now,
        payload={"note": note},
    )


def cancel_planned_visits(
    session: Session, resident_id: uuid.UUID, *, reason: str, user_id: uuid.UUID, now: dt.datetime
) -> None:
    """Cancel what is planned and nobody's, so that it is not overdue for ever; a visit that an officer holds is left to be finished."""
    for visit in session.scalars(
        select(Visit)
        .where(Visit.resident_id == resident_id, Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None))
        .order_by(Visit.id)
        .with_for_update(key_share=True)
    ):
        change_row(
            session,
            visit,
            {"status": VisitStatus.CANCELLED, "cancelled_reason": reason},
            kind="visit.cancel",
            entity_type="visit",
            user_id=user_id,
            now=now,
            payload={"reason": reason},
        )


def _take_back_visits(
    session: Session,
    resident_id: uuid.UUID,
    keep_visit_id: uuid.UUID | None,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> None:
    visits = session.scalars(
        select(Visit)
        .where(Visit.resident_id == resident_id, Visit.status.in_(list_statuses_allowing(VisitStep.TAKE_BACK)))
        .order_by(Visit.id)
        .with_for_update(key_share=True)
    ).all()
    seconds = list_seconds(session, [visit.id for visit in visits])
    told: set[uuid.UUID] = set()
    for visit in visits:
        if visit.id == keep_visit_id:
            continue
        told |= {user_id for user_id in (visit.officer_id, seconds.get(visit.id)) if user_id is not None}
        take_visit_back(session, visit, reason=DEATH_REPORTED, user_id=user_id, now=now)
    queue_telling(session, told, at=now)


def take_visit_back(
    session: Session,
    visit: Visit,
    *,
    reason: str,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    plan: Mapping[str, Any] | None = None,
) -> None:
    """Make the visit planned and nobody's, by `plan` where it is to have another day or time. The caller has checked that the
    step is legal.
    """
    status = find_next_status(VisitStatus(visit.status), VisitStep.TAKE_BACK)
    if status is None:
        raise ValueError(f"a visit that is {visit.status} cannot be taken back")
    change_row(
        session,
        visit,
        {"status": status, "officer_id": None, "assigned_at": None, "assigned_by_id": None, **(plan or {})},
        kind=TAKE_BACK,
        entity_type="visit",
        user_id=user_id,
        now=now,
        payload={"reason": reason},
    )
    end_assignments(session, visit.id, reason=reason, now=now)


def end_assignments(session: Session, visit_id: uuid.UUID, *, reason: str, now: dt.datetime) -> None:
    """End whatever assignment of the visit is open."""
    session.execute(
        update(VisitAssignment)
        .where(VisitAssignment.visit_id == visit_id, VisitAssignment.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason)
    )
