"""Order a phone to lock or to wipe, and call an order back while the phone has not obeyed it.

Either ends reading at once, until its officer signs in there; neither touches what the phone has not sent.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.words import DeviceOrder
from server.store.device_order_writes import call_back_order, save_order
from server.store.device_orders import find_standing_order
from server.store.unit_of_work import write_transaction
from server.use_cases.revoke_device import DeviceRefusedError, audit_step, lock_phone, read_reason


def order_device(device_id: str, kind: DeviceOrder, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """The phone is told at its next contact. Raises DeviceRefusedError."""
    words = read_reason(reason)
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if device.revoked_at is not None:
            raise DeviceRefusedError("revoked")
        if device.upload_ticket_hash is None:
            raise DeviceRefusedError("signed_out")
        if find_standing_order(session, device_id, kind) is not None:
            raise DeviceRefusedError("already")
        if find_standing_order(session, device_id, DeviceOrder.WIPE) is not None:
            raise DeviceRefusedError("already_wiping")
        save_order(session, device_id, kind, words, by_id=by_id, at=at)
        audit_step(session, f"device.{kind}", device, by_id, at, words)


def call_back(device_id: str, kind: DeviceOrder, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """As if it had not been ordered. Raises DeviceRefusedError once the phone has obeyed, and for a revoked phone."""
    words = read_reason(reason)
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if device.revoked_at is not None:
            raise DeviceRefusedError("revoked")
        if not call_back_order(session, device_id, kind, words, by_id=by_id, at=at):
            raise DeviceRefusedError("not_ordered")
        audit_step(session, f"device.{kind}_called_back", device, by_id, at, words)
