"""What a reviewer may do with a submission, and what each step asks for and leads to. Says nothing of who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.visit_status import VisitStep
from server.domain.words import ReviewState


class ReviewAction(StrEnum):
    """A step of the review."""

    APPROVE = "approve"
    HAS_ISSUES = "has_issues"
    SEND_BACK = "send_back"
    REJECT = "reject"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """One action: the state it leads to, the states it may start from, the visit's own step, and what must be said."""

    leads_to: ReviewState
    starts_from: frozenset[ReviewState]
    visit_step: VisitStep | None
    needs_words: bool = False
    needs_owner: bool = False


_UNSETTLED = frozenset({ReviewState.RECEIVED, ReviewState.HAS_ISSUES})
_SETTLED = frozenset({ReviewState.APPROVED, ReviewState.REJECTED})

REVIEW_RULES: dict[ReviewAction, ReviewRule] = {
    ReviewAction.APPROVE: ReviewRule(ReviewState.APPROVED, _UNSETTLED, VisitStep.REVIEW),
    ReviewAction.HAS_ISSUES: ReviewRule(ReviewState.HAS_ISSUES, _UNSETTLED, None, needs_words=True, needs_owner=True),
    ReviewAction.SEND_BACK: ReviewRule(ReviewState.SENT_BACK, _UNSETTLED, VisitStep.SEND_BACK, needs_words=True),
    ReviewAction.REJECT: ReviewRule(ReviewState.REJECTED, _UNSETTLED, VisitStep.REVIEW, needs_words=True),
    # The undo of approve, reject and has_issues. Words already sent to a phone cannot be unsaid.
    ReviewAction.REOPEN: ReviewRule(ReviewState.RECEIVED, _SETTLED | {ReviewState.HAS_ISSUES}, VisitStep.REOPEN),
}


def list_review_actions(state: str | None) -> list[ReviewAction]:
    """What may be done from here, in the order in which it is offered."""
    return [
        action for action, rule in REVIEW_RULES.items() if state is not None and ReviewState(state) in rule.starts_from
    ]
