"""Sign a phone out: both its tokens end. What it had sent stays; what it had not sent is its own to refuse."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.words import OrderEnd
from server.store.audit_writes import record_audit
from server.store.device_order_writes import end_orders
from server.store.device_writes import end_tokens
from server.store.unit_of_work import write_transaction


def end_session(device_id: str, user_id: uuid.UUID, now: dt.datetime) -> None:
    """End the device's tokens, and the orders that can no longer reach it; a second call finds nothing to end."""
    with write_transaction() as session:
        end_tokens(session, device_id, now)
        end_orders(session, device_id, OrderEnd.SIGNED_OUT, now)
        record_audit(session, action="session.end", at=now, user_id=user_id, entity_type="device", entity_id=device_id)
