"""Writes tokens of other people's programs, inside the caller's transaction. Holds hashes, never tokens."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import AppToken


def save_token(session: Session, token: AppToken) -> AppToken:
    """Add a token."""
    session.add(token)
    session.flush()
    return token


def lock_token(session: Session, token_id: uuid.UUID) -> AppToken | None:
    """The token, held until the transaction ends."""
    return session.scalar(select(AppToken).where(AppToken.id == token_id).with_for_update(key_share=True))


def end_token(token: AppToken, *, by_id: uuid.UUID, now: dt.datetime) -> bool:
    """Let it open nothing any more; False when that was so already."""
    if token.revoked_at is not None:
        return False
    token.revoked_at, token.revoked_by_id = now, by_id
    return True
