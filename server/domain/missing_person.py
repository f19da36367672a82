"""What somebody decides about people whom a full extract no longer names: keep them, have them rung, or close their case. Pure.

That a list no longer names somebody is no reason by itself to close anything: nothing is decided alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from server.domain.case_step import CaseOrder, CloseReason, read_closing, read_note
from server.domain.change_refusal import ChangeRefusedError


class MissingChoice(StrEnum):
    """What is decided."""

    KEEP = "keep"
    CALL = "call"
    CLOSE = "close"


class LeftBecause(StrEnum):
    """Why one of those who were ticked is left undecided."""

    CHANGED = "changed"  # decided, named again or closed meanwhile
    DEATH_NOT_CONFIRMED = "death_not_confirmed"
    ON_HOLD = "on_hold"
    CASE_HELD = "case_held"
    NO_CALLS_WANTED = "no_calls_wanted"
    NO_NUMBER = "no_number"
    VISIT_TO_COME = "visit_to_come"


@dataclass(frozen=True, slots=True)
class MissingOrder:
    """`closing` is there when the choice is to close."""

    choice: MissingChoice
    note: str
    closing: CaseOrder | None = None


def read_missing(choice: str, reason: str, note: str, offered: Collection[str] = tuple(CloseReason)) -> MissingOrder:
    """`offered`: the reasons to close. Raises ChangeRefusedError with all that is wrong."""
    if choice not in set(MissingChoice):
        raise ChangeRefusedError({"choice": "missing"})
    if choice != MissingChoice.CLOSE:
        return MissingOrder(MissingChoice(choice), read_note(note))
    closing = read_closing(reason, note, offered)
    return MissingOrder(MissingChoice.CLOSE, closing.note, closing)


_LEFT_FOR = {
    "merged": LeftBecause.CHANGED,
    "held": LeftBecause.ON_HOLD,
    "case_closed": LeftBecause.CASE_HELD,
    "no_calls_wanted": LeftBecause.NO_CALLS_WANTED,
    "no_number": LeftBecause.NO_NUMBER,
}


def find_call_obstacle(refusal: str | None, *, has_visit: bool) -> LeftBecause | None:
    """Why somebody would not come up on the call list: they may not be rung (`find_call_refusal` says why), or are visited anyway."""
    if refusal is not None:
        return _LEFT_FOR[refusal]
    return LeftBecause.VISIT_TO_COME if has_visit else None
