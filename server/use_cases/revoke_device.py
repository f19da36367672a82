"""What a person does to a phone for good: revoke it, mark it as lost, end its upload ticket, put away its report of lost work.

Each needs words where work may be lost by it, and each is in the audit trail. Nothing here deletes what a phone has sent.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.words import DeviceOrder
from server.store.audit_writes import record_audit
from server.store.device_order_writes import save_order
from server.store.device_orders import find_standing_order
from server.store.device_writes import lock_device
from server.store.tables import Device
from server.store.unit_of_work import write_transaction

LONGEST_REASON = 2000
A_TYPED_MINUTE = dt.timedelta(minutes=1)  # who types a time leaves its seconds out


class DeviceRefusedError(Exception):
    """It cannot be done; `reason` is not_found, already, already_wiping, already_lost, signed_out, revoked, not_revoked, not_ordered,
    lost_at_wrong, reason_missing or reason_too_long.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def revoke_device(device_id: str, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Reading ends at once; what the phone holds unsent is still taken in, into review, for 30 days."""
    words = read_reason(reason)
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if device.revoked_at is not None:
            raise DeviceRefusedError("already")
        _revoke(session, device, words, by_id, at)


def mark_as_lost(
    device_id: str, reason: str, *, lost_at: dt.datetime | None, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Wipe and revoke in one, and keep since when it may have been in other hands: what the breach list is reckoned from."""
    words = read_reason(reason)
    if lost_at is None or lost_at > at:
        raise DeviceRefusedError("lost_at_wrong")
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if lost_at < device.registered_at - A_TYPED_MINUTE:
            raise DeviceRefusedError("lost_at_wrong")
        if device.lost_at is not None:
            raise DeviceRefusedError("already_lost")
        device.lost_at = lost_at
        record_audit(
            session, action="device.mark_lost", at=at, user_id=by_id, entity_type="device", entity_id=device.id,
            fields={"reason": {"old": None, "new": words}, "lost_at": {"old": None, "new": lost_at.isoformat()}},
        )  # fmt: skip
        if device.revoked_at is None:
            _revoke(session, device, words, by_id, at)


def _revoke(session: Session, device: Device, words: str, by_id: uuid.UUID, at: dt.datetime) -> None:
    """With an order to wipe, so that the phone can say that it did."""
    device.revoked_at, device.revoked_by_id, device.revoked_reason = at, by_id, words
    audit_step(session, "device.revoke", device, by_id, at, words)
    if find_standing_order(session, device.id, DeviceOrder.WIPE) is None:
        save_order(session, device.id, DeviceOrder.WIPE, words, by_id=by_id, at=at)


def end_upload_ticket(device_id: str, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """From now on nothing is taken from a revoked phone: what it still holds is given up."""
    words = read_reason(reason)
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if device.revoked_at is None:
            raise DeviceRefusedError("not_revoked")
        if device.ticket_ended_at is not None:
            raise DeviceRefusedError("already")
        device.ticket_ended_at, device.ticket_ended_by_id, device.ticket_ended_reason = at, by_id, words
        audit_step(session, "device.end_ticket", device, by_id, at, words)


def dismiss_lost_work(device_id: str, seen_count: int, *, by_id: uuid.UUID, at: dt.datetime) -> bool:
    """Put away a phone's report that work vanished from it. False when there is another report than the one seen."""
    with write_transaction() as session:
        device = lock_phone(session, device_id)
        if device.lost_count != seen_count or seen_count == 0:
            return False
        record_audit(
            session, action="device.lost_work_dismissed", at=at, user_id=by_id, entity_type="device",
            entity_id=device.id, fields={"lost_count": {"old": device.lost_count, "new": 0}},
        )  # fmt: skip
        device.lost_count = 0
    return True


def lock_phone(session: Session, device_id: str) -> Device:
    """The phone, held until the transaction ends. Raises DeviceRefusedError for what is no phone."""
    device = lock_device(session, device_id)
    if device is None or device.user_id is None:
        raise DeviceRefusedError("not_found")
    return device


def read_reason(typed: str) -> str:
    """The words that every step needs; raises DeviceRefusedError."""
    words = typed.strip()
    if not words:
        raise DeviceRefusedError("reason_missing")
    if len(words) > LONGEST_REASON:
        raise DeviceRefusedError("reason_too_long")
    return words


def audit_step(session: Session, action: str, device: Device, by_id: uuid.UUID, at: dt.datetime, words: str) -> None:
    """Who did what to which phone, why, and what was unsent on it as far as it had said."""
    record_audit(
        session, action=action, at=at, user_id=by_id, entity_type="device", entity_id=device.id,
        fields={"reason": {"old": None, "new": words}, "unsent_count": {"old": device.unsent_count, "new": None}},
    )  # fmt: skip
