"""Makes phones fetch again what is shown of a resident but kept elsewhere: address, ward, position, whose door a marker is for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.row_writes import touch_row
from server.store.tables import Resident, WarningMarker


def touch_residents_at(session: Session, address_ids: Collection[uuid.UUID], *, now: dt.datetime) -> None:
    """Raise the version of everybody who lives at these addresses, after one of the addresses changed."""
    if not address_ids:
        return
    living_there = select(Resident).where(Resident.address_id.in_(address_ids)).order_by(Resident.id)
    for resident in session.scalars(living_there.with_for_update(key_share=True)):
        touch_row(resident, now=now)


def touch_markers_of(session: Session, resident_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Raise the version of a resident's own markers after a move: a marker names the address where its person lives."""
    own = select(WarningMarker).where(WarningMarker.resident_id == resident_id).order_by(WarningMarker.id)
    for marker in session.scalars(own.with_for_update(key_share=True)):
        touch_row(marker, now=now)
