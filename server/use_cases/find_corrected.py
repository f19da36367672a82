"""Find the submission that a new one takes the place of: both are kept, and only the newer one's referrals and calls count.

A phone names none: it is the same form of the same visit, where that form closes a visit. Any other may be filled in again for
somebody else behind the same door, and both stand. ODK Collect and the desk name theirs. Writes nothing.
"""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.domain.operation import Operation, parse_id
from server.domain.words import SERVER_DEVICE_ID, VisitStatus
from server.store.pairs import list_seconds
from server.store.submissions import find_earlier_submission, find_submission_by_instance
from server.store.submissions_of_visit import find_submission_of_operation
from server.store.tables import Submission, Visit
from server.use_cases.find_form_model import find_form_model
from server.use_cases.read_payload import ReadPayload

CORRECTS = "corrects_op_id"  # in the payload of a submission from the desk
_CLOSED = (VisitStatus.SUBMITTED, VisitStatus.REVIEWED)


def find_corrected(
    session: Session, operation: Operation, read: ReadPayload, visit_id: uuid.UUID | None, *, is_late: bool = False
) -> uuid.UUID | None:
    """The id of that submission, of the same form; None for a first one."""
    if operation.device_id == SERVER_DEVICE_ID:
        return _find_named(session, operation, read)
    form_id = read.form.form_id if read.form and read.form.closes_visit and not is_late else None
    return find_corrected_id(session, visit_id, form_id, operation.user_id) or find_deprecated_id(
        session, read, operation.user_id
    )


def _find_named(session: Session, operation: Operation, read: ReadPayload) -> uuid.UUID | None:
    """Two calls about one visit are two: at a desk only what is named is corrected."""
    op_id = parse_id(operation.payload.get(CORRECTS))
    earlier = find_submission_of_operation(session, op_id) if op_id else None
    return earlier.id if earlier is not None and _is_of_same_form(session, earlier, read) else None


def _is_of_same_form(session: Session, earlier: Submission, read: ReadPayload) -> bool:
    form = find_form_model(session, earlier.form_version_id) if earlier.form_version_id else None
    return form is not None and read.form is not None and form.form_id == read.form.form_id


def find_corrected_id(
    session: Session, visit_id: uuid.UUID | None, form_id: str | None, user_id: uuid.UUID | None
) -> uuid.UUID | None:
    """The submission that a new one of this writer's corrects. What somebody else sent is corrected only by whoever has the
    visit now; another's report stands beside it, and so does that of the other of a pair once one of the two has closed it.
    """
    visit = session.get(Visit, visit_id) if visit_id is not None and form_id is not None else None
    if visit is None or form_id is None:
        return None
    earlier = find_earlier_submission(session, visit_id=visit.id, form_id=form_id, user_id=user_id)
    if earlier is None:
        return None
    is_the_others = visit.status in _CLOSED and earlier.submitted_by_id == list_seconds(session, [visit.id]).get(
        visit.id
    )
    may_correct = user_id == earlier.submitted_by_id or (user_id == visit.officer_id and not is_the_others)
    return earlier.id if may_correct else None


def find_deprecated_id(session: Session, read: ReadPayload, user_id: uuid.UUID | None) -> uuid.UUID | None:
    """The submission that this one says it takes the place of (`deprecatedID`, ODK XForms): of this form, by this writer."""
    earlier = find_submission_by_instance(session, read.deprecated_id) if read.deprecated_id and user_id else None
    if earlier is None or earlier.submitted_by_id != user_id:
        return None
    return earlier.id if _is_of_same_form(session, earlier, read) else None
