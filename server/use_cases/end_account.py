"""Somebody has left: their account opens nothing more, and each phone of theirs is told to wipe and delivers for 30 days yet.

Nothing they did is touched; their visits stay theirs until a supervisor gives them to somebody else.
"""

from __future__ import annotations

import datetime as dt

from server.domain.words import DeviceOrder
from server.store.audit_writes import record_audit
from server.store.device_order_writes import save_order
from server.store.device_orders import list_standing_orders
from server.store.device_writes import list_reachable_device_ids
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_user, stamp_departures
from server.store.users import find_user_by_email


class NoSuchAccountError(LookupError):
    """Nobody works here under that address, or they have left already."""


def end_account(email: str, *, at: dt.datetime) -> str:
    """The name of whoever has left. Raises NoSuchAccountError."""
    with write_transaction() as session:
        found = find_user_by_email(session, email)
        user = lock_user(session, found.id) if found is not None else None
        if user is None or not user.active:
            raise NoSuchAccountError(email)
        user.active, user.left_at = False, at
        device_ids = list_reachable_device_ids(session, user.id)
        standing = list_standing_orders(session, device_ids)
        for device_id in device_ids:
            if not any(order.kind == DeviceOrder.WIPE for order in standing.get(device_id, ())):
                save_order(session, device_id, DeviceOrder.WIPE, "Account ended", by_id=None, at=at)
        record_audit(session, at=at, user_id=None, action="user.end", entity_type="user", entity_id=user.id)
        return user.name


def note_departures(now: dt.datetime) -> int:
    """Whoever has an account that was made inactive by other means is taken to have left now; returns how many."""
    with write_transaction() as session:
        return stamp_departures(session, now)
