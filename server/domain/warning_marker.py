"""What a warning marker must rest on, who may decide it, and until when it holds. Pure; the words for each reason are the pages'.

A mistake is named by the field it stands in, as elsewhere in the office; nothing here knows where a marker is kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from server.domain.change_refusal import ChangeRefusedError, read_line
from server.domain.operation import clean_text
from server.domain.phone_window import COUNCIL_ZONE

# What a marker may be about.
PERSON, ADDRESS = "person", "address"
# The instruction stands on a card of the phone, read at the door in sunlight.
LONGEST_INSTRUCTION = 200
LONGEST_WORDS = 2000
# A marker nobody looks at again is a rumour: a year at most, and the list of what is due begins two weeks before.
LONGEST_HOLD = dt.timedelta(days=366)
DUE_WITHIN = dt.timedelta(days=14)


class MarkerStatus(StrEnum):
    """Where a marker stands. Only an approved one reaches a phone."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerWords:
    """What a marker says and rests on, as typed (a day that is none is None) or, from `read_marker`, as it may stand."""

    instruction: str
    needs_pair: bool
    incident_on: dt.date | None
    incident: str
    incident_source: str
    review_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Whether the person was told of it: `told` is "yes", "no" or what was typed; then when, or why not."""

    told: str
    told_on: dt.date | None = None
    reason: str = ""

    @property
    def told_at(self) -> dt.datetime | None:
        """The beginning of the day on which the person was told, since nobody writes down the hour."""
        return dt.datetime.combine(self.told_on, dt.time.min, COUNCIL_ZONE).astimezone(dt.UTC) if self.told_on else None


def read_marker(typed: MarkerWords, today: dt.date, about: str = PERSON) -> MarkerWords:
    """The same in this house's spelling. `about` as typed. Raises ChangeRefusedError naming every field that is wrong."""
    instruction = read_line(typed.instruction)
    incident, source = clean_text(typed.incident).strip(), read_line(typed.incident_source)
    found = {
        "about": None if about in (PERSON, ADDRESS) else "missing",
        "instruction": _find_fault(instruction, LONGEST_INSTRUCTION),
        "incident_on": _find_past_fault(typed.incident_on, today),
        "incident": _find_fault(incident, LONGEST_WORDS),
        "incident_source": _find_fault(source, LONGEST_INSTRUCTION),
        "review_on": find_review_fault(typed.review_on, today),
    }
    _refuse(found)
    return MarkerWords(
        instruction=instruction,
        needs_pair=typed.needs_pair,
        incident_on=typed.incident_on,
        incident=incident,
        incident_source=source,
        review_on=typed.review_on,
    )


def read_telling(typed: Telling, today: dt.date) -> Telling:
    """When the person was told, or why not: one of the two. Raises ChangeRefusedError."""
    reason = clean_text(typed.reason).strip()
    if typed.told == "yes":
        _refuse({"told_on": _find_past_fault(typed.told_on, today)})
        return Telling(told="yes", told_on=typed.told_on)
    _refuse({"told": None if typed.told == "no" else "missing"})
    _refuse({"not_told_reason": _find_fault(reason, LONGEST_WORDS)})
    return Telling(told="no", reason=reason)


def read_reason(typed: str, field: str) -> str:
    """Why something is refused, kept or ended. Raises ChangeRefusedError."""
    reason = clean_text(typed).strip()
    _refuse({field: _find_fault(reason, LONGEST_WORDS)})
    return reason


def read_keeping(review_on: dt.date | None, reason: str, today: dt.date) -> tuple[dt.date, str]:
    """Until when a reviewed marker is kept, and why. Raises ChangeRefusedError."""
    why = clean_text(reason).strip()
    _refuse({"review_on": find_review_fault(review_on, today), "kept_reason": _find_fault(why, LONGEST_WORDS)})
    assert review_on is not None  # refused a line above
    return review_on, why


def check_second_person(proposed_by_id: uuid.UUID, by_id: uuid.UUID) -> None:
    """Nobody decides what they proposed themselves. Raises ChangeRefusedError."""
    if proposed_by_id == by_id:
        raise ChangeRefusedError({"state": "own_proposal"})


def find_review_fault(review_on: dt.date | None, today: dt.date) -> str | None:
    """What is wrong with a day of review: it must be to come, and within a year."""
    if review_on is None:
        return "day_wrong"
    if review_on <= today:
        return "review_past"
    return "review_far" if review_on > today + LONGEST_HOLD else None


def _find_past_fault(day: dt.date | None, today: dt.date) -> str | None:
    if day is None:
        return "day_wrong"
    return "day_to_come" if day > today else None


def _find_fault(words: str, most: int) -> str | None:
    if not words:
        return "missing"
    return "too_long" if len(words) > most else None


def _refuse(found: dict[str, str | None]) -> None:
    mistakes = {field: reason for field, reason in found.items() if reason is not None}
    if mistakes:
        raise ChangeRefusedError(mistakes)
