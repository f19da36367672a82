"""Who may take a need, which step needs words, and when a voluntary body may hear of somebody (rules of care 6). Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from server.domain.operation import clean_text, parse_id
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus

LONGEST_WORDS = 500
MOST_TOGETHER = 50  # as many as one page of the list shows
# What several needs can be said to have come to at once; taking up again is looked at one by one.
TOGETHER_STATUSES = (
    ReferralStatus.IN_PROGRESS,
    ReferralStatus.COMPLETE,
    ReferralStatus.BLOCKED,
    ReferralStatus.CANCELLED,
)
# For so long somebody of a receiving team takes back what they said of several: after it nothing settled is theirs to see.
TEAM_UNDO = dt.timedelta(minutes=10)
_ALWAYS_SAY_WHY = (ReferralStatus.BLOCKED, ReferralStatus.CANCELLED)


class ReferralRefusedError(Exception):
    """Nothing was changed. `reason`: not_found, case_closed, merged, on_hold, no_receiver, receiver_gone, same_receiver, no_status,
    words_missing, words_too_long, changed_meanwhile, settled, agreement_missing, not_agreed, need_not_offered,
    agreement_each, nobody_chosen or too_many.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Agreement(StrEnum):
    """What somebody said to the question whether a voluntary body may hear of them."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Exactly one team, or exactly one person."""

    team_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if (self.team_id is None) is (self.user_id is None):
            raise ValueError("a need is handed to one team or to one person")

    @property
    def key(self) -> str:
        """As `read_receiver` reads it."""
        return f"team:{self.team_id}" if self.team_id else f"person:{self.user_id}"


def read_receiver(key: str) -> Receiver | None:
    """What a page's list named; None for anything else."""
    kind, _, raw = key.partition(":")
    receiver_id = parse_id(raw)
    if receiver_id is None or kind not in ("team", "person"):
        return None
    return Receiver(team_id=receiver_id) if kind == "team" else Receiver(user_id=receiver_id)


def check_agreement(agreement: Agreement, *, voluntary: bool) -> None:
    """A refusal stops it, whoever would have taken it; a voluntary body takes nobody who was not asked."""
    if agreement is Agreement.NO:
        raise ReferralRefusedError("not_agreed")
    if voluntary and agreement is not Agreement.YES:
        raise ReferralRefusedError("agreement_missing")


def read_step(before: str, wanted: str, words: str) -> tuple[ReferralStatus, str | None]:
    """The status to come and why. Blocking, cancelling, and taking up again what was settled, say why."""
    if wanted not in set(ReferralStatus):
        raise ReferralRefusedError("no_status")
    status, said = ReferralStatus(wanted), clean_text(words).strip()
    if len(said) > LONGEST_WORDS:
        raise ReferralRefusedError("words_too_long")
    reopens = before not in set(OPEN_REFERRAL_STATUSES) and status in OPEN_REFERRAL_STATUSES
    if not said and (status in _ALWAYS_SAY_WHY or reopens):
        raise ReferralRefusedError("words_missing")
    return status, said or None
