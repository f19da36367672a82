"""Store a submission as it came, with its answers and what is wrong with them, and say which operations it makes.

Called within the savepoint of its operation's decision. Never raises for what a device can send: a broken one is stored
raw, with its problems, for a person. Applies no edit itself: the caller decides each derived operation.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.operation import DerivedOperation, Operation
from server.domain.words import ReviewState, VisitOutcome
from server.forms.answers import Problem
from server.forms.meaning import Meaning
from server.store.hold_writes import place_death_hold
from server.store.submission_writes import save_submission
from server.store.submissions import find_earlier_submission, find_submission_by_instance
from server.store.submissions_of_visit import find_submission_of_operation
from server.store.tables import Case, Resident, Submission, Visit
from server.use_cases.derive_operations import derive_alerts, derive_edits
from server.use_cases.expect_attachments import expect_attachments
from server.use_cases.find_form_model import find_form_model
from server.use_cases.make_referrals import make_referrals
from server.use_cases.note_unticked_alerts import note_unticked_alerts
from server.use_cases.read_payload import ReadPayload, read_payload


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """What came of it. `review_reason` is a word of the wire when a person must look at the operation itself."""

    derived: list[DerivedOperation] = field(default_factory=list)
    review_reason: str | None = None
    review_detail: dict[str, Any] | None = None


def store_submission(
    session: Session, operation: Operation, now: dt.datetime, *, is_late: bool = False
) -> StoredSubmission:
    """Store the submission that `operation` carries; a second call for the same operation changes nothing.

    A late report (`is_late`) makes no referral and corrects nobody's work. Another submission under an instance id that
    is taken is not stored a second time: its operation keeps it, and goes to review.
    """
    if find_submission_of_operation(session, operation.op_id) is not None:
        return StoredSubmission()
    read = read_payload(session, operation)
    taken = find_submission_by_instance(session, read.instance_id)
    if taken is not None:
        same = taken.xml == read.xml
        return StoredSubmission(
            review_reason="instance_taken", review_detail={"submission_id": str(taken.id), "same_content": same}
        )
    submission = _save(session, operation, read, now, is_late=is_late)
    problems = list(read.problems)
    problems += expect_attachments(session, operation, submission, read.answers, now)
    derived = derive_edits(operation, submission, read.meaning)
    derived += derive_alerts(operation, submission, read.meaning)
    if read.form is not None and read.review_reason is None:
        note_unticked_alerts(session, operation, submission, read.form, read.meaning, now)
    if not is_late:
        made = make_referrals(session, operation, submission, read.meaning, now)
        derived += made.derived
        problems += made.problems
    if submission.resident_id is None and _says_something(read.meaning):
        problems.append(Problem("names_nobody", None, "It records something of a person, and does not say of whom."))
        read.review_reason = read.review_reason or "names_nobody"
    _hold_if_deceased(session, operation, submission, now)
    submission.problems = [problem.as_json() for problem in problems]
    return StoredSubmission(derived, read.review_reason, _first(problems) if read.review_reason else None)


def _save(session: Session, operation: Operation, read: ReadPayload, now: dt.datetime, *, is_late: bool) -> Submission:
    visit_id, case_id, resident_id = _find_subject(session, operation)
    meaning = read.meaning
    form_id = read.form.form_id if read.form and not is_late else None
    submission = Submission(
        instance_id=read.instance_id,
        op_id=operation.op_id,
        form_version_id=read.form.form_version_id if read.form else None,
        visit_id=visit_id,
        case_id=case_id,
        resident_id=resident_id,
        corrects_id=find_corrected_id(session, visit_id, form_id, operation.user_id)
        or find_deprecated_id(session, read, operation.user_id),
        submitted_by_id=operation.user_id,
        device_id=operation.device_id,
        finalised_at=read.finalised_at,
        utc_offset_minutes=read.utc_offset_minutes,
        received_at=now,
        xml=read.xml,
        answers=read.tree,
        outcome=meaning.outcome,
        has_needs=bool(meaning.outcome == VisitOutcome.SEEN_NEEDS or meaning.referrals or meaning.refused_types),
        problems=[],
        review_state=ReviewState.RECEIVED,
    )
    return save_submission(session, submission)


def find_corrected_id(
    session: Session, visit_id: uuid.UUID | None, form_id: str | None, user_id: uuid.UUID | None
) -> uuid.UUID | None:
    """The submission that a new one of this writer's corrects. What somebody else sent is corrected only by whoever has the
    visit now; another's report stands beside it.
    """
    visit = session.get(Visit, visit_id) if visit_id is not None and form_id is not None else None
    if visit is None or form_id is None:
        return None
    earlier = find_earlier_submission(session, visit_id=visit.id, form_id=form_id, user_id=user_id)
    is_corrected = earlier is not None and user_id in (earlier.submitted_by_id, visit.officer_id)
    return earlier.id if earlier is not None and is_corrected else None


def find_deprecated_id(session: Session, read: ReadPayload, user_id: uuid.UUID | None) -> uuid.UUID | None:
    """The submission that this one says it takes the place of (`deprecatedID`, ODK XForms): of this form, by this writer."""
    earlier = find_submission_by_instance(session, read.deprecated_id) if read.deprecated_id and user_id else None
    if earlier is None or read.form is None or earlier.form_version_id is None or earlier.submitted_by_id != user_id:
        return None
    form = find_form_model(session, earlier.form_version_id)
    return earlier.id if form is not None and form.form_id == read.form.form_id else None


def _says_something(meaning: Meaning) -> bool:
    """Whether it records more than answers: of whom, somebody must know."""
    return bool(meaning.outcome or meaning.edits or meaning.referrals or meaning.refused_types or meaning.alerts)


def _find_subject(
    session: Session, operation: Operation
) -> tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None]:
    """The visit, case and resident the operation is about, as far as they exist."""
    match operation.entity_type:
        case "visit":
            visit = session.get(Visit, operation.entity_id)
            return (visit.id, visit.case_id, visit.resident_id) if visit else (None, None, None)
        case "case":
            case = session.get(Case, operation.entity_id)
            return (None, case.id, case.resident_id) if case else (None, None, None)
        case "resident":
            resident = session.get(Resident, operation.entity_id)
            return (None, None, resident.id) if resident else (None, None, None)
    return None, None, None


def _hold_if_deceased(session: Session, operation: Operation, submission: Submission, now: dt.datetime) -> None:
    """A report of a death holds that person at once, whoever reports it; the visit it was learnt at stays where it is."""
    if submission.outcome != VisitOutcome.DECEASED or submission.resident_id is None:
        return
    resident = session.get(Resident, submission.resident_id)
    if resident is not None:
        place_death_hold(
            session,
            resident,
            source=f"operation {operation.op_id}",
            details={"op_id": str(operation.op_id), "submission_id": str(submission.id)},
            user_id=operation.user_id,
            now=now,
            keep_visit_id=submission.visit_id,
        )


def _first(problems: list[Problem]) -> dict[str, Any] | None:
    return problems[0].as_json() if problems else None
