"""Reads which visits one act of a supervisor gave or took back, by the instant at which it was done. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.words import VisitStatus
from server.store.tables import Operation, Visit, VisitAssignment

TAKE_BACK = "visit.take_back"


def list_given_at(session: Session, given_at: dt.datetime, by_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID | None]:
    """Visits given then that are still given so, and who had each before; None: nobody."""
    given = select(Visit.id).where(
        Visit.status.in_((VisitStatus.ASSIGNED, VisitStatus.SENT_BACK)),
        Visit.assigned_at == given_at,
        Visit.assigned_by_id == by_id,
    )
    ids = list(session.scalars(given))
    before = select(VisitAssignment.visit_id, VisitAssignment.user_id).where(
        VisitAssignment.visit_id.in_(ids), VisitAssignment.ended_at == given_at, VisitAssignment.part == "lead"
    )
    had = {row.visit_id: row.user_id for row in session.execute(before)}
    return {visit_id: had.get(visit_id) for visit_id in ids}


def list_taken_back_at(
    session: Session, taken_at: dt.datetime, reason: str, by_id: uuid.UUID
) -> dict[uuid.UUID, uuid.UUID]:
    """Visits that this person took back then for this reason and that wait since, and who had each."""
    theirs = exists().where(
        Operation.entity_type == "visit",
        Operation.entity_id == Visit.id,
        Operation.kind == TAKE_BACK,
        Operation.user_id == by_id,
        Operation.received_at == taken_at,
    )
    found = session.execute(
        select(Visit.id, VisitAssignment.user_id)
        .join(VisitAssignment, VisitAssignment.visit_id == Visit.id)
        .where(
            Visit.status == VisitStatus.PLANNED,
            Visit.officer_id.is_(None),
            VisitAssignment.ended_at == taken_at,
            VisitAssignment.ended_reason == reason,
            VisitAssignment.part == "lead",
            theirs,
        )
    )
    return {row.id: row.user_id for row in found}
