"""Evidence that a resident is asked for: how a request and each of its documents stand, what a decision does, and the bounds. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_DUE_DAYS = 60  # from today to the day by which we ask
LATE_DAYS = 28  # for which the link opens after that day: who is late is not turned away
MOST_DOCUMENTS = 20  # of one request; who needs more asks again
MOST_FILES = 20  # whole ones, for one document
MOST_REFUSED_FILES = 20  # kept of what could not be opened, for one document
FILES_OF_A_REQUEST = 4  # of the largest size, or as many smaller ones as come to that
REMINDER_DAYS = 3  # before the day by which we ask, where a programme says nothing else
MOST_REMINDER_DAYS = 30
REMIND_FROM, REMIND_UNTIL = dt.time(9), dt.time(18)  # by the council's clock
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
    """How a request stands now: a pending one is overdue after the day by which we ask, and expired when its link opens no more."""

    PENDING = "pending"
    FOR_REVIEW = "for_review"
    APPROVED = "approved"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    CLOSED = "closed"


class ItemState(StrEnum):
    """How one document of a request stands."""

    NEEDED = "needed"
    SENT = "sent"
    APPROVED = "approved"
    REFUSED = "refused"


MISSING: Final = frozenset({ItemState.NEEDED, ItemState.REFUSED})  # the resident is still to send it


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


class EvidenceMessage(StrEnum):
    """What a resident is told of a request, by the name of its words."""

    REQUEST = "evidence_request"
    REMINDER = "evidence_reminder"
    RECEIVED = "evidence_received"
    REFUSED = "evidence_refused"
    CLOSED = "evidence_closed"


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
    """Nothing was changed. `reason`: not_found, closed, no_case, no_types, too_many_types, no_why, why_too_long, too_soon, too_late,
    nothing_to_send, approved, changed_meanwhile, not_from_here, reason_missing, reason_too_long, type_missing, over_already, way_missing,
    bringer_too_long.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def find_status(states: Collection[ItemState]) -> RequestStatus:
    """How a request that is not closed stands: what waits for us comes first."""
    if ItemState.SENT in states:
        return RequestStatus.FOR_REVIEW
    return RequestStatus.APPROVED if set(states) == {ItemState.APPROVED} else RequestStatus.PENDING


def find_state(
    status: RequestStatus, due_on: dt.date, expires_at: dt.datetime, now: dt.datetime, today_on: dt.date
) -> RequestState:
    """How it stands now; `today_on` by the council's clock."""
    if status is not RequestStatus.PENDING:
        return RequestState(status)
    if expires_at <= now:
        return RequestState.EXPIRED
    return RequestState.OVERDUE if due_on < today_on else RequestState.PENDING


def read_reminder_days(settings: Mapping[str, Any]) -> int:
    """How long before its day a programme reminds of a request, in days; 0: it does not. `settings` are the programme's."""
    days = settings.get("evidence_reminder_days")
    return days if type(days) is int and 0 <= days <= MOST_REMINDER_DAYS else REMINDER_DAYS


def is_reminder_due(due_on: dt.date, days: int, made_on: dt.date, local: dt.datetime) -> bool:
    """Whether to remind now, `local` by the council's clock: from `days` before the last day to that day, in working hours.

    Nobody is reminded of a link that was made on the day of the reminder or later: they have just been asked.
    """
    remind_on = due_on - dt.timedelta(days=days)
    is_day = made_on < remind_on <= local.date() <= due_on
    return days > 0 and is_day and REMIND_FROM <= local.time() < REMIND_UNTIL


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
