"""Writes devices: registration, the end of their tokens, and what a phone says of itself. Holds hashes, never tokens."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.store.tables import Device


def save_new_device(session: Session, device_id: str, user_id: uuid.UUID, now: dt.datetime) -> Device:
    """Add a device without tokens."""
    device = Device(id=device_id, user_id=user_id, label="", registered_at=now)
    session.add(device)
    return device


def end_tokens(session: Session, device_id: str) -> None:
    """Make both tokens of a device unknown."""
    session.execute(
        update(Device).where(Device.id == device_id).values(device_token_hash=None, upload_ticket_hash=None)
    )


def save_contact(session: Session, device_id: str, now: dt.datetime, state: DeviceState | None = None) -> None:
    """Note when the device was last heard of, and what it said of itself if it said anything."""
    values: dict[str, object] = {"last_contact_at": now}
    if state is not None:
        values |= {
            "unsent_count": state.unsent_count,
            "oldest_unsent_at": state.oldest_unsent_at,
            "persisted": state.persisted,
            "storage_used_bytes": state.storage_used_bytes,
        }
        if state.app_version:
            values["app_version"] = state.app_version
    session.execute(update(Device).where(Device.id == device_id).values(**values))
