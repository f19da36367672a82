"""Hand a visit back from the phone: its officer cannot complete it. It waits for another one, with the officer's words.

An illegal step changes nothing and goes to review. Runs inside the caller's savepoint on locked rows.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.hand_back import LONGEST_NOTE, HandBackReason, write_words
from server.domain.operation import Operation, clean_text
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import Verdict, VisitStatus
from server.store.hold_writes import end_assignments
from server.store.tables import Visit
from server.use_cases.step_visit import set_visit


def hand_back_visit(
    session: Session, operation: Operation, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime
) -> Decision:
    """Make the visit planned and nobody's, and keep why."""
    reason, note = operation.payload.get("reason"), operation.payload.get("note")
    if not isinstance(reason, str) or reason not in set(HandBackReason):
        return review("wrong_type", fields={"reason": f"must be one of {', '.join(HandBackReason)}"})
    if note is not None and (not isinstance(note, str) or len(note) > LONGEST_NOTE or clean_text(note) != note):
        return review("wrong_type", fields={"note": f"must be a text of at most {LONGEST_NOTE} characters"})
    status = find_next_status(VisitStatus(visit.status), VisitStep.CANNOT_COMPLETE)
    if status is None:
        return review("illegal_step", step=VisitStep.CANNOT_COMPLETE.value, status=visit.status)
    values: dict[str, object] = {
        "status": status.value,
        "officer_id": None,
        "assigned_at": None,
        "assigned_by_id": None,
        "handed_back_words": write_words(HandBackReason(reason), note or ""),
    }
    changes = set_visit(session, operation, visit, values, user_id=user_id, now=now)
    end_assignments(session, visit.id, reason=reason, now=now)
    return Decision(Verdict.APPLIED, changes=changes)
