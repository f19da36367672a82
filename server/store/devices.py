"""Reads devices: who stands behind a token, and which phone a user may register again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from server.domain.permissions import Relation, may
from server.domain.words import DeviceOrder
from server.store.server_epoch import SERVER_EPOCH
from server.store.tables import Device, OrderToDevice, User

CONTACT_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device as its token shows it. `may_read` is false for an upload ticket; `is_ended` when revoked, or its user left or has no app.

    `server_epoch` comes in the same look, since every answer to a device begins with it; None on a server that never answered one.
    `orders_standing` end its reading until a sign-in; of these, the phone has not said of `orders_open` that it obeyed them.
    """

    device_id: str
    user_id: uuid.UUID
    user_name: str
    role: str
    may_read: bool
    is_ended: bool
    last_contact_at: dt.datetime | None
    server_epoch: str | None
    revoked_at: dt.datetime | None = None
    ticket_ended_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    orders_standing: tuple[str, ...] = ()
    orders_open: tuple[str, ...] = ()

    def was_heard_at(self, now: dt.datetime) -> bool:
        """Whether its last contact is noted closely enough."""
        return self.last_contact_at is not None and now - self.last_contact_at < CONTACT_EVERY

    @property
    def orders(self) -> tuple[str, ...]:
        """What the phone is to do, as its answers say it: one that may never read again drops what it has, each time."""
        return _with_wipe(self.orders_open) if self.is_ended else self.orders_open

    @property
    def reading_refused_with(self) -> tuple[str, ...]:
        """The orders that a pull is refused with; empty: it may read."""
        return _with_wipe(self.orders_standing) if self.is_ended else self.orders_standing


def _with_wipe(orders: tuple[str, ...]) -> tuple[str, ...]:
    return (DeviceOrder.WIPE, *(order for order in orders if order != DeviceOrder.WIPE))


_ORDERS = {kind: aliased(OrderToDevice) for kind in DeviceOrder}
_STANDING = select(
    Device.id,
    Device.device_token_hash,
    Device.revoked_at,
    Device.ticket_ended_at,
    Device.last_contact_at,
    User.id,
    User.name,
    User.role,
    User.active,
    User.left_at,
    SERVER_EPOCH.scalar_subquery(),
    *(column for order in _ORDERS.values() for column in (order.kind, order.obeyed_at)),
).join(User, User.id == Device.user_id)
for _kind, _order in _ORDERS.items():
    _STANDING = _STANDING.outerjoin(
        _order, and_(_order.device_id == Device.id, _order.kind == _kind, _order.ended_at.is_(None))
    )


# Written once: every request of a phone asks, and making the statement anew cost more than its answer.
_BY_TOKEN = _STANDING.where(
    or_(Device.device_token_hash == bindparam("token_hash"), Device.upload_ticket_hash == bindparam("token_hash"))
)
_BY_ID = _STANDING.where(Device.id == bindparam("device_id"))


def find_device_by_token(connection: Session | Connection, token_hash: str) -> DeviceStanding | None:
    """Whose device token or upload ticket hashes to this, or None."""
    return _read_standing(connection.execute(_BY_TOKEN, {"token_hash": token_hash}).first(), token_hash)


def find_standing(session: Session, device_id: str) -> DeviceStanding | None:
    """The device as its upload ticket would show it, for work that goes on without its request; None: nobody's."""
    return _read_standing(session.execute(_BY_ID, {"device_id": device_id}).first(), None)


def _read_standing(found: Sequence[Any] | None, token_hash: str | None) -> DeviceStanding | None:
    if found is None:
        return None
    device_id, device_token_hash, revoked_at, ended_at, last_contact_at, user_id, name, role, active, *rest = found
    left_at, epoch, *orders = rest
    standing = [(kind, obeyed_at) for kind, obeyed_at in zip(orders[::2], orders[1::2], strict=True) if kind]
    return DeviceStanding(
        device_id=device_id,
        user_id=user_id,
        user_name=name,
        role=role,
        may_read=token_hash is not None and device_token_hash == token_hash,
        is_ended=revoked_at is not None or not active or not may(role, "app.use", Relation.OWN),
        last_contact_at=last_contact_at,
        server_epoch=epoch,
        revoked_at=revoked_at,
        ticket_ended_at=ended_at,
        left_at=left_at if not active else None,
        orders_standing=tuple(kind for kind, _ in standing),
        orders_open=tuple(kind for kind, obeyed_at in standing if obeyed_at is None),
    )


def find_device(session: Session, device_id: str) -> Device | None:
    """The device, or None."""
    return session.get(Device, device_id)


def list_device_ids(session: Session, user_id: uuid.UUID, limit: int = 20) -> list[str]:
    """The user's registrations, the newest first."""
    newest = select(Device.id).where(Device.user_id == user_id).order_by(Device.registered_at.desc(), Device.id.desc())
    return list(session.scalars(newest.limit(limit)))


def list_ended_device_ids(session: Session | Connection, device_ids: Collection[str]) -> set[str]:
    """Those of the devices that are revoked or whose user has left."""
    return set(session.scalars(_ENDED, {"device_ids": list(device_ids)}))


_ENDED = (
    select(Device.id)
    .outerjoin(User, User.id == Device.user_id)
    .where(
        Device.id.in_(bindparam("device_ids", expanding=True)),
        or_(Device.revoked_at.is_not(None), User.active.is_(False)),
    )
)
