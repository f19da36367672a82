"""Reads what devices are known to hold and to have held."""

from __future__ import annotations

import uuid
import zlib
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from server.domain.view import RowKey, read_lines
from server.store.tables import DeviceView, Operation, ViewMembership


def find_device_view(session: Session, device_id: str, *, lock: bool = False) -> DeviceView | None:
    """The device's row, held until the transaction ends when `lock`."""
    wanted = select(DeviceView).where(DeviceView.device_id == device_id)
    return session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)


@dataclass(frozen=True, slots=True)
class SettledView:
    """What a device is known to hold, packed, and whether an answer is under way or a verdict waits to be told."""

    view: int
    held: bytes | None
    is_pending: bool
    has_untold: bool


_SETTLED = select(
    DeviceView.view,
    DeviceView.held,
    DeviceView.pending_held.is_not(None),
    exists().where(
        Operation.device_id == DeviceView.device_id, Operation.told_at.is_(None), Operation.verdict.is_not(None)
    ),
).where(DeviceView.device_id == bindparam("device_id"))


def find_settled_view(session: Session, device_id: str) -> SettledView | None:
    """What decides whether a pull may have nothing new, in one look; None for a device that never pulled."""
    found = session.connection().execute(_SETTLED, {"device_id": device_id}).first()
    return SettledView(found[0], found[1], bool(found[2]), bool(found[3])) if found else None


def unpack_lines(packed: bytes | None) -> str:
    """The lines of a stored view; nothing stored is the empty view."""
    return zlib.decompress(packed).decode() if packed else ""


def unpack_view(packed: bytes | None) -> dict[RowKey, int]:
    """A stored view, read."""
    return read_lines(unpack_lines(packed))


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
