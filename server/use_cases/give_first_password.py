"""Give somebody a new first password: who forgot theirs, or comes back. The old one and every page they have open end at once.

Phones keep what they have: offline work cannot be asked for a password. Whoever has lost a phone says so on the page Devices.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.password import hash_password
from server.domain.staff_account import FIRST_PASSWORD_LIFE, write_first_password
from server.store.page_session_writes import delete_page_sessions
from server.store.referral_writes import lock_team
from server.store.tables import User
from server.store.unit_of_work import write_transaction
from server.store.user_writes import forget_failed_sign_ins
from server.store.versioned_writes import lock_seen, record_change


def give_first_password(user_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> str:
    """The password, which nobody can read again. Raises ChangeRefusedError."""
    password = write_first_password(secrets.choice)
    password_hash = hash_password(password)
    with write_transaction() as session:
        user = lock_seen(session, User, user_id, seen_version)
        if not user.active:
            raise ChangeRefusedError({"state": "has_left"})
        _give(session, user, password_hash, at)
        record_change(session, user, {}, action="user.first_password", by_id=by_id, at=at)
    return password


def reopen_account(user_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> str:
    """Somebody who had left is back, with a first password. An order to wipe stands until they sign in on that phone.

    In no team where theirs has closed meanwhile: nothing is handed to it any more. Raises ChangeRefusedError.
    """
    password = write_first_password(secrets.choice)
    password_hash = hash_password(password)
    with write_transaction() as session:
        user = lock_seen(session, User, user_id, seen_version)
        if user.active:
            raise ChangeRefusedError({"state": "is_here"})
        user.active, user.left_at = True, None
        _give(session, user, password_hash, at)
        team = lock_team(session, user.team_id) if user.team_id is not None else None
        said = {}
        if team is not None and not team.active:
            user.team_id = None
            said = {"team": (team.name, None)}
        record_change(session, user, said, action="user.reopen", by_id=by_id, at=at)
    return password


def _give(session: Session, user: User, password_hash: str, at: dt.datetime) -> None:
    user.password_hash, user.first_password_until_at = password_hash, at + FIRST_PASSWORD_LIFE
    user.version += 1
    delete_page_sessions(session, user.id)
    forget_failed_sign_ins(session, user.id)
