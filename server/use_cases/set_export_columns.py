"""Set which columns a team's own file of referrals has, and in which order. An empty list brings back the shipped order."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from server.store.audit_writes import record_audit
from server.store.referral_writes import lock_team
from server.store.unit_of_work import write_transaction


class NoSuchTeamError(LookupError):
    """There is no such team."""


def set_export_columns(team_id: uuid.UUID, columns: Sequence[str], *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Raises NoSuchTeamError."""
    with write_transaction() as session:
        team = lock_team(session, team_id)
        if team is None:
            raise NoSuchTeamError(team_id)
        before, team.export_columns = list(team.export_columns), list(columns)
        record_audit(
            session, action="team.export_columns", at=at, user_id=by_id, entity_type="team", entity_id=team_id,
            fields={"export_columns": {"old": before, "new": list(columns)}},
        )  # fmt: skip
