"""Reads what a no-reply is followed up by: the case's visits still to come, and how often nobody has answered in a row."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.operation import OperationKind
from server.domain.words import UNDONE_VISIT_STATUSES, VisitOutcome, VisitStatus
from server.store.tables import Operation, Visit

_LOOK_BACK = 20


def has_visit_to_come(session: Session, case_id: uuid.UUID) -> bool:
    """Whether any visit of the case is still to be done."""
    found = session.scalar(
        select(Visit.id).where(Visit.case_id == case_id, Visit.status.in_(UNDONE_VISIT_STATUSES)).limit(1)
    )
    return found is not None


def list_submit_ids(session: Session, visit_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The operations by which the visit was submitted."""
    submits = select(Operation.op_id).where(
        Operation.entity_id == visit_id, Operation.kind == OperationKind.VISIT_SUBMIT
    )
    return session.scalars(submits).all()


def lock_waiting_visits(session: Session, visit_ids: Collection[uuid.UUID]) -> Sequence[Visit]:
    """Those of them that are planned and nobody's, held until the transaction ends."""
    waiting = select(Visit).where(
        Visit.id.in_(visit_ids), Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None)
    )
    return session.scalars(waiting.order_by(Visit.id).with_for_update(key_share=True)).all()


def count_no_replies(session: Session, case_id: uuid.UUID) -> int:
    """How many of the case's last visits in a row ended with a letter left."""
    outcomes = session.scalars(
        select(Visit.outcome)
        .where(
            Visit.case_id == case_id,
            Visit.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)),
            Visit.submitted_at.is_not(None),
            Visit.repeat_of_id.is_(None),
        )
        .order_by(Visit.submitted_at.desc(), Visit.id.desc())
        .limit(_LOOK_BACK)
    )
    count = 0
    for outcome in outcomes:
        if outcome != VisitOutcome.NO_REPLY_LETTER:
            break
        count += 1
    return count
