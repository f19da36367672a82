"""Approve several visits at once, unread: each by itself, and only while there is nothing in it to read.

What changed since the page was opened is left as it is, and said. Each approval is audited as if it had been made alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain.approving_together import MOST_TOGETHER, LookReason, find_look_reason
from server.domain.review import ReviewAction
from server.domain.words import ReviewState
from server.store.reviews import lock_submission_and_visit
from server.store.together_facts import find_together_facts
from server.store.unit_of_work import write_transaction
from server.use_cases.review_submission import ReviewStep, take_review_step


class TooManyVisitsError(Exception):
    """More than MOST_TOGETHER; nothing was written."""


@dataclass(slots=True)
class ApprovedTogether:
    """What became of each visit: approved, or why not."""

    approved: list[uuid.UUID] = field(default_factory=list)
    left: dict[uuid.UUID, LookReason] = field(default_factory=dict)


def approve_visits(chosen: Mapping[uuid.UUID, uuid.UUID], *, by_id: uuid.UUID, at: dt.datetime) -> ApprovedTogether:
    """`chosen`: by visit the one submission that the page showed. A second call approves nothing more. Raises TooManyVisitsError."""
    if len(chosen) > MOST_TOGETHER:
        raise TooManyVisitsError
    done = ApprovedTogether()
    for visit_id, submission_id in chosen.items():
        reason = _approve(visit_id, submission_id, by_id=by_id, at=at)
        if reason is None:
            done.approved.append(visit_id)
        else:
            done.left[visit_id] = reason
    return done


def _approve(visit_id: uuid.UUID, submission_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> LookReason | None:
    with write_transaction() as session:
        held = lock_submission_and_visit(session, submission_id)
        if held is None or held[1] is None or held[1].id != visit_id:
            return LookReason.CHANGED
        reason = find_look_reason(find_together_facts(session, [held[1]])[visit_id])
        if reason is not None:
            return reason
        step = ReviewStep(
            submission_id=submission_id, action=ReviewAction.APPROVE, seen_state=ReviewState.RECEIVED.value
        )
        take_review_step(session, step, by_id=by_id, at=at)
        return None
