"""Reads whom a need can be handed to: the active teams and the people who may work on one. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.referral_step import Receiver
from server.domain.words import Role
from server.store.tables import Case, Referral, Resident, Team, User
from server.store.users import list_users


@dataclass(frozen=True, slots=True)
class Choice:
    """One that can take a need. `takes`: it is a need of the kind that this team is there for."""

    receiver: Receiver
    name: str
    takes: bool = False
    voluntary: bool = False
    role: str | None = None


def list_choices(session: Session, need: str, roles: Collection[Role]) -> list[Choice]:
    """Teams that take this need, the other teams, then people of these roles; each by name."""
    teams = session.scalars(select(Team).where(Team.active).order_by(Team.name)).all()
    found = [
        Choice(Receiver(team_id=team.id), team.name, need in team.referral_types, team.voluntary) for team in teams
    ]
    voluntary = {team.id for team in teams if team.voluntary}
    people = [
        Choice(Receiver(user_id=user.id), user.name, voluntary=user.team_id in voluntary, role=user.role)
        for user in list_users(session, roles)
    ]
    return [*sorted(found, key=lambda choice: not choice.takes), *people]


def list_referrals_of(session: Session, resident_id: object) -> Sequence[tuple[Referral, str]]:
    """Every referral of a resident and the name of whoever has it, the newest first."""
    rows = session.execute(
        select(Referral, Team.name, User.name)
        .join(Case, Case.id == Referral.case_id)
        .outerjoin(Team, Team.id == Referral.team_id)
        .outerjoin(User, User.id == Referral.user_id)
        .where(Case.resident_id == resident_id)
        .order_by(Referral.made_at.desc(), Referral.id)
    )
    return [(referral, team or person or "") for referral, team, person in rows]


def find_case_and_resident(session: Session, case_id: object) -> tuple[Case, Resident] | None:
    """The case that a need is about, and whose it is."""
    found = session.execute(
        select(Case, Resident).join(Resident, Resident.id == Case.resident_id).where(Case.id == case_id)
    ).first()
    return (found[0], found[1]) if found is not None else None
