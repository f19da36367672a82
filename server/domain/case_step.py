"""What a person may do with a case: close it with a reason, hold it until a day, open it again, say when the next contact is. Pure.

Nothing here happens by itself: no outcome, import or day closes a case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.domain.change_refusal import ChangeRefusedError
from server.domain.operation import clean_text
from server.domain.words import CaseStatus

LONGEST_NOTE: Final = 2000
MOST_DAYS: Final = 366
MERGED: Final = "merged"  # closed by joining two records of one person; only parting them opens it again


class CaseAction(StrEnum):
    """What is done."""

    CLOSE = "close"
    HOLD = "hold"
    REOPEN = "reopen"
    NEXT_CONTACT = "next_contact"


class CloseReason(StrEnum):
    """Why the council is no longer in touch. Nobody is closed for not being found: a no-reply never closes a case.

    These are shipped, and some carry a rule; a council adds others to its code list, which carry none.
    """

    NOTHING_NEEDED = "nothing_needed"
    DECLINED = "declined"
    MOVED_AWAY = "moved_away"
    IN_CARE = "in_care"
    DIED = "died"
    OTHER_SERVICE = "other_service"
    NOT_ON_LIST = "not_on_list"
    OPENED_IN_ERROR = "opened_in_error"
    OTHER = "other"


NEEDS_WORDS: Final = frozenset({CloseReason.DECLINED, CloseReason.OTHER})
STARTS_FROM: Final = {
    CaseAction.CLOSE: (CaseStatus.OPEN, CaseStatus.ON_HOLD),
    CaseAction.HOLD: (CaseStatus.OPEN, CaseStatus.ON_HOLD),
    CaseAction.REOPEN: (CaseStatus.CLOSED, CaseStatus.ON_HOLD),
    CaseAction.NEXT_CONTACT: (CaseStatus.OPEN, CaseStatus.ON_HOLD),
}


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """What somebody asks for. `day`: held until, or the next contact (None: none is planned)."""

    action: CaseAction
    reason: str | None = None
    note: str = ""
    day: dt.date | None = None


def read_closing(reason: str, note: str, offered: Collection[str] = tuple(CloseReason)) -> CaseOrder:
    """A reason that is `offered`. `other` needs words, and so does a refusal, which somebody may ask about later.

    Raises ChangeRefusedError.
    """
    words = clean_text(note).strip()
    mistakes: dict[str, str] = {}
    if reason not in offered:
        mistakes["reason"] = "missing"
    elif not words and reason in NEEDS_WORDS:
        mistakes["note"] = "missing"
    if len(words) > LONGEST_NOTE:
        mistakes["note"] = "too_long"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return CaseOrder(CaseAction.CLOSE, reason, words)


def read_note(note: str) -> str:
    """Words that may be left out. Raises ChangeRefusedError."""
    words = clean_text(note).strip()
    if len(words) > LONGEST_NOTE:
        raise ChangeRefusedError({"note": "too_long"})
    return words


def read_hold(until_on: dt.date | None, note: str, today_on: dt.date) -> CaseOrder:
    """Until a day to come, and why. Raises ChangeRefusedError."""
    words = clean_text(note).strip()
    mistakes: dict[str, str] = {}
    if not words or len(words) > LONGEST_NOTE:
        mistakes["note"] = "too_long" if words else "missing"
    if until_on is None:
        mistakes["held_until_on"] = "day"
    elif not today_on < until_on <= today_on + dt.timedelta(days=MOST_DAYS):
        mistakes["held_until_on"] = "bounds"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return CaseOrder(CaseAction.HOLD, note=words, day=until_on)


def read_next_contact(day: dt.date | None, *, is_empty: bool, today_on: dt.date) -> CaseOrder:
    """From today on; an empty one clears it. Raises ChangeRefusedError."""
    if day is None and not is_empty:
        raise ChangeRefusedError({"next_contact_on": "day"})
    if day is not None and not today_on <= day <= today_on + dt.timedelta(days=MOST_DAYS):
        raise ChangeRefusedError({"next_contact_on": "bounds"})
    return CaseOrder(CaseAction.NEXT_CONTACT, day=day)
