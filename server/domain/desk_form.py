"""Which forms a desk may fill in, and when a submission may be corrected there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState, VisitStatus

TELEPHONE_FORM = "telephone_contact"  # offered first
LONGEST_REASON = 2000
_OPEN_STATES = (ReviewState.RECEIVED, ReviewState.HAS_ISSUES)


def closes_visit(questions: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a form version records the outcome of a visit: filled in for a visit, it closes it."""
    return any(question.get("records") == "visit.outcome" for question in questions)


def may_fill(*, closes: bool, visit_status: str | None) -> bool:
    """A form that closes a visit needs one that is still to be done; any other may be filled in at any time."""
    return not closes or visit_status in UNDONE_VISIT_STATUSES


def may_correct(
    *, closes: bool, stands_for_visit: bool, visit_status: str | None, review_state: str, is_corrected: bool
) -> bool:
    """What is corrected already is not corrected again, but its correction. What closed a visit, while it waits for review."""
    if is_corrected:
        return False
    if not closes:
        return True
    return stands_for_visit and visit_status == VisitStatus.SUBMITTED and review_state in _OPEN_STATES
