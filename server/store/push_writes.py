"""Writes where phones take push messages, and what became of telling them. Opens no transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.tables import PushSubscription


def save_push_subscription(
    session: Session, *, device_id: str, endpoint: str, keys: dict[str, Any], now: dt.datetime
) -> None:
    """One a device, the newest. A browser has one endpoint: what a colleague on the same phone subscribed with it is theirs no more."""
    session.execute(
        delete(PushSubscription).where(PushSubscription.device_id == device_id, PushSubscription.endpoint != endpoint)
    )
    values = {"device_id": device_id, "keys": keys, "created_at": now, "expired_at": None, "told_at": None}
    statement = insert_into(session, PushSubscription).values(id=new_id(), endpoint=endpoint, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["endpoint"], set_=values))


def drop_push_subscriptions(session: Session, device_id: str) -> None:
    """This phone is told by push no more."""
    session.execute(delete(PushSubscription).where(PushSubscription.device_id == device_id))


def note_told(session: Session, subscription_id: uuid.UUID, now: dt.datetime) -> None:
    """The push service has taken a message."""
    session.execute(update(PushSubscription).where(PushSubscription.id == subscription_id).values(told_at=now))


def note_expired(session: Session, subscription_id: uuid.UUID, now: dt.datetime) -> None:
    """The push service says that there is no such subscription: its keys are let go."""
    session.execute(
        update(PushSubscription).where(PushSubscription.id == subscription_id).values(expired_at=now, keys={})
    )
