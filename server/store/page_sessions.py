"""Reads page sessions: whom a token stands for, in one question, since every page asks it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import PageSession, User


def find_page_session(session: Session, token_hash: str) -> tuple[User, str, dt.datetime] | None:
    """(user, stamp of the password it was opened with, when it began); None when it was ended or never was."""
    found = session.execute(
        select(User, PageSession.password_stamp, PageSession.started_at)
        .join(PageSession, PageSession.user_id == User.id)
        .where(PageSession.token_hash == token_hash)
    ).first()
    return None if found is None else (found[0], found[1], found[2])
