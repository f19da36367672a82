"""Reads which phones take push messages. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Device, PushSubscription, User


def list_push_subscriptions(session: Session, user_id: uuid.UUID) -> Sequence[PushSubscription]:
    """Those of phones on which this user is signed in, that are not known to be gone."""
    return session.scalars(
        select(PushSubscription)
        .join(Device, Device.id == PushSubscription.device_id)
        .join(User, User.id == Device.user_id)
        .where(
            Device.user_id == user_id,
            Device.device_token_hash.is_not(None),
            Device.revoked_at.is_(None),
            User.active,
            PushSubscription.expired_at.is_(None),
        )
        .order_by(PushSubscription.id)
    ).all()


def find_push_subscription(session: Session, device_id: str) -> PushSubscription | None:
    """Where this phone is told by push; one with `expired_at` was let go by the push service."""
    found = select(PushSubscription).where(PushSubscription.device_id == device_id)
    return session.scalar(found.order_by(PushSubscription.created_at.desc()).limit(1))
