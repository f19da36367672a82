"""Add a member of staff: by a command with a password, or on a page with a first one that they replace before anything else.

An address that is taken is refused, never given to somebody else.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.password import (
    DEMO_PASSWORD,
    FEWEST_CHARACTERS,
    MOST_CHARACTERS,
    find_password_mistake,
    hash_password,
)
from server.domain.staff_account import FIRST_PASSWORD_LIFE, AccountWords, write_first_password
from server.domain.words import Role
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.tables import Team, User
from server.store.unit_of_work import write_transaction
from server.store.user_writes import save_user
from server.store.users import find_user_by_email
from server.store.versioned_writes import add_once, hold_names

_REFUSED = {
    "too_short": "A password needs at least {least} characters.",
    "too_long": "A password has at most {most} characters.",
    "published": "The demo password is published; choose another.",
    "easy": "This password is easy to guess. Leave out names and common words, and repeat nothing.",
    "breached": "This password is on a list of breached passwords, which are tried first. Choose another.",
}


class UserRefusedError(ValueError):
    """The address is taken or no address, or the password too short, published, breached or easy to guess; the message says which."""


def add_user(
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    at: dt.datetime,
    telephone: str | None = None,
    demo: bool = False,
) -> uuid.UUID:
    """The new user's id; raises UserRefusedError. `demo` alone allows the password everybody knows."""
    if "@" not in email or not name.strip():
        raise UserRefusedError("A member of staff needs a name and an e-mail address.")
    if not (demo and password == DEMO_PASSWORD):
        mistake = find_password_mistake(password, about=(email, name))
        if mistake is not None:
            raise UserRefusedError(_REFUSED[mistake].format(least=FEWEST_CHARACTERS, most=MOST_CHARACTERS))
    password_hash = hash_password(password)
    with write_transaction() as session:
        hold_names(session, User)
        if find_user_by_email(session, email) is not None:
            raise UserRefusedError(f"{email} is already a member of staff.")
        user = User(
            id=new_id(),
            email=email,
            name=name,
            role=role,
            telephone=telephone,
            password_hash=password_hash,
            created_at=at,
        )
        save_user(session, user)
        record_audit(session, at=at, user_id=None, action="user.add", entity_type="user", entity_id=user.id)
    return user.id


def add_account(words: AccountWords, *, page_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime) -> str | None:
    """The first password, which nobody can read again; None where the button was pressed twice. Raises ChangeRefusedError."""
    password = write_first_password(secrets.choice)
    password_hash = hash_password(password)
    with write_transaction() as session:
        team = check_team(session, words.team_id)
        user = User(
            id=page_id,
            email=words.email,
            name=words.name,
            role=words.role,
            team_id=words.team_id,
            telephone=words.telephone,
            password_hash=password_hash,
            first_password_until_at=at + FIRST_PASSWORD_LIFE,
            created_at=at,
        )
        said = {"name": words.name, "email": words.email, "role": str(words.role), "telephone": words.telephone}
        said["team"] = team.name if team else None
        is_new = add_once(session, user, User.email, said, action="user.add", by_id=by_id, at=at)
    return password if is_new else None


def check_team(session: Session, team_id: uuid.UUID | None) -> Team | None:
    """The team in use that an account names; None where it names none. Raises ChangeRefusedError."""
    if team_id is None:
        return None
    team = session.get(Team, team_id, with_for_update={"key_share": True})
    if team is None or not team.active:
        raise ChangeRefusedError({"team": "no_team"})
    return team
