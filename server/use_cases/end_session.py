"""Sign a phone out. What it had sent stays; over work that it has not sent its upload ticket goes on.

With the device token, which lies sealed on the phone, both tokens end. With the upload ticket, which lies open, reading ends
and no more: whoever copied the ticket can neither stop the phone's work from coming nor an order from reaching it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.words import OrderEnd
from server.store.audit_writes import record_audit
from server.store.device_order_writes import end_orders
from server.store.device_writes import end_device_token, end_tokens, save_contact
from server.store.push_writes import drop_push_subscriptions
from server.store.unit_of_work import write_transaction


def end_session(device_id: str, user_id: uuid.UUID, now: dt.datetime) -> None:
    """End the device's tokens, and the orders that can no longer reach it; a second call finds nothing to end."""
    with write_transaction() as session:
        end_tokens(session, device_id, now)
        drop_push_subscriptions(session, device_id)
        end_orders(session, device_id, OrderEnd.SIGNED_OUT, now)
        record_audit(session, action="session.end", at=now, user_id=user_id, entity_type="device", entity_id=device_id)


def end_reading(device_id: str, now: dt.datetime) -> None:
    """End the device token on the word of whoever holds the upload ticket; a second call changes nothing."""
    with write_transaction() as session:
        save_contact(session, device_id, now)
        if end_device_token(session, device_id, now):
            record_audit(
                session, action="session.end_reading", at=now, user_id=None, device_id=device_id, entity_type="device",
                entity_id=device_id,
            )  # fmt: skip
