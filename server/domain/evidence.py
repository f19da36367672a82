"""Evidence that a resident is asked for: how a request and each of its documents stand, what a decision does, and the bounds. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_DUE_DAYS = 60  # from today to the day by which we ask
LATE_DAYS = 28  # for which the link opens after that day: who is late is not turned away
MOST_FILES = 20  # whole ones, for one document
MOST_REFUSED_FILES = 20  # kept of what could not be opened, for one document
FILES_OF_A_REQUEST = 4  # of the largest size, or as many smaller ones as come to that
LONGEST_WHY = 1000
LONGEST_REASON = 1000
LONGEST_BRINGER = 200
LANGUAGES: Final = ("en", "cy")


class RequestStatus(StrEnum):
    """How a request stands, as it is kept. `pending`: something is still to be sent and nothing waits for us."""

    PENDING = "pending"
    FOR_REVIEW = "for_review"
    APPROVED = "approved"
    CLOSED = "closed"


class RequestState(StrEnum):
    """How a request stands now: a pending one whose link opens no more has expired."""

    PENDING = "pending"
    FOR_REVIEW = "for_review"
    APPROVED = "approved"
    EXPIRED = "expired"
    CLOSED = "closed"


class ItemState(StrEnum):
    """How one document of a request stands."""

    NEEDED = "needed"
    SENT = "sent"
    APPROVED = "approved"
    REFUSED = "refused"


class EvidenceSender(StrEnum):
    """Who sent: the resident, somebody who says that they may, or the office for them."""

    RESIDENT = "resident"
    HELPER = "helper"
    OFFICE = "office"


class CameBy(StrEnum):
    """How something came that the office adds for a resident."""

    POST = "post"
    EMAIL = "email"
    DESK = "desk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Brought:
    """How it came and who brought or sent it; `by` None: the resident."""

    came_by: CameBy
    by: str | None


class Decision(StrEnum):
    """What a person at the office makes of a document. `reopen` takes a decision back."""

    APPROVE = "approve"
    REFUSE = "refuse"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """From where a decision may be taken, and where it leads."""

    leads_to: ItemState
    starts_from: frozenset[ItemState]


DECISION_RULES: Final[Mapping[Decision, DecisionRule]] = {
    Decision.APPROVE: DecisionRule(ItemState.APPROVED, frozenset({ItemState.SENT})),
    Decision.REFUSE: DecisionRule(ItemState.REFUSED, frozenset({ItemState.SENT})),
    Decision.REOPEN: DecisionRule(ItemState.SENT, frozenset({ItemState.APPROVED, ItemState.REFUSED})),
}


class EvidenceRefusedError(Exception):
    """Nothing was changed. `reason`: not_found, closed, no_case, no_types, no_why, why_too_long, too_soon, too_late, nothing_to_send,
    approved, changed_meanwhile, not_from_here, reason_missing, reason_too_long, type_missing, over_already, way_missing, bringer_too_long.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def find_status(states: Collection[ItemState]) -> RequestStatus:
    """How a request that is not closed stands: what waits for us comes first."""
    if ItemState.SENT in states:
        return RequestStatus.FOR_REVIEW
    return RequestStatus.APPROVED if set(states) == {ItemState.APPROVED} else RequestStatus.PENDING


def find_state(status: RequestStatus, expires_at: dt.datetime, now: dt.datetime) -> RequestState:
    """How it stands now."""
    is_over = status is RequestStatus.PENDING and expires_at <= now
    return RequestState.EXPIRED if is_over else RequestState(status)


def read_brought(came_by: str, by: str) -> Brought:
    """Of two typed fields. Raises EvidenceRefusedError."""
    name = by.strip()
    if came_by not in set(CameBy):
        raise EvidenceRefusedError("way_missing")
    if len(name) > LONGEST_BRINGER:
        raise EvidenceRefusedError("bringer_too_long")
    return Brought(CameBy(came_by), name or None)


def words_in(words: Mapping[str, str], language: str) -> str:
    """A text that is data, in this language, else in English."""
    return words.get(language) or words["en"]
