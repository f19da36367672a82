"""Writes page sessions. An ended one is deleted: the audit trail says that it was, and nothing else needs its row."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from server.store.tables import PageSession


def save_page_session(
    session: Session, *, token_hash: str, user_id: uuid.UUID, password_stamp: str, at: dt.datetime
) -> None:
    """Add a session that begins now."""
    session.add(PageSession(token_hash=token_hash, user_id=user_id, password_stamp=password_stamp, started_at=at))


def delete_page_session(session: Session, token_hash: str) -> uuid.UUID | None:
    """End one; returns whose it was, None when there was none."""
    return session.scalar(
        delete(PageSession).where(PageSession.token_hash == token_hash).returning(PageSession.user_id)
    )


def delete_page_sessions(
    session: Session, user_id: uuid.UUID | None = None, *, before: dt.datetime | None = None
) -> int:
    """End every session of this user, or of everybody; with `before`, only those that began earlier. Returns how many."""
    ending = delete(PageSession).returning(PageSession.token_hash)
    if user_id is not None:
        ending = ending.where(PageSession.user_id == user_id)
    if before is not None:
        ending = ending.where(PageSession.started_at < before)
    return len(session.scalars(ending).all())


def carry_page_sessions(session: Session, user_id: uuid.UUID, *, from_stamp: str, to_stamp: str) -> None:
    """The same password has another hash: sessions opened with it go on."""
    session.execute(
        update(PageSession)
        .where(PageSession.user_id == user_id, PageSession.password_stamp == from_stamp)
        .values(password_stamp=to_stamp)
    )
