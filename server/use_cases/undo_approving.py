"""Undo one act of approving together: what was approved in it waits for review again, but for what has changed since.

An act is known by who did it and the instant at which, and nobody undoes another's. Each visit is reopened by itself and audited as
if it had been reopened alone.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.review import ReviewAction
from server.domain.words import ReviewState
from server.store.reviews import is_approved_since, list_approved_at, lock_submission_and_visit
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, take_review_step


def undo_approving(approved_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime) -> int:
    """How many wait again. A second call reopens nothing more."""
    with read_now() as session:
        submission_ids = list_approved_at(session, approved_at, by_id)
    return sum(_reopen(submission_id, approved_at, by_id=by_id, at=at) for submission_id in submission_ids)


def _reopen(submission_id: uuid.UUID, approved_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime) -> bool:
    with write_transaction() as session:
        lock_submission_and_visit(session, submission_id)
        if not is_approved_since(session, submission_id, approved_at, by_id):
            return False
        step = ReviewStep(
            submission_id=submission_id, action=ReviewAction.REOPEN, seen_state=ReviewState.APPROVED.value
        )
        try:
            take_review_step(session, step, by_id=by_id, at=at)
        except ReviewRefusedError:  # the visit has moved on, and the refusal comes before anything is written
            return False
        return True
