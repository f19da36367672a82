"""Reads what a visit's closing stands on: its submission, and the resident's last outcomes."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date
from server.domain.words import VisitStatus
from server.store.tables import Submission, Visit

OUTCOMES_ON_A_PHONE = 3


def find_submission_of_operation(session: Session, op_id: uuid.UUID) -> Submission | None:
    """The submission that this operation made."""
    return session.scalar(_OF_OPERATION, {"op": op_id})


_OF_OPERATION = select(Submission).where(Submission.op_id == bindparam("op"))


def list_recent_outcomes(session: Session, resident_id: uuid.UUID) -> list[dict[str, Any]]:
    """The resident's last three outcomes, newest first, as a phone shows them: {"on", "outcome"}."""
    rows = session.execute(
        select(Visit.submitted_at, Visit.outcome)
        .where(
            Visit.resident_id == resident_id,
            Visit.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)),
            Visit.outcome.is_not(None),
            Visit.submitted_at.is_not(None),
            Visit.repeat_of_id.is_(None),
        )
        .order_by(Visit.submitted_at.desc(), Visit.id)
        .limit(OUTCOMES_ON_A_PHONE)
    )
    return [{"on": find_council_date(at).isoformat(), "outcome": outcome} for at, outcome in rows if at is not None]
