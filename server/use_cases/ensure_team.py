"""Make sure that a team exists which takes referrals, and who is in it. Changes nothing of a team that is there but its members."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from server.domain.words import ReferralType
from server.store.database import new_id
from server.store.tables import Team
from server.store.teams import find_team_by_name
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_user
from server.store.versioned_writes import hold_names


def ensure_team(
    name: str, needs: Sequence[ReferralType], *, voluntary: bool = False, members: Collection[uuid.UUID] = ()
) -> uuid.UUID:
    """The team's id. `members` who belong to no team yet are put in it."""
    with write_transaction() as session:
        hold_names(session, Team)
        team = find_team_by_name(session, name)
        if team is None:
            team = Team(id=new_id(), name=name, referral_types=[need.value for need in needs], voluntary=voluntary)
            session.add(team)
            session.flush()
        for user_id in members:
            user = lock_user(session, user_id)
            if user is not None and user.team_id is None:
                user.team_id = team.id
        return team.id
