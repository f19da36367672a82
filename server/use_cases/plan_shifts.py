"""Plan who works when: visiting shifts, from which the lone-working clock runs, and the rota of who is on call for alerts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.phone_window import COUNCIL_ZONE
from server.domain.shift_hours import may_work
from server.domain.words import ShiftKind
from server.store.audit_writes import record_audit
from server.store.duty_writes import save_shift
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_user


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """One stretch of work of one person."""

    user_id: uuid.UUID
    kind: ShiftKind
    starts_at: dt.datetime
    expected_end_at: dt.datetime
    place: str | None = None


class ShiftRefusedError(ValueError):
    """One of the people has left, or has a role that has no such work. Nothing was planned."""


def plan_shifts(shifts: Sequence[PlannedShift], *, by_id: uuid.UUID | None, at: dt.datetime) -> int:
    """Add those that are not planned yet, each with an audit entry about its person (`by_id` None: a command); how many were.

    Raises ShiftRefusedError. The database refuses one that ends before it starts.
    """
    with write_transaction() as session:
        people = {user_id: lock_user(session, user_id) for user_id in sorted({shift.user_id for shift in shifts})}
        for shift in shifts:
            person = people[shift.user_id]
            if person is None or not person.active or not may_work(person.role, shift.kind):
                raise ShiftRefusedError
        return sum(_plan(session, shift, by_id=by_id, at=at) for shift in shifts)


def _plan(session: Session, shift: PlannedShift, *, by_id: uuid.UUID | None, at: dt.datetime) -> bool:
    is_new = save_shift(
        session,
        user_id=shift.user_id,
        kind=shift.kind,
        starts_at=shift.starts_at,
        expected_end_at=shift.expected_end_at,
        place=shift.place,
    )
    if is_new:
        said = say_shift(shift.kind, shift.starts_at, shift.expected_end_at) | {"place": shift.place}
        record_audit(
            session, action="shifts.plan", at=at, user_id=by_id, entity_type="user", entity_id=shift.user_id,
            fields={name: {"old": None, "new": value} for name, value in said.items() if value},
        )  # fmt: skip
    return is_new


def say_shift(kind: str, starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, str | None]:
    """What the audit trail says of a shift, on the council's wall."""
    begins, ends = (instant.astimezone(COUNCIL_ZONE) for instant in (starts_at, ends_at))
    return {"kind": kind, "starts_at": f"{begins:%Y-%m-%d %H:%M}", "ends_at": f"{ends:%Y-%m-%d %H:%M}"}
