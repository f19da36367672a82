"""Take a visit's workflow step from a phone: start, and submit, which closes a visit only by a stored submission.

An illegal step changes nothing and goes to review. Runs inside the caller's savepoint on locked rows.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Changes, Decision, review, wait
from server.domain.operation import Operation, parse_id
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import SERVER_DEVICE_ID, ReviewState, Verdict, VisitOutcome, VisitStatus
from server.store.audit_writes import record_audit
from server.store.decision_ground import DecisionGround
from server.store.reviews import find_own_submission_id
from server.store.row_writes import set_fields
from server.store.submissions_of_visit import find_submission_of_operation, list_recent_outcomes
from server.store.tables import Submission, Visit
from server.use_cases.follow_up_no_reply import drop_follow_up, follow_up_no_reply
from server.use_cases.follow_up_visit import count_visits_again


def start_visit(
    session: Session, operation: Operation, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime
) -> Decision:
    """Mark the visit as begun; a visit that has begun already agrees."""
    if visit.status == VisitStatus.STARTED:
        return Decision(Verdict.AGREED)
    status = find_next_status(VisitStatus(visit.status), VisitStep.START)
    if status is None:
        return review("illegal_step", step=VisitStep.START.value, status=visit.status)
    values: dict[str, object] = {"status": status.value, "started_at": now}
    return Decision(Verdict.APPLIED, changes=set_visit(session, operation, visit, values, user_id=user_id, now=now))


def submit_visit(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    visit: Visit,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    vouched: bool = False,
) -> Decision:
    """Close the visit by the submission that the operation names.

    `vouched`: a person accepted a late report. It closes the visit whoever has it now; a visit that is done stays as it is.
    """
    submission_op_id = parse_id(operation.payload.get("submission_op_id"))
    if submission_op_id is None:
        return review("no_submission")
    session.flush()
    submission = find_submission_of_operation(session, submission_op_id)
    if submission is None:
        answer = ground.answers.get(submission_op_id)
        undecided = answer is None or not answer.is_here
        return wait("missing_after", after=[str(submission_op_id)]) if undecided else review("no_submission")
    if submission.visit_id != visit.id:
        return review("other_visits_submission")
    if vouched and visit.status in (VisitStatus.SUBMITTED, VisitStatus.REVIEWED):
        submission.review_state = ReviewState.APPROVED  # both reports stand; this one waits for nobody
        return Decision(Verdict.AGREED)
    status = find_next_status(VisitStatus(visit.status), _step_of(operation, vouched=vouched))
    corrected = _find_corrected_at_desk(session, operation, visit, submission)
    if status is None or (visit.status == VisitStatus.SUBMITTED and corrected is None):
        return review("illegal_step", step=VisitStep.SUBMIT.value, status=visit.status)
    if corrected is not None:  # whoever looks into the visit goes on with what is right now
        submission.review_state, submission.review_owner_id = corrected.review_state, corrected.review_owner_id
    values: dict[str, object] = {
        "status": status.value,
        "submitted_at": visit.submitted_at if corrected is not None else now,
        "review_state": corrected.review_state if corrected is not None else ReviewState.RECEIVED.value,
        "sent_back_words": None,
        "handed_back_words": None,
        "officer_id": visit.officer_id or user_id,
    }
    if submission.outcome is not None:
        values["outcome"] = submission.outcome
    is_correction = visit.submitted_at is not None
    changes = set_visit(session, operation, visit, values, user_id=user_id, now=now)
    session.flush()
    if is_correction and visit.outcome != VisitOutcome.NO_REPLY_LETTER:
        drop_follow_up(session, visit, user_id=user_id, now=now)
    if (case := ground.cases.get(visit.case_id)) is not None:
        count_visits_again(session, case)
    resident = ground.residents.get(visit.resident_id)
    if resident is not None:
        set_fields(resident, {"recent_outcomes": list_recent_outcomes(session, resident.id)}, now=now)
        if visit.outcome == VisitOutcome.NO_REPLY_LETTER:
            follow_up_no_reply(session, visit, resident, op_id=operation.op_id, user_id=user_id, now=now)
    return Decision(Verdict.APPLIED, changes=changes)


def _step_of(operation: Operation, *, vouched: bool) -> VisitStep:
    if vouched:
        return VisitStep.ACCEPT_LATE
    return VisitStep.RECORD_AT_DESK if operation.device_id == SERVER_DEVICE_ID else VisitStep.SUBMIT


def _find_corrected_at_desk(
    session: Session, operation: Operation, visit: Visit, submission: Submission
) -> Submission | None:
    """The submission that stands for the visit, where this one is the desk's correction of it."""
    if operation.device_id != SERVER_DEVICE_ID or submission.corrects_id is None:
        return None
    own_id = find_own_submission_id(session, visit.id)
    return session.get(Submission, own_id) if own_id == submission.corrects_id else None


def set_visit(
    session: Session,
    operation: Operation,
    visit: Visit,
    values: dict[str, object],
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Changes:
    """Set columns of the visit by this operation, and record who did."""
    changed = set_fields(visit, values, now=now)
    record_audit(
        session,
        action=operation.kind,
        at=now,
        user_id=user_id,
        device_id=operation.device_id,
        entity_type="visit",
        entity_id=visit.id,
        fields={name: {"old": edit["base_value"], "new": edit["value"]} for name, edit in changed.items()},
    )
    return Changes(visit.version, changed)
