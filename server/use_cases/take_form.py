"""Take in a submission that is about nobody: filled in outside a visit, by us or in ODK Collect.

It is stored like any other. Where it records something of a person, a person says of whom: it goes to review.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.operation import Operation
from server.store.decision_ground import DecisionGround
from server.use_cases.create_submission import create_submission


def take_form(
    session: Session, ground: DecisionGround, operation: Operation, now: dt.datetime, *, vouched: bool = False
) -> Decision:
    """The decision, with the submission stored; a second call stores nothing twice. `vouched`: a person has looked at it."""
    if operation.entity_id != operation.op_id:
        return review("wrong_entity", type=operation.entity_type)  # it is its own subject, and no other thing's
    return create_submission(session, ground, operation, None, now=now, is_late=False, vouched=vouched)
