"""Reads which visits one act of a supervisor gave or took back, by the instant at which it was done. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.words import Verdict, VisitStatus
from server.store.tables import Operation, Visit, VisitAssignment

GIVE = "visit.assign"
TAKE_BACK = "visit.take_back"


def list_given_at(session: Session, given_at: dt.datetime, by_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID | None]:
    """Visits given then that are still given so, and who had each before; None: nobody."""
    given = select(Visit.id).where(
        Visit.status.in_((VisitStatus.ASSIGNED, VisitStatus.SENT_BACK)),
        Visit.assigned_at == given_at,
        Visit.assigned_by_id == by_id,
    )
    ids = list(session.scalars(given))
    had = list_leads_until(session, ids, given_at)
    return {visit_id: had.get(visit_id) for visit_id in ids}


def list_leads_until(
    session: Session, visit_ids: Collection[uuid.UUID], ended_at: dt.datetime
) -> dict[uuid.UUID, uuid.UUID]:
    """By visit who had it until that instant."""
    before = select(VisitAssignment.visit_id, VisitAssignment.user_id).where(
        VisitAssignment.visit_id.in_(visit_ids), VisitAssignment.ended_at == ended_at, VisitAssignment.part == "lead"
    )
    return {row.visit_id: row.user_id for row in session.execute(before)}


def is_cancelled_at(session: Session, visit_id: uuid.UUID, cancelled_at: dt.datetime, by_id: uuid.UUID) -> bool:
    """Whether this person cancelled the visit then."""
    found = select(
        Operation.user_id
    ).where(  # who did it is asked afterwards: else all that this person ever did is walked
        Operation.entity_type == "visit",
        Operation.entity_id == visit_id,
        Operation.kind == "visit.cancel",
        Operation.received_at == cancelled_at,
    )
    return by_id in session.scalars(found).all()


def list_fields_before(session: Session, given_at: dt.datetime, by_id: uuid.UUID) -> dict[uuid.UUID, dict[str, Any]]:
    """By visit that this person gave then: its fields that the giving changed, as they were."""
    given = session.execute(
        select(Operation.entity_id, Operation.envelope).where(
            Operation.verdict == Verdict.APPLIED,  # with the instant: the index of verdicts serves
            Operation.received_at == given_at,
            Operation.user_id == by_id,
            Operation.kind == GIVE,
        )
    )
    return {
        visit_id: {name: edit["base_value"] for name, edit in envelope["fields"].items() if edit["base_version"]}
        for visit_id, envelope in given
        if visit_id is not None and isinstance(envelope, dict)
    }


def list_taken_back_at(session: Session, taken_at: dt.datetime, by_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Visits that this person took back then and that wait since, and who had each."""
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
            VisitAssignment.part == "lead",
            theirs,
        )
    )
    return {row.id: row.user_id for row in found}
