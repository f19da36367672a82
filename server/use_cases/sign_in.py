"""Sign a member of staff in by address and password, for pages and for the phone alike.

One answer for every failure: nobody learns from it who works here, nor whose browser or phone it is. Strangers' tries are
counted by account and by network address, those at a place where somebody has signed in before there alone (decision 0023).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.operation import clean_text
from server.domain.password import DEMO_PASSWORD, hash_password, is_outdated, is_password, password_stamp
from server.domain.tries import (
    SIGN_INS_OF_ADDRESS,
    SIGN_INS_OF_PLACE,
    Visitor,
    source_of_address,
    wait_seconds,
)
from server.store.audit_writes import record_audit
from server.store.page_session_writes import carry_page_sessions
from server.store.refused_tries import find_tries
from server.store.refused_tries_writes import forget_tries, save_try
from server.store.tables import User
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.user_writes import count_failed_sign_in, forget_failed_sign_ins, lock_out, lock_user
from server.store.users import find_user_by_email

MOST_WRONG_TRIES = 5
LOCK_OUT = dt.timedelta(minutes=15)


class SignInRefusedError(Exception):
    """Unknown address, wrong password, blocked or locked out: nobody is told which."""


class TooManyTriesError(Exception):
    """Too many wrong tries came from this network address, whoever made them. `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} seconds")
        self.wait = wait


def sign_in(email: str, password: str, at: dt.datetime, *, visitor: Visitor, demo: bool = False) -> User:
    """The user who signed in; raises SignInRefusedError or TooManyTriesError. The slow hash runs outside any transaction.

    Outside `demo` mode the published password opens no account, not even one that a demo left behind.
    """
    with read_snapshot() as session:
        user = find_user_by_email(session, clean_text(email))
        place = visitor.place_of(user.id if user else None)  # whose it is must not show in the answer: see Visitor
        wait = 0 if place else wait_seconds(find_tries(session, _address_of(visitor)), at)
    if wait:
        raise TooManyTriesError(wait)
    fits = is_password(user.password_hash if user else None, password)
    if user is None or not fits or (password == DEMO_PASSWORD and not demo):
        with write_transaction() as session:
            _count_wrong_try(session, user, visitor, at)
        raise SignInRefusedError
    renewed = hash_password(password) if user.password_hash and is_outdated(user.password_hash) else None
    with write_transaction() as session:
        current = lock_user(session, user.id)
        if (
            current is None
            or not current.active
            or current.password_hash != user.password_hash
            or is_past_first_password(current, at)
            or _is_locked(session, current, visitor, at)
        ):
            raise SignInRefusedError
        if renewed is not None:
            carry_page_sessions(
                session,
                current.id,
                from_stamp=password_stamp(current.password_hash),
                to_stamp=password_stamp(renewed),
            )
            current.password_hash = renewed
        if place:
            forget_tries(session, place)
        if not visitor.knows(current.id):
            forget_failed_sign_ins(session, current.id)
        record_audit(
            session, at=at, user_id=current.id, action="session.start", entity_type="user", entity_id=current.id
        )
    return current


def is_past_first_password(user: User, at: dt.datetime) -> bool:
    """Whether the password is a first one whose time is over: it opens nothing, and nobody is told why."""
    return user.first_password_until_at is not None and user.first_password_until_at <= at


def _is_locked(session: Session, user: User, visitor: Visitor, at: dt.datetime) -> bool:
    if _must_wait_here(session, visitor.place_of(user.id), at):
        return True
    return not visitor.knows(user.id) and user.locked_until_at is not None and user.locked_until_at > at


def _must_wait_here(session: Session, place: str | None, at: dt.datetime) -> bool:
    return place is not None and wait_seconds(find_tries(session, place), at) > 0


def _count_wrong_try(session: Session, user: User | None, visitor: Visitor, at: dt.datetime) -> None:
    place = visitor.place_of(user.id if user else None)
    if place:
        if _must_wait_here(session, place, at):
            return
        begins_to_wait = save_try(session, place, SIGN_INS_OF_PLACE, at)[1]
        if user is not None and visitor.knows(user.id):
            _audit(session, user, "session.refused", at)
            if begins_to_wait:
                _audit(session, user, "session.locked_out", at)
            return
    _, begins_to_wait = save_try(session, _address_of(visitor), SIGN_INS_OF_ADDRESS, at)
    if begins_to_wait:
        record_audit(
            session, at=at, user_id=None, action="session.too_many_tries", entity_type="network",
            entity_id=_address_of(visitor),
        )  # fmt: skip
    if user is None or (user.locked_until_at is not None and user.locked_until_at > at):
        return
    _audit(session, user, "session.refused", at)
    if count_failed_sign_in(session, user.id) >= MOST_WRONG_TRIES:
        lock_out(session, user.id, at + LOCK_OUT)
        _audit(session, user, "session.locked_out", at)


def _audit(session: Session, user: User, action: str, at: dt.datetime) -> None:
    """What befell an account, by whoever tried; a locked one adds no more, so that nobody can fill the trail."""
    record_audit(session, at=at, user_id=None, action=action, entity_type="user", entity_id=user.id)


def _address_of(visitor: Visitor) -> str:
    return source_of_address("sign_in", visitor.address)
