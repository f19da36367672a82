"""Take a team's open referrals out of the house, as rows for its own file, and remember which file had which.

Left out and counted: whoever is on hold for a death (nobody may deliver there or ring), and what begins after the day that was
chosen. What an earlier file had comes again only when it is asked for, or when it has changed since.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.referral_step import Receiver
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import ReferralLine, list_all_referrals
from server.store.referral_writes import lock_open_referrals_of, lock_team, save_export
from server.store.tables import ReferralExport, Team
from server.store.unit_of_work import write_transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedReferrals:
    """What leaves, of which team, and how many were left out: for a death, since they begin later, since they are settled or
    elsewhere by now (of a file that is taken again). `changed`: those that an earlier file had otherwise.
    """

    team_name: str
    needs: Sequence[Any]
    columns: Sequence[Any]
    lines: Sequence[ReferralLine]
    held: int
    later: int = 0
    gone: int = 0
    start_by_on: dt.date

    @property
    def changed(self) -> list[ReferralLine]:
        """Of the lines, those that were in an earlier file and have changed since."""
        return [
            line for line in self.lines if line.referral.exported_at is not None and line.referral.export_id is None
        ]


def export_referrals(
    team_id: uuid.UUID, start_by_on: dt.date, *, with_earlier: bool = False, by_id: uuid.UUID, at: dt.datetime
) -> ExportedReferrals | None:
    """The open referrals of the team that begin by that day, urgent ones first; None where there is no such team."""
    with write_transaction() as session:
        team = lock_team(session, team_id)  # of two who press at once, the second finds what the first one took
        if team is None:
            return None
        # Held from here on: what is amended or handed on meanwhile waits, and is not stamped as if the file had it so.
        held = {referral.id for referral in lock_open_referrals_of(session, Receiver(team_id=team_id))}
        listed = list_all_referrals(session, ReferralFilter(statuses=OPEN_REFERRAL_STATUSES, to_any=(team_id,)))
        found = [line for line in listed if line.referral.id in held]
        fit = [line for line in found if not line.resident.on_hold]
        wanted = [line for line in fit if with_earlier or line.referral.export_id is None]
        lines = [line for line in wanted if line.referral.start_on is None or line.referral.start_on <= start_by_on]
        if lines:
            export = ReferralExport(
                id=new_id(),
                team_id=team_id,
                made_at=at,
                made_by_id=by_id,
                start_by_on=start_by_on,
                with_earlier=with_earlier,
            )
            save_export(session, export, [line.referral.id for line in lines])
        _audit(session, team, len(lines), by_id=by_id, at=at)
        return ExportedReferrals(
            team_name=team.name,
            needs=list(team.referral_types),
            columns=list(team.export_columns),
            lines=lines,
            held=len(found) - len(fit),
            later=len(wanted) - len(lines),
            start_by_on=start_by_on,
        )


def export_again(
    export_id: uuid.UUID, *, only_team_id: uuid.UUID | None, by_id: uuid.UUID, at: dt.datetime
) -> ExportedReferrals | None:
    """What a file had, as it stands now: what is still open, still this team's, and of nobody on hold. Marks nothing anew.

    `only_team_id`: the team that the caller acts for. None where there is no such file of theirs.
    """
    with write_transaction() as session:
        export = session.get(ReferralExport, export_id)
        if export is None or (only_team_id is not None and export.team_id != only_team_id):
            return None
        team = session.get_one(Team, export.team_id)
        wanted = ReferralFilter(statuses=OPEN_REFERRAL_STATUSES, to_any=(team.id,), in_export_id=export.id)
        found = list_all_referrals(session, wanted)
        lines = [line for line in found if not line.resident.on_hold]
        _audit(session, team, len(lines), by_id=by_id, at=at)
        return ExportedReferrals(
            team_name=team.name,
            needs=list(team.referral_types),
            columns=list(team.export_columns),
            lines=lines,
            held=len(found) - len(lines),
            gone=export.taken - len(found),
            start_by_on=export.start_by_on,
        )


def _audit(session: Session, team: Team, taken: int, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    record_audit(
        session, action="export.referrals", at=at, user_id=by_id, entity_type="team", entity_id=team.id,
        fields={"referrals": {"old": None, "new": taken}},
    )  # fmt: skip
