"""Writes staff rows. Decides nothing: how many tries are too many is the use case's rule."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import User


def lock_user(session: Session, user_id: uuid.UUID) -> User | None:
    """The user, held against other writers until the transaction ends."""
    return session.scalar(select(User).where(User.id == user_id).with_for_update(key_share=True))


def lock_administrators(session: Session) -> list[uuid.UUID]:
    """The ids of everybody who is an administrator now, held against other writers: of two who leave at once one is the last."""
    held = select(User.id).where(User.role == Role.ADMINISTRATOR, User.active).order_by(User.id)
    return list(session.scalars(held.with_for_update(key_share=True)))


def count_failed_sign_in(session: Session, user_id: uuid.UUID) -> int:
    """One more failed try; returns how many there are now."""
    count = session.scalar(
        update(User)
        .where(User.id == user_id)
        .values(failed_sign_ins=User.failed_sign_ins + 1)
        .returning(User.failed_sign_ins)
    )
    return int(count or 0)


def lock_out(session: Session, user_id: uuid.UUID, until_at: dt.datetime) -> None:
    """Refuse this user until then, and start counting afresh."""
    session.execute(update(User).where(User.id == user_id).values(locked_until_at=until_at, failed_sign_ins=0))


def forget_failed_sign_ins(session: Session, user_id: uuid.UUID) -> None:
    """After a sign-in that worked."""
    session.execute(update(User).where(User.id == user_id).values(locked_until_at=None, failed_sign_ins=0))


def stamp_departures(session: Session, now: dt.datetime) -> int:
    """Give every account that is inactive without an instant of leaving this one; returns how many."""
    stamped = session.scalars(
        update(User).where(User.active.is_(False), User.left_at.is_(None)).values(left_at=now).returning(User.id)
    )
    return len(stamped.all())


def save_user(session: Session, user: User) -> User:
    """Add or update a user; the address is kept in lower case."""
    user.email = user.email.strip().lower()
    saved = session.merge(user)
    session.flush()
    return saved
