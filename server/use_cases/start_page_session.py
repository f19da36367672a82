"""Begin a page session for somebody who has signed in: a fresh token for the cookie, its hash for us."""

from __future__ import annotations

import datetime as dt
import secrets

from server.domain.page_session import LONGEST
from server.domain.password import password_stamp
from server.domain.token import hash_token
from server.store.page_session_writes import delete_page_session, delete_page_sessions, save_page_session
from server.store.tables import User
from server.store.unit_of_work import write_transaction

TOKEN_BYTES = 32


def start_page_session(user: User, at: dt.datetime, *, replaces: str | None = None) -> str:
    """The new session's token. `replaces` is the token this browser had before: it ends, whoever's it was."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with write_transaction() as session:
        if replaces:
            delete_page_session(session, hash_token(replaces))
        delete_page_sessions(session, user.id, before=at - LONGEST)
        save_page_session(
            session,
            token_hash=hash_token(token),
            user_id=user.id,
            password_stamp=password_stamp(user.password_hash),
            at=at,
        )
    return token
