"""Change who works when: copy a week of shifts onto the next one, take a planned shift away."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from server.domain.phone_window import COUNCIL_ZONE
from server.domain.shift_hours import may_work
from server.domain.words import ShiftKind
from server.store.audit_writes import record_audit
from server.store.duty_writes import remove_shift, save_shift
from server.store.shifts import list_shifts, lock_shift
from server.store.unit_of_work import write_transaction
from server.use_cases.plan_shifts import PlannedShift, say_shift

_WEEK = dt.timedelta(days=7)


class ShiftKeptError(Exception):
    """The shift stays; `reason`: not_found, begun."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CopiedWeek:
    """How many shifts were added, and how many left out: their people have another role now, which has no such work."""

    added: int
    left_out: int


def copy_week(monday: dt.date, *, by_id: uuid.UUID, at: dt.datetime) -> CopiedWeek:
    """Plan every shift of the week again one week later, at the same time on the wall; those that are there stay."""
    with write_transaction() as session:
        planned = list_shifts(session, monday, 7)
        workable = [(shift, user) for shift, user in planned if may_work(user.role, shift.kind)]
        added = sum(
            save_shift(
                session,
                user_id=user.id,
                kind=shift.kind,
                starts_at=_a_week_later(shift.starts_at),
                expected_end_at=_a_week_later(shift.expected_end_at),
                place=shift.place,
            )
            for shift, user in workable
        )
        record_audit(
            session,
            action="shifts.copy_week",
            at=at,
            user_id=by_id,
            fields={"monday": {"old": None, "new": monday.isoformat()}, "shifts": {"old": None, "new": added}},
        )
        return CopiedWeek(added, len(planned) - len(workable))


def take_shift_away(shift_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> PlannedShift:
    """Remove a shift that has not begun: what an alarm or an alert rests on is never taken away. Raises ShiftKeptError.

    Returns it as `plan_shifts` would plan it again.
    """
    with write_transaction() as session:
        found = lock_shift(session, shift_id)
        if found is None:
            raise ShiftKeptError("not_found")
        shift, has_check_ins = found
        if shift.starts_at <= at or shift.started_at is not None or has_check_ins:
            raise ShiftKeptError("begun")
        record_audit(
            session,
            action="shifts.remove",
            at=at,
            user_id=by_id,
            entity_type="user",
            entity_id=shift.user_id,
            fields={
                name: {"old": value, "new": None}
                for name, value in say_shift(shift.kind, shift.starts_at, shift.expected_end_at).items()
            },
        )
        gone = PlannedShift(shift.user_id, ShiftKind(shift.kind), shift.starts_at, shift.expected_end_at, shift.place)
        remove_shift(session, shift)
        return gone


def _a_week_later(instant: dt.datetime) -> dt.datetime:
    """The same time on the council's wall, also where the clocks change between."""
    here = instant.astimezone(COUNCIL_ZONE)
    return dt.datetime.combine(here.date() + _WEEK, here.time(), COUNCIL_ZONE).astimezone(dt.UTC)
