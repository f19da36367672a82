"""Reads teams, with how many people and open referrals each has. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.tables import Referral, Team, User


@dataclass(frozen=True, slots=True)
class TeamLine:
    """`members` who work here now; `open_referrals` that are handed to the team."""

    team: Team
    members: int
    open_referrals: int


def list_teams(session: Session) -> list[TeamLine]:
    """Every team by name, those that are retired last."""
    teams = session.scalars(select(Team).order_by(Team.active.desc(), func.lower(Team.name), Team.id)).all()
    members = _count_by_team(session, User.team_id, User.active.is_(True))
    referrals = _count_by_team(session, Referral.team_id, Referral.status.in_(OPEN_REFERRAL_STATUSES))
    return [TeamLine(team, members.get(team.id, 0), referrals.get(team.id, 0)) for team in teams]


def find_team_line(session: Session, team_id: uuid.UUID) -> TeamLine | None:
    """One team, or None."""
    return next((line for line in list_teams(session) if line.team.id == team_id), None)


def find_team_by_name(session: Session, name: str) -> Team | None:
    """The team of this very name, or None."""
    return session.scalar(select(Team).where(Team.name == name))


def list_members(session: Session, team_id: uuid.UUID, limit: int = 100) -> Sequence[User]:
    """Who works in it now, by name."""
    of_team = select(User).where(User.team_id == team_id, User.active)
    return session.scalars(of_team.order_by(func.lower(User.name), User.id).limit(limit)).all()


def _count_by_team(session: Session, column: Any, condition: ColumnElement[bool]) -> dict[uuid.UUID, int]:
    counted = select(column, func.count()).where(column.is_not(None), condition).group_by(column)
    return {row[0]: row[1] for row in session.execute(counted)}
