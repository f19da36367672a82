"""Why an operation stands in the review queue, gravest first: the order in which a supervisor is shown them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# What comes before what; a reason that is not named comes last.
REASONS_IN_ORDER = (
    "cannot_be_opened",
    "late_report",
    "revoked_device",
    "not_yours",
    "other_content",
    "illegal_step",
    "could_not_be_decided",
    "waited_too_long",
    "from_resident",
)
# Words of the wire that a person reads as one.
REASONS_TO_CHOOSE = (
    *REASONS_IN_ORDER,
    "wrong_type",
    "office_only",
    "unknown_entity",
    "no_submission",
    "no_base",
    "names_nobody",
)


def rank_of(reason: str | None) -> int:
    """Where the reason stands in the order."""
    return REASONS_IN_ORDER.index(reason) if reason in REASONS_IN_ORDER else len(REASONS_IN_ORDER)


def find_gravest(reasons: Iterable[str]) -> str | None:
    """The reason that an item of several operations is shown under."""
    return min(reasons, key=lambda reason: (rank_of(reason), reason), default=None)
