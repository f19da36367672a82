"""Settle a submission: approve, has issues, send back with words, reject with a reason, or reopen.

The first submission is always kept. What the officer must know goes to the phone with the visit's next pull.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.review import REVIEW_RULES, ReviewAction, ReviewRule
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState, VisitStatus
from server.store.audit_writes import record_audit
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.reviews import is_own_submission, is_planned_again, lock_submission_and_visit
from server.store.row_writes import change_row
from server.store.tables import Submission, SubmissionReview, Visit
from server.store.unit_of_work import write_transaction
from server.store.users import find_user
from server.use_cases.follow_up_visit import follow_up_visit, take_back_follow_up

LONGEST_WORDS = 2000


class ReviewRefusedError(Exception):
    """The step cannot be taken; `reason` is one of: not_found, changed_meanwhile, not_from_here, words_missing,
    words_too_long, owner_missing, planned_again. Nothing was written.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep:
    """What the reviewer decided, and the state in which they saw the submission."""

    submission_id: uuid.UUID
    action: ReviewAction
    seen_state: str
    words: str = ""
    owner_id: uuid.UUID | None = None


def review_submission(step: ReviewStep, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID | None:
    """Take the step; the visit's id. Raises ReviewRefusedError, also when somebody else settled it meanwhile."""
    with write_transaction() as session:
        return take_review_step(session, step, by_id=by_id, at=at)


def take_review_step(session: Session, step: ReviewStep, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID | None:
    """The same in the caller's transaction."""
    rule = REVIEW_RULES[step.action]
    words = step.words.strip()
    if rule.needs_words and not words:
        raise ReviewRefusedError("words_missing")
    if len(words) > LONGEST_WORDS:
        raise ReviewRefusedError("words_too_long")
    found = lock_submission_and_visit(session, step.submission_id)
    if found is None:
        raise ReviewRefusedError("not_found")
    submission, visit = found
    if submission.review_state != step.seen_state:
        raise ReviewRefusedError("changed_meanwhile")
    if ReviewState(submission.review_state) not in rule.starts_from:
        raise ReviewRefusedError("not_from_here")
    owner_id = _check_owner(session, rule, step.owner_id)
    moves_visit = visit is not None and is_own_submission(session, submission)
    if visit is not None and moves_visit:
        _move_visit(session, visit, step.action, words, by_id=by_id, at=at)
    _settle(session, submission, rule, words, owner_id=owner_id, by_id=by_id, at=at)
    if visit is not None and moves_visit:
        follow = follow_up_visit if step.action is ReviewAction.APPROVE else take_back_follow_up
        follow(session, visit, by_id=by_id, at=at)
    return submission.visit_id


def _check_owner(session: Session, rule: ReviewRule, owner_id: uuid.UUID | None) -> uuid.UUID | None:
    if not rule.needs_owner:
        return None
    owner = find_user(session, owner_id) if owner_id else None
    if owner is None or not owner.active:
        raise ReviewRefusedError("owner_missing")
    return owner.id


def _move_visit(
    session: Session, visit: Visit, action: ReviewAction, words: str, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    rule = REVIEW_RULES[action]
    values: dict[str, Any] = {"review_state": rule.leads_to.value}
    step = rule.visit_step
    if step is VisitStep.REOPEN and visit.status == VisitStatus.SUBMITTED:
        step = None  # has_issues never closed the visit, so there is nothing to open again
    if step is not None:
        status = find_next_status(VisitStatus(visit.status), step)
        if status is None:
            raise ReviewRefusedError("not_from_here")
        if status in UNDONE_VISIT_STATUSES and is_planned_again(session, visit):
            raise ReviewRefusedError("planned_again")
        values["status"] = status.value
        values["reviewed_at"] = at if step is VisitStep.REVIEW else None
    if action is ReviewAction.SEND_BACK:
        values |= {"sent_back_words": words, "repeat_of_id": None}  # what is to be done again repeats nothing
        who = {visit.officer_id, *list_seconds(session, [visit.id]).values()}
        queue_telling(session, {user_id for user_id in who if user_id is not None}, at=at)
    kind = "visit.send_back" if action is ReviewAction.SEND_BACK else "visit.review"
    change_row(session, visit, values, kind=kind, entity_type="visit", user_id=by_id, now=at)


def _settle(
    session: Session,
    submission: Submission,
    rule: ReviewRule,
    words: str,
    *,
    owner_id: uuid.UUID | None,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    before = submission.review_state
    submission.review_state = rule.leads_to
    submission.review_owner_id = owner_id
    session.add(
        SubmissionReview(
            submission_id=submission.id,
            review_state=rule.leads_to,
            note=words or None,
            owner_id=owner_id,
            reviewed_by_id=by_id,
            reviewed_at=at,
        )
    )
    record_audit(
        session,
        action="submission.review",
        at=at,
        user_id=by_id,
        entity_type="submission",
        entity_id=submission.id,
        fields={"review_state": {"old": before, "new": rule.leads_to.value}},
    )
