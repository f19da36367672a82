"""Reads holds for a reported death that nobody has confirmed or lifted. `lock_death_hold` keeps one for a use case."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.store.tables import Hold, Resident

DEATH_REPORTED = "death_reported"


def unsettled_deaths() -> tuple[ColumnElement[bool], ...]:
    """Open, and nobody has said yet whether it is so."""
    return Hold.kind == DEATH_REPORTED, Hold.lifted_at.is_(None), Hold.confirmed_at.is_(None)


def list_unsettled_deaths(session: Session, limit: int, offset: int = 0) -> Sequence[tuple[Hold, Resident]]:
    """Those that wait for a supervisor, the oldest first."""
    rows = session.execute(
        select(Hold, Resident)
        .join(Resident, Resident.id == Hold.resident_id)
        .where(*unsettled_deaths())
        .order_by(Hold.placed_at, Hold.id)
        .limit(limit)
        .offset(offset)
    )
    return [(hold, resident) for hold, resident in rows]


def has_confirmed_death(session: Session, resident_id: uuid.UUID) -> bool:
    """Whether a supervisor has confirmed that this person died, and nobody has lifted that."""
    confirmed = (Hold.kind == DEATH_REPORTED, Hold.lifted_at.is_(None), Hold.confirmed_at.is_not(None))
    return session.scalar(select(Hold.id).where(Hold.resident_id == resident_id, *confirmed).limit(1)) is not None


def lock_death_hold(session: Session, hold_id: uuid.UUID) -> tuple[Hold, Resident] | None:
    """The hold and its resident, the resident locked first, as whoever places a hold does; None if there is none."""
    resident_id = session.scalar(select(Hold.resident_id).where(Hold.id == hold_id, Hold.kind == DEATH_REPORTED))
    if resident_id is None:
        return None
    resident = session.get_one(Resident, resident_id, with_for_update={"key_share": True})
    return session.get_one(Hold, hold_id, with_for_update={"key_share": True}, populate_existing=True), resident
