"""Change what an account says: name, address, role, team, telephone. In force at the person's next page, without a sign-in.

The last administrator stays one: nobody else could ever make another.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.change_refusal import ChangeRefusedError
from server.domain.staff_account import AccountWords
from server.domain.words import Role
from server.store.tables import Team, User
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_administrators
from server.store.versioned_writes import change_seen, check_free, lock_seen
from server.use_cases.add_user import check_team


def change_user(
    user_id: uuid.UUID, words: AccountWords, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        administrators = lock_administrators(session)
        user = lock_seen(session, User, user_id, seen_version)
        if not user.active:
            raise ChangeRefusedError({"state": "has_left"})
        if words.role != Role.ADMINISTRATOR:
            keep_an_administrator(administrators, user_id, field="role")
        before = session.get(Team, user.team_id) if user.team_id else None
        team = before if words.team_id == user.team_id else check_team(session, words.team_id)
        check_free(session, User.email, words.email, user_id)  # last, as where an account is added
        said = {
            "name": (user.name, words.name),
            "email": (user.email, words.email),
            "role": (user.role, str(words.role)),
            "telephone": (user.telephone, words.telephone),
            "team": (_name_of(before), _name_of(team)),
        }
        values = {
            "name": words.name,
            "email": words.email,
            "role": str(words.role),
            "team_id": words.team_id,
            "telephone": words.telephone,
        }
        return change_seen(session, user, values, action="user.change", by_id=by_id, at=at, said=said)


def keep_an_administrator(administrators: list[uuid.UUID], user_id: uuid.UUID, *, field: str) -> None:
    """Raises ChangeRefusedError where this user is the only administrator. `administrators` are locked by the caller."""
    if administrators == [user_id]:
        raise ChangeRefusedError({field: "last_administrator"})


def _name_of(team: Team | None) -> str | None:
    return team.name if team else None
