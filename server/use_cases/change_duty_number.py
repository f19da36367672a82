"""Add or change a telephone number that every phone keeps for the door; phones take it with their next pull.

Never removes one: a phone that is offline may be about to ring it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from server.domain.change_refusal import ChangeRefusedError, read_line, read_whole_number
from server.domain.staff_account import is_telephone
from server.store.tables import DutyNumber
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import add_once, change_seen, check_free, lock_seen

LONGEST_LABEL = 60
HOURS: Final = ("day", "out_of_hours", "always")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWords:
    """A number under the name that officers know it by, when it answers, and its place on their screens."""

    label: str
    telephone: str
    hours: str
    position: int


def read_duty_number(typed: Mapping[str, str]) -> DutyWords:
    """From fields `label`, `telephone`, `hours` and `position`. Raises ChangeRefusedError with all that is wrong."""
    label, telephone = read_line(typed.get("label", "")), read_line(typed.get("telephone", ""))
    position, hours = read_whole_number(typed.get("position", ""), 1, 99), typed.get("hours", "")
    mistakes = {
        "label": "missing" if not label else "too_long" if len(label) > LONGEST_LABEL else "",
        "telephone": "" if is_telephone(telephone) else "no_number",
        "hours": "" if hours in HOURS else "missing",
        "position": "" if position is not None else "number",
    }
    found = {field: reason for field, reason in mistakes.items() if reason}
    if found or position is None:
        raise ChangeRefusedError(found)
    return DutyWords(label=label, telephone=telephone, hours=hours, position=position)


def add_duty_number(words: DutyWords, *, page_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime) -> None:
    """A button pressed twice adds one. Raises ChangeRefusedError."""
    with write_transaction() as session:
        number = DutyNumber(id=page_id, **asdict(words))
        add_once(session, number, DutyNumber.label, asdict(words), action="duty_number.add", by_id=by_id, at=at)


def change_duty_number(
    number_id: uuid.UUID, words: DutyWords, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        number = lock_seen(session, DutyNumber, number_id, seen_version)
        check_free(session, DutyNumber.label, words.label, number_id)
        return change_seen(session, number, asdict(words), action="duty_number.change", by_id=by_id, at=at)
