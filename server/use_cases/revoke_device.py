"""What a person does to a phone: end its reading, end its upload ticket, or put away its report of lost work.

Each needs words where work may be lost by it, and each is in the audit trail. Nothing here deletes what a phone has sent.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.store.audit_writes import record_audit
from server.store.device_writes import lock_device
from server.store.tables import Device
from server.store.unit_of_work import write_transaction

LONGEST_REASON = 2000


class DeviceRefusedError(Exception):
    """It cannot be done; `reason` is not_found, already, not_revoked, reason_missing or reason_too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def revoke_device(device_id: str, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Reading ends at once; what the phone holds unsent is still taken in, into review, for 30 days."""
    words = _read_reason(reason)
    with write_transaction() as session:
        device = _lock(session, device_id)
        if device.revoked_at is not None:
            raise DeviceRefusedError("already")
        device.revoked_at, device.revoked_by_id, device.revoked_reason = at, by_id, words
        _audit(session, "device.revoke", device, by_id, at, words)


def end_upload_ticket(device_id: str, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """From now on nothing is taken from a revoked phone: what it still holds is given up."""
    words = _read_reason(reason)
    with write_transaction() as session:
        device = _lock(session, device_id)
        if device.revoked_at is None:
            raise DeviceRefusedError("not_revoked")
        if device.ticket_ended_at is not None:
            raise DeviceRefusedError("already")
        device.ticket_ended_at, device.ticket_ended_by_id, device.ticket_ended_reason = at, by_id, words
        _audit(session, "device.end_ticket", device, by_id, at, words)


def dismiss_lost_work(device_id: str, seen_count: int, *, by_id: uuid.UUID, at: dt.datetime) -> bool:
    """Put away a phone's report that work vanished from it. False when there is another report than the one seen."""
    with write_transaction() as session:
        device = _lock(session, device_id)
        if device.lost_count != seen_count or seen_count == 0:
            return False
        record_audit(
            session, action="device.lost_work_dismissed", at=at, user_id=by_id, entity_type="device",
            entity_id=device.id, fields={"lost_count": {"old": device.lost_count, "new": 0}},
        )  # fmt: skip
        device.lost_count = 0
    return True


def _lock(session: Session, device_id: str) -> Device:
    device = lock_device(session, device_id)
    if device is None or device.user_id is None:
        raise DeviceRefusedError("not_found")
    return device


def _read_reason(typed: str) -> str:
    words = typed.strip()
    if not words:
        raise DeviceRefusedError("reason_missing")
    if len(words) > LONGEST_REASON:
        raise DeviceRefusedError("reason_too_long")
    return words


def _audit(session: Session, action: str, device: Device, by_id: uuid.UUID, at: dt.datetime, words: str) -> None:
    record_audit(
        session, action=action, at=at, user_id=by_id, entity_type="device", entity_id=device.id,
        fields={"reason": {"old": None, "new": words}, "unsent_count": {"old": device.unsent_count, "new": None}},
    )  # fmt: skip
