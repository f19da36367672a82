"""Reads what phones were ordered to do and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import DeviceOrder
from server.store.tables import OrderToDevice

MOST_ORDERS = 50


def find_standing_order(session: Session, device_id: str, kind: DeviceOrder) -> OrderToDevice | None:
    """The one order of this kind that is not over, or None."""
    return session.scalars(
        select(OrderToDevice).where(
            OrderToDevice.device_id == device_id, OrderToDevice.kind == kind, OrderToDevice.ended_at.is_(None)
        )
    ).one_or_none()


def list_standing_orders(session: Session, device_ids: Collection[str]) -> Mapping[str, Sequence[OrderToDevice]]:
    """By device: what is not over, a wipe before a lock."""
    found: dict[str, list[OrderToDevice]] = defaultdict(list)
    for order in session.scalars(
        select(OrderToDevice)
        .where(OrderToDevice.device_id.in_(device_ids), OrderToDevice.ended_at.is_(None))
        .order_by(OrderToDevice.kind.desc())
    ):
        found[order.device_id].append(order)
    return found


def list_orders(session: Session, device_id: str) -> Sequence[OrderToDevice]:
    """The newest MOST_ORDERS of one device, the newest first."""
    return session.scalars(
        select(OrderToDevice)
        .where(OrderToDevice.device_id == device_id)
        .order_by(OrderToDevice.ordered_at.desc(), OrderToDevice.id.desc())
        .limit(MOST_ORDERS)
    ).all()
