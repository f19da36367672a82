"""Set the telephone numbers that every phone keeps for the door: duty manager by day and out of hours.

Never removes one: a phone that is offline may be about to ring it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.store.duty_writes import save_duty_number
from server.store.unit_of_work import write_transaction


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A number under the name that officers know it by."""

    label: str
    telephone: str
    hours: Literal["day", "out_of_hours", "always"]


def set_duty_numbers(lines: Sequence[DutyLine]) -> None:
    """The order given is the order shown."""
    with write_transaction() as session:
        for position, line in enumerate(lines):
            save_duty_number(session, label=line.label, telephone=line.telephone, hours=line.hours, position=position)
