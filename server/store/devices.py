"""Reads devices: who stands behind a token, and which phone a user may register again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.store.server_epoch import SERVER_EPOCH
from server.store.tables import Device, User


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device as its token shows it. `may_read` is false for an upload ticket; `is_ended` when revoked or its user left.

    `server_epoch` comes in the same look, since every answer to a device begins with it; None on a server that never answered one.
    """

    device_id: str
    user_id: uuid.UUID
    user_name: str
    role: str
    may_read: bool
    is_ended: bool
    last_contact_at: dt.datetime | None
    server_epoch: str | None


def find_device_by_token(session: Session, token_hash: str) -> DeviceStanding | None:
    """Whose device token or upload ticket hashes to this, or None."""
    found = session.execute(
        select(
            Device.id,
            Device.device_token_hash,
            Device.revoked_at,
            Device.last_contact_at,
            User.id,
            User.name,
            User.role,
            User.active,
            SERVER_EPOCH.scalar_subquery(),
        )
        .join(User, User.id == Device.user_id)
        .where(or_(Device.device_token_hash == token_hash, Device.upload_ticket_hash == token_hash))
    ).first()
    if found is None:
        return None
    device_id, device_token_hash, revoked_at, last_contact_at, user_id, name, role, active, server_epoch = found
    return DeviceStanding(
        device_id=device_id,
        user_id=user_id,
        user_name=name,
        role=role,
        may_read=device_token_hash == token_hash,
        is_ended=revoked_at is not None or not active,
        last_contact_at=last_contact_at,
        server_epoch=server_epoch,
    )


def find_device(session: Session, device_id: str) -> Device | None:
    """The device, or None."""
    return session.get(Device, device_id)


def list_ended_device_ids(session: Session, device_ids: Collection[str]) -> set[str]:
    """Those of the devices that are revoked or whose user has left."""
    return set(
        session.scalars(
            select(Device.id)
            .outerjoin(User, User.id == Device.user_id)
            .where(Device.id.in_(device_ids), or_(Device.revoked_at.is_not(None), User.active.is_(False)))
        )
    )
