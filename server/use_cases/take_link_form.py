"""Take in a form that a resident filled in by link: stored like any other, and held back for a person at the office.

Nobody has shown who held the phone: its edits stay proposals, and it hands on no need until it is accepted. Only that somebody
is not safe is raised at once, since in doubt a person hears of it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.operation import Operation, OperationKind
from server.domain.words import Verdict
from server.store.decision_ground import DecisionGround
from server.store.tables import Case, Resident, Visit
from server.use_cases.create_submission import create_submission

FROM_RESIDENT = "from_resident"


def take_link_form(
    session: Session, ground: DecisionGround, operation: Operation, row: Visit | Case | Resident, now: dt.datetime
) -> Decision:
    """The decision, with the submission stored; a second call stores nothing twice."""
    if operation.kind != OperationKind.SUBMISSION_CREATE or isinstance(row, Visit):
        return review("unknown_kind", kind=operation.kind)
    decision = create_submission(session, ground, operation, row, now=now, is_late=True, held_back=FROM_RESIDENT)
    if decision.verdict is Verdict.REVIEW:
        return decision
    return review(FROM_RESIDENT)
