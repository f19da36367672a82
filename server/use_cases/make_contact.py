"""Keep the call that a submission records, so that the timeline and call lists count it. Runs inside the caller's savepoint."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.happening import find_happening
from server.domain.operation import DerivedOperation, Operation
from server.forms.answers import Problem
from server.forms.meaning import Meaning
from server.store.contacts import save_contact
from server.store.tables import Contact, Submission
from server.use_cases.follow_up_call import follow_up_call

CONTACT_KIND = "contact.add"
BY_TELEPHONE = "call"


def make_contact(
    session: Session, operation: Operation, submission: Submission, meaning: Meaning, now: dt.datetime
) -> tuple[list[DerivedOperation], list[Problem]]:
    """The operation that says so, or why the call could not be kept. Never a number: only that somebody was rung."""
    recorded = meaning.contact
    if recorded is None:
        return [], []
    if submission.case_id is None:
        return [], [Problem("contact_not_kept", recorded.node, "The call belongs to no case.")]
    said = submission.finalised_at.isoformat() if submission.finalised_at else None
    contact = save_contact(
        session,
        Contact(
            case_id=submission.case_id,
            channel=BY_TELEPHONE,
            direction=recorded.direction.value,
            outcome=recorded.outcome.value,
            note=recorded.note,
            contacted_at=find_happening(said, now).at,
            contacted_by_id=operation.user_id,
            op_id=uuid.uuid5(operation.op_id, recorded.node),
            submission_id=submission.id,
        ),
    )
    follow_up_call(session, contact, meaning, now)
    payload = {"contact_id": str(contact.id), "outcome": contact.outcome, "direction": contact.direction}
    derived = DerivedOperation(
        node=recorded.node,
        kind=CONTACT_KIND,
        entity_type="case",
        entity_id=submission.case_id,
        payload=payload,
    )
    return [derived], []
