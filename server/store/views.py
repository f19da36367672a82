"""Reads what devices are known to hold and to have held."""

from __future__ import annotations

import uuid
import zlib

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.view import RowKey, read_lines
from server.store.tables import DeviceView, ViewMembership


def find_device_view(session: Session, device_id: str, *, lock: bool = False) -> DeviceView | None:
    """The device's row, held until the transaction ends when `lock`."""
    wanted = select(DeviceView).where(DeviceView.device_id == device_id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def unpack_view(packed: bytes | None) -> dict[RowKey, int]:
    """A stored view; nothing stored is the empty view."""
    return read_lines(zlib.decompress(packed).decode()) if packed else {}


def held_at_view(session: Session, device_id: str, entity_id: uuid.UUID, view: int) -> bool:
    """Whether the device had been sent the row by the view it names and had not yet been told to drop it."""
    found = session.scalar(
        select(ViewMembership.id)
        .where(
            ViewMembership.device_id == device_id,
            ViewMembership.entity_id == entity_id,
            ViewMembership.entered_view <= view,
            or_(ViewMembership.left_view.is_(None), ViewMembership.left_view > view),
        )
        .limit(1)
    )
    return found is not None
