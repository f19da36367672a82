"""Find how the writer of an operation stands to what it is about: theirs, once on their phone, or neither.

Looks at that one entity only, never at everything the writer may see.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy.orm import Session

from server.domain.operation import Operation, OperationKind, parse_id
from server.domain.words import SERVER_DEVICE_ID, VisitStatus
from server.store.decision_ground import DecisionGround
from server.store.pairs import goes_along, list_seconds
from server.store.reviews import find_own_submission_id
from server.store.tables import Case, Resident, Submission, Visit
from server.store.views import held_at_view
from server.use_cases.find_form_model import find_form_model

_CLOSED = (VisitStatus.SUBMITTED, VisitStatus.REVIEWED)
_REPORT = (OperationKind.VISIT_START, OperationKind.SUBMISSION_CREATE, OperationKind.VISIT_SUBMIT)


class Standing(StrEnum):
    """MINE: may change it. LATE: was on this phone at the view the operation names, or reports on a visit that the other of a
    pair has closed. UNKNOWN: cannot be shown.
    """

    MINE = "mine"
    LATE = "late"
    UNKNOWN = "unknown"


def find_standing(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    user_id: uuid.UUID | None,
) -> Standing:
    """The writer's standing to `row`. At a desk the table of permissions has let them in, before the operation was made."""
    if operation.device_id == SERVER_DEVICE_ID:
        return Standing.MINE
    if user_id is not None and (_is_theirs(ground, row, user_id) or _goes_along(session, row, user_id)):
        return Standing.LATE if _was_closed_by_the_other(session, operation, row, user_id) else Standing.MINE
    if operation.view is not None and held_at_view(session, operation.device_id, row.id, operation.view):
        return Standing.LATE
    return Standing.UNKNOWN


def _is_theirs(ground: DecisionGround, row: Visit | Case | Resident, user_id: uuid.UUID) -> bool:
    if isinstance(row, Visit):
        return row.officer_id == user_id
    resident_id = row.resident_id if isinstance(row, Case) else row.id
    return (user_id, resident_id) in ground.visitors


def _was_closed_by_the_other(
    session: Session, operation: Operation, row: Visit | Case | Resident, user_id: uuid.UUID
) -> bool:
    """Of a pair one submits. The other's own report of the closed visit, written before they knew, undoes nothing of it."""
    if not isinstance(row, Visit) or row.status not in _CLOSED or operation.kind not in _REPORT:
        return False
    if operation.kind == OperationKind.SUBMISSION_CREATE and not _closes_a_visit(session, operation):
        return False
    second_id = list_seconds(session, [row.id]).get(row.id)
    if second_id is None:
        return False
    own_id = find_own_submission_id(session, row.id)
    own = session.get(Submission, own_id) if own_id is not None else None
    return own is not None and own.submitted_by_id != user_id and own.submitted_by_id in (row.officer_id, second_id)


def _closes_a_visit(session: Session, operation: Operation) -> bool:
    """Any other form may be filled in at a visit that is done."""
    version_id = parse_id(operation.payload.get("form_version_id"))
    form = find_form_model(session, version_id) if version_id is not None else None
    return form is not None and form.closes_visit


def _goes_along(session: Session, row: Visit | Case | Resident, user_id: uuid.UUID) -> bool:
    """The second of a pair does what the first may do. Asked last: most visits are made by one."""
    if isinstance(row, Visit):
        return goes_along(session, user_id, Visit.id == row.id)
    return goes_along(session, user_id, Visit.resident_id == (row.resident_id if isinstance(row, Case) else row.id))
