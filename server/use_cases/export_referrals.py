"""Take a team's open referrals out of the house, as rows for its own file. No audit entry, no file.

Whoever is on hold for a death is left out and counted: nobody may deliver there or ring.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.audit_writes import record_audit
from server.store.office_referrals import ReferralFilter, ReferralLine, list_all_referrals
from server.store.tables import Team
from server.store.unit_of_work import write_transaction


@dataclass(frozen=True, slots=True)
class ExportedReferrals:
    """What leaves, of which team, and how many were left out."""

    team_name: str
    needs: Sequence[Any]
    columns: Sequence[Any]
    lines: Sequence[ReferralLine]
    left_out: int


def export_referrals(team_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> ExportedReferrals | None:
    """The open referrals of the team, urgent ones first; None where there is no such team."""
    with write_transaction() as session:
        team = session.get(Team, team_id)
        if team is None:
            return None
        wanted = ReferralFilter(statuses=OPEN_REFERRAL_STATUSES, to_any=(team_id,))
        found = list_all_referrals(session, wanted)
        lines = [line for line in found if not line.resident.on_hold]
        record_audit(
            session, action="export.referrals", at=at, user_id=by_id, entity_type="team", entity_id=team_id,
            fields={"referrals": {"old": None, "new": len(lines)}},
        )  # fmt: skip
        return ExportedReferrals(
            team.name, list(team.referral_types), list(team.export_columns), lines, len(found) - len(lines)
        )
