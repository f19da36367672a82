"""Writes the rota and the numbers to ring: shifts and duty numbers. What an alert makes of them is the use case's."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import DutyNumber, Shift


def save_shift(
    session: Session,
    *,
    user_id: uuid.UUID,
    kind: str,
    starts_at: dt.datetime,
    expected_end_at: dt.datetime,
    place: str | None = None,
) -> bool:
    """Add the shift unless the very same is planned already; True when it was added."""
    planned = select(Shift.id).where(Shift.user_id == user_id, Shift.kind == kind, Shift.starts_at == starts_at)
    if session.scalar(planned) is not None:
        return False
    session.add(Shift(user_id=user_id, kind=kind, starts_at=starts_at, expected_end_at=expected_end_at, place=place))
    return True


def remove_shift(session: Session, shift: Shift) -> None:
    """Take a planned shift away."""
    session.delete(shift)


def save_duty_number(session: Session, *, label: str, telephone: str, hours: str, position: int) -> None:
    """Set the number that goes by this label; phones fetch it again when it changed."""
    number = session.scalar(select(DutyNumber).where(DutyNumber.label == label))
    if number is None:
        session.add(DutyNumber(label=label, telephone=telephone, hours=hours, position=position))
    elif (number.telephone, number.hours, number.position) != (telephone, hours, position):
        number.telephone, number.hours, number.position = telephone, hours, position
        number.version += 1
