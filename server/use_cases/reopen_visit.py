"""Reopen a visit that its officer has submitted and nobody has reviewed, to correct it. The first submission stays as it is.

What the officer submits next corrects the first one (store_submission.py). Runs inside the caller's savepoint on locked rows.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.operation import Operation, clean_text
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import ReviewState, Verdict, VisitStatus
from server.store.decision_ground import DecisionGround
from server.store.row_writes import set_fields
from server.store.submissions_of_visit import list_recent_outcomes
from server.store.tables import Visit
from server.use_cases.step_visit import set_visit

LONGEST_WHY = 2000


def reopen_visit(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    visit: Visit,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    """Make the visit started again, and counted. What somebody has looked at already is theirs to send back."""
    why = operation.payload.get("why")
    if why is not None and (not isinstance(why, str) or len(why) > LONGEST_WHY or clean_text(why) != why):
        return review("wrong_type", fields={"why": f"must be a text of at most {LONGEST_WHY} characters"})
    status = find_next_status(VisitStatus(visit.status), VisitStep.CORRECT)
    if status is None or visit.review_state != ReviewState.RECEIVED:
        return review("illegal_step", step="reopen", status=visit.status, review_state=visit.review_state)
    values: dict[str, object] = {"status": status.value, "review_state": None, "repeat_of_id": None}
    changes = set_visit(session, operation, visit, values, user_id=user_id, now=now)
    session.flush()
    resident = ground.residents.get(visit.resident_id)
    if resident is not None:
        set_fields(resident, {"recent_outcomes": list_recent_outcomes(session, resident.id)}, now=now)
    return Decision(Verdict.APPLIED, changes=changes)
