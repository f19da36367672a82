"""Sign a phone out: both its tokens end. What it had sent stays; what it had not sent is its own to refuse."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.audit_writes import record_audit
from server.store.device_writes import end_tokens
from server.store.unit_of_work import write_transaction


def end_session(device_id: str, user_id: uuid.UUID, now: dt.datetime) -> None:
    """End the device's tokens; a second call finds nothing to end."""
    with write_transaction() as session:
        end_tokens(session, device_id)
        record_audit(session, action="session.end", at=now, user_id=user_id, entity_type="device", entity_id=device_id)
