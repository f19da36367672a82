"""Reads the telephone numbers that phones keep for the door. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import DutyNumber


def list_duty_numbers(session: Session) -> Sequence[DutyNumber]:
    """In the order in which phones show them."""
    return session.scalars(select(DutyNumber).order_by(DutyNumber.position, DutyNumber.label, DutyNumber.id)).all()
