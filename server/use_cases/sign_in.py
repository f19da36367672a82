"""Sign a member of staff in by address and password, for pages and for the phone alike.

One answer for every failure: nobody learns from it who works here. Five wrong tries lock an account for 15 minutes.
"""

from __future__ import annotations

import datetime as dt

from server.domain.operation import clean_text
from server.domain.password import DEMO_PASSWORD, is_password
from server.store.audit_writes import record_audit
from server.store.tables import User
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.user_writes import count_failed_sign_in, forget_failed_sign_ins, lock_out, lock_user
from server.store.users import find_user_by_email

MOST_WRONG_TRIES = 5
LOCK_OUT = dt.timedelta(minutes=15)


class SignInRefusedError(Exception):
    """Unknown address, wrong password, blocked or locked out: nobody is told which."""


def sign_in(email: str, password: str, at: dt.datetime, *, demo: bool = False) -> User:
    """The user who signed in; raises SignInRefusedError. The slow hash runs outside any transaction.

    Outside `demo` mode the published password opens no account, not even one that a demo left behind.
    """
    with read_snapshot() as session:
        user = find_user_by_email(session, clean_text(email))
    fits = is_password(user.password_hash if user else None, password)
    if user is None or not fits or (password == DEMO_PASSWORD and not demo):
        if user is not None and not _is_locked(user, at):
            _count_wrong_try(user, at)
        raise SignInRefusedError
    with write_transaction() as session:
        current = lock_user(session, user.id)
        if (
            current is None
            or not current.active
            or current.password_hash != user.password_hash
            or _is_locked(current, at)
        ):
            raise SignInRefusedError
        forget_failed_sign_ins(session, current.id)
        record_audit(
            session, at=at, user_id=current.id, action="session.start", entity_type="user", entity_id=current.id
        )
    return current


def _is_locked(user: User, at: dt.datetime) -> bool:
    return user.locked_until_at is not None and user.locked_until_at > at


def _count_wrong_try(user: User, at: dt.datetime) -> None:
    with write_transaction() as session:
        if count_failed_sign_in(session, user.id) < MOST_WRONG_TRIES:
            return
        lock_out(session, user.id, at + LOCK_OUT)
        record_audit(session, at=at, user_id=None, action="session.locked_out", entity_type="user", entity_id=user.id)
