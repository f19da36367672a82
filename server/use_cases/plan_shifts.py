"""Plan who works when: visiting shifts, from which the lone-working clock runs, and the duty rota that owns alerts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from server.store.duty_writes import save_shift
from server.store.unit_of_work import write_transaction


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """One stretch of work of one person."""

    user_id: uuid.UUID
    kind: Literal["visiting", "duty"]
    starts_at: dt.datetime
    expected_end_at: dt.datetime
    place: str | None = None


def plan_shifts(shifts: Iterable[PlannedShift]) -> int:
    """Add those that are not planned yet; returns how many were. The database refuses one that ends before it starts."""
    with write_transaction() as session:
        return sum(
            save_shift(
                session,
                user_id=shift.user_id,
                kind=shift.kind,
                starts_at=shift.starts_at,
                expected_end_at=shift.expected_end_at,
                place=shift.place,
            )
            for shift in shifts
        )
