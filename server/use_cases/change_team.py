"""Add a team, change its name, the needs it takes and whether it is a voluntary body, or bring it back. None is ever removed.

Closing one, with what it still has to see to, is `retire_team.py`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from server.domain.change_refusal import ChangeRefusedError, read_line
from server.store.tables import Team
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import add_once, change_seen, check_free, lock_seen

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class TeamWords:
    """Its name, and the kinds of needs that are handed to it."""

    name: str
    referral_types: list[str]
    voluntary: bool = False


def read_team(
    name: str, referral_types: Collection[str], known: Iterable[str], *, voluntary: bool = False
) -> TeamWords:
    """As a page sends it; `known`: the codes of needs, in their order. Raises ChangeRefusedError."""
    codes = list(known)
    said = read_line(name)
    mistakes = {"name": "missing" if not said else "too_long"} if not said or len(said) > LONGEST_NAME else {}
    if set(referral_types) - set(codes):
        mistakes["referral_types"] = "unknown"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return TeamWords(said, [code for code in codes if code in referral_types], voluntary)


def add_team(words: TeamWords, *, page_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime) -> None:
    """A button pressed twice adds one. Raises ChangeRefusedError."""
    with write_transaction() as session:
        team = Team(id=page_id, **asdict(words))
        add_once(session, team, Team.name, asdict(words), action="team.add", by_id=by_id, at=at)


def change_team(team_id: uuid.UUID, words: TeamWords, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        team = lock_seen(session, Team, team_id, seen_version)
        check_free(session, Team.name, words.name, team_id)
        return change_seen(session, team, asdict(words), action="team.change", by_id=by_id, at=at)


def restore_team(team_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It can be chosen again. Raises ChangeRefusedError."""
    with write_transaction() as session:
        team = lock_seen(session, Team, team_id, seen_version)
        if team.active:
            raise ChangeRefusedError({"state": "in_use"})
        change_seen(session, team, {"active": True}, action="team.restore", by_id=by_id, at=at, said={})
