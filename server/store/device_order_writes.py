"""Writes orders to phones: given, told, said to be obeyed, ended. Each step happens once, whoever comes twice or late."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.domain.words import DeviceOrder, OrderEnd
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.tables import OrderToDevice


def save_order(
    session: Session, device_id: str, kind: DeviceOrder, reason: str, *, by_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Add one. The caller holds the device's row and has seen that none of the kind stands."""
    session.add(
        OrderToDevice(id=new_id(), device_id=device_id, kind=kind, ordered_at=at, ordered_by_id=by_id, reason=reason)
    )
    session.flush()


def note_told(session: Session, device_id: str, kinds: Collection[str], now: dt.datetime) -> None:
    """The answer under way carries these orders; the first time counts."""
    session.execute(
        update(OrderToDevice)
        .where(*_standing(device_id), OrderToDevice.kind.in_(sorted(kinds)), OrderToDevice.told_at.is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )


def note_obeyed(session: Session, device_id: str, kinds: Collection[str], now: dt.datetime) -> None:
    """The phone says so. Believed only of orders that it was told in an answer before, and only once."""
    obeyed = session.scalars(
        update(OrderToDevice)
        .where(
            *_standing(device_id),
            OrderToDevice.kind.in_(sorted(kinds)),
            OrderToDevice.told_at.is_not(None),
            OrderToDevice.obeyed_at.is_(None),
        )
        .values(obeyed_at=now)
        .returning(OrderToDevice.kind)
        .execution_options(synchronize_session=False)
    ).all()
    for kind in sorted(obeyed):
        record_audit(
            session, action=f"device.{kind}_obeyed", at=now, user_id=None, device_id=device_id, entity_type="device",
            entity_id=device_id,
        )  # fmt: skip


def end_orders(session: Session, device_id: str, how: OrderEnd, now: dt.datetime) -> None:
    """Whatever stands is over."""
    _end(session, _standing(device_id), {"ended_at": now, "ended_how": how})


def call_back_order(
    session: Session, device_id: str, kind: str, reason: str, *, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """End an order that the phone has not said to have obeyed; False when there is none any more."""
    conditions = [*_standing(device_id), OrderToDevice.kind == kind, OrderToDevice.obeyed_at.is_(None)]
    values = {"ended_at": at, "ended_how": OrderEnd.CALLED_BACK, "ended_by_id": by_id, "ended_reason": reason}
    return _end(session, conditions, values) > 0


def _standing(device_id: str) -> list[Any]:
    return [OrderToDevice.device_id == device_id, OrderToDevice.ended_at.is_(None)]


def _end(session: Session, conditions: list[Any], values: dict[str, Any]) -> int:
    ended = session.scalars(
        update(OrderToDevice)
        .where(*conditions)
        .values(**values)
        .returning(OrderToDevice.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
