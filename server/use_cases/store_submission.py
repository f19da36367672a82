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
from server.store.decision_ground import DecisionGround
from server.store.hold_writes import place_death_hold
from server.store.submission_writes import save_submission
from server.store.submissions import Namesake
from server.store.tables import Case, Resident, Submission, Visit
from server.use_cases.derive_operations import derive_alerts, derive_edits
from server.use_cases.expect_attachments import expect_attachments
from server.use_cases.find_corrected import find_corrected
from server.use_cases.make_contact import make_contact
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
    session: Session, ground: DecisionGround, operation: Operation, now: dt.datetime, *, is_late: bool = False
) -> StoredSubmission:
    """Store the submission that `operation` carries; a second call for the same operation changes nothing.

    A late report (`is_late`) makes no referral and no contact, and corrects nobody's work. Another submission under an instance id that
    is taken is not stored a second time: its operation keeps it, and goes to review.
    """
    read = read_payload(session, operation)
    namesakes = ground.list_namesakes(session, operation.op_id, read.instance_id)
    if any(one.op_id == operation.op_id for one in namesakes):
        return StoredSubmission()
    if namesakes:
        taken = namesakes[0]
        same = taken.xml == read.xml
        return StoredSubmission(
            review_reason="instance_taken",
            review_detail={"submission_id": str(taken.submission_id), "same_content": same},
        )
    submission = _save(session, operation, read, now, is_late=is_late)
    ground.namesakes.append(Namesake(submission.id, submission.op_id, submission.instance_id, submission.xml))
    problems = list(read.problems)
    problems += expect_attachments(session, operation, submission, read.answers, now)
    derived = derive_edits(operation, submission, read.meaning)
    derived += derive_alerts(operation, submission, read.meaning)
    if read.form is not None and read.review_reason is None:
        note_unticked_alerts(session, operation, submission, read.form, read.meaning, now)
    if not is_late:
        made = make_referrals(session, operation, submission, read.meaning, now)
        called, unkept = make_contact(session, operation, submission, read.meaning, now)
        derived += made.derived + called
        problems += made.problems + unkept
    if submission.resident_id is None and _says_something(read.meaning):
        problems.append(Problem("names_nobody", None, "It records something of a person, and does not say of whom."))
        read.review_reason = read.review_reason or "names_nobody"
    _hold_if_deceased(session, operation, submission, now)
    if problems:  # none: as it was made, which costs no second write
        submission.problems = [problem.as_json() for problem in problems]
    return StoredSubmission(derived, read.review_reason, _first(problems) if read.review_reason else None)


def _save(session: Session, operation: Operation, read: ReadPayload, now: dt.datetime, *, is_late: bool) -> Submission:
    visit_id, case_id, resident_id = _find_subject(session, operation)
    meaning = read.meaning
    submission = Submission(
        instance_id=read.instance_id,
        op_id=operation.op_id,
        form_version_id=read.form.form_version_id if read.form else None,
        visit_id=visit_id,
        case_id=case_id,
        resident_id=resident_id,
        corrects_id=find_corrected(session, operation, read, visit_id, is_late=is_late),
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


def _says_something(meaning: Meaning) -> bool:
    """Whether it records more than answers: of whom, somebody must know."""
    return bool(
        meaning.outcome
        or meaning.contact
        or meaning.edits
        or meaning.referrals
        or meaning.refused_types
        or meaning.alerts
    )


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
