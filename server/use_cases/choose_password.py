"""Choose one's own password, in place of a first one or of the old. Every other page that is open under the old one is over.

Tries at the old password are counted by person, and before they are looked at: whoever sits at a desk that was left open
guesses no further, with however many at once.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.change_refusal import NOT_FOUND, ChangeRefusedError
from server.domain.password import find_password_mistake, hash_password, is_password
from server.domain.tries import SIGN_INS_OF_PLACE
from server.store.page_session_writes import delete_page_sessions
from server.store.refused_tries_writes import begin_try, forget_tries
from server.store.tables import User
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.user_writes import lock_user
from server.store.users import find_user
from server.store.versioned_writes import record_change


def choose_password(user_id: uuid.UUID, *, old: str, new: str, again: str, at: dt.datetime) -> User:
    """The user with the new password, signed in nowhere. Raises ChangeRefusedError; fields: old, new, again, state."""
    place = f"password:{user_id}"
    with read_snapshot() as session:
        user = find_user(session, user_id)
    if user is None:
        raise ChangeRefusedError(NOT_FOUND)
    if not old:
        raise ChangeRefusedError({"old": "missing"})
    with write_transaction() as session:
        if not begin_try(session, place, SIGN_INS_OF_PLACE, at):
            raise ChangeRefusedError({"old": "too_many_tries"})
    if not is_password(user.password_hash, old):
        raise ChangeRefusedError({"old": "wrong"})
    with write_transaction() as session:
        forget_tries(session, place)
    mistake = "same" if new == old else find_password_mistake(new, about=(user.email, user.name))
    if mistake is not None or new != again:
        raise ChangeRefusedError({"new": mistake} if mistake is not None else {"again": "differs"})
    new_hash = hash_password(new)
    with write_transaction() as session:
        current = lock_user(session, user_id)
        if current is None or not current.active or current.password_hash != user.password_hash:
            raise ChangeRefusedError({"state": "changed_meanwhile"})
        current.password_hash, current.first_password_until_at = new_hash, None
        current.version += 1
        delete_page_sessions(session, user_id)
        record_change(session, current, {}, action="user.choose_password", by_id=user_id, at=at)
    return current
