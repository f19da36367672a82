"""Which visits may be approved together, unread: only those in which there is nothing to read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.domain.words import ReviewState, VisitOutcome, VisitStatus

MOST_TOGETHER: Final = 50  # as many as one page shows


class LookReason(StrEnum):
    """Why a person must look at this one by itself; the first that holds is said."""

    CHANGED = "changed"  # it waits for review no longer
    OUTCOME = "outcome"
    ALERT = "alert"
    LATE = "late"
    CONFLICT = "conflict"
    HELD = "held"
    NEEDS = "needs"
    PROBLEMS = "problems"
    SEVERAL = "several"
    REVIEWED = "reviewed"
    SAME_DAY = "same_day"
    FILES = "files"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherFacts:
    """What is known of one visit. Of alerts a closed one counts too: somebody was worried.

    `has_referrals`: a need was handed on; `has_late_work`: something about it stands in the queue or came after it was given
    away; `has_other_that_day`: the person was seen to twice that day; `has_words`: somebody typed or said something of their own.
    """

    status: str
    review_state: str | None
    outcome: str | None
    is_repeat: bool = False
    has_needs: bool = False
    has_referrals: bool = False
    has_alert: bool = False
    has_conflict: bool = False
    has_late_work: bool = False
    has_problems: bool = False
    has_files: bool = False
    has_words: bool = False
    has_other_that_day: bool = False
    was_reviewed: bool = False
    is_held: bool = False
    submissions: int = 1


def find_look_reason(facts: TogetherFacts) -> LookReason | None:
    """Why this visit is not approved with others; None when it may be."""
    waits = facts.status == VisitStatus.SUBMITTED and facts.review_state == ReviewState.RECEIVED
    reasons = (
        (not waits, LookReason.CHANGED),
        (facts.outcome != VisitOutcome.SEEN_NO_NEEDS, LookReason.OUTCOME),
        (facts.has_alert, LookReason.ALERT),
        (facts.has_late_work, LookReason.LATE),
        (facts.has_conflict, LookReason.CONFLICT),
        (facts.is_held, LookReason.HELD),
        (facts.has_needs or facts.has_referrals, LookReason.NEEDS),
        (facts.has_problems, LookReason.PROBLEMS),
        (facts.submissions != 1, LookReason.SEVERAL),
        (facts.was_reviewed, LookReason.REVIEWED),
        (facts.is_repeat or facts.has_other_that_day, LookReason.SAME_DAY),
        (facts.has_files, LookReason.FILES),
        (facts.has_words, LookReason.WORDS),
    )
    return next((reason for is_so, reason in reasons if is_so), None)
