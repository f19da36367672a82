"""Add a member of staff with a first password. An address that is taken is refused, never given to somebody else."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.password import DEMO_PASSWORD, hash_password, is_breached, is_easy_to_guess
from server.domain.words import Role
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.tables import User
from server.store.unit_of_work import write_transaction
from server.store.user_writes import save_user
from server.store.users import find_user_by_email

FEWEST_CHARACTERS = 12


class UserRefusedError(ValueError):
    """The address is taken or no address, or the password too short, published, breached or easy to guess; the message says which."""


def add_user(*, email: str, name: str, role: Role, password: str, at: dt.datetime, demo: bool = False) -> uuid.UUID:
    """The new user's id; raises UserRefusedError. `demo` alone allows the password everybody knows."""
    if "@" not in email or not name.strip():
        raise UserRefusedError("A member of staff needs a name and an e-mail address.")
    if password == DEMO_PASSWORD and not demo:
        raise UserRefusedError("The demo password is published; choose another.")
    if len(password) < FEWEST_CHARACTERS:
        raise UserRefusedError(f"A password needs at least {FEWEST_CHARACTERS} characters.")
    if password != DEMO_PASSWORD and is_easy_to_guess(password, about=(email, name)):
        raise UserRefusedError("This password is easy to guess. Leave out names and common words, and repeat nothing.")
    if password != DEMO_PASSWORD and is_breached(password):
        raise UserRefusedError(
            "This password is on a list of breached passwords, which are tried first. Choose another."
        )
    password_hash = hash_password(password)
    with write_transaction() as session:
        if find_user_by_email(session, email) is not None:
            raise UserRefusedError(f"{email} is already a member of staff.")
        user = User(id=new_id(), email=email, name=name, role=role, password_hash=password_hash, created_at=at)
        save_user(session, user)
        record_audit(session, at=at, user_id=None, action="user.add", entity_type="user", entity_id=user.id)
    return user.id
