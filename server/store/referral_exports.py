"""Reads the files of referrals that teams took, and what waits for the next one. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.tables import Case, Referral, ReferralExport, Resident, Team, User

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class TeamFiles:
    """A team, how many needs it has open, and how many of those its next file would take."""

    team_id: uuid.UUID
    name: str
    open: int
    new: int


def list_team_files(session: Session, start_by: dt.date, team_id: uuid.UUID | None = None) -> list[TeamFiles]:
    """Active teams and those that still have something open, by name; or the one that is named."""
    waits = and_(Referral.export_id.is_(None), or_(Referral.start_on.is_(None), Referral.start_on <= start_by))
    theirs = and_(
        Referral.status.in_(OPEN_REFERRAL_STATUSES),
        Referral.team_id == team_id if team_id else Referral.team_id.is_not(None),
    )
    counts = (
        select(Referral.team_id, func.count().label("open"), func.sum(case((waits, 1), else_=0)).label("new"))
        .where(theirs)
        .group_by(Referral.team_id)
        .subquery()
    )
    # Few are on hold: counted apart, nobody's record is read for the many.
    on_hold = select(Case.id).join(Resident, Resident.id == Case.resident_id).where(Resident.on_hold)
    left_out = select(Referral.team_id, func.count()).where(theirs, waits, Referral.case_id.in_(on_hold))
    held = dict(session.execute(left_out.group_by(Referral.team_id)).all())
    query = select(Team.id, Team.name, counts.c.open, counts.c.new).outerjoin(counts, counts.c.team_id == Team.id)
    chosen = Team.id == team_id if team_id else or_(Team.active, counts.c.open.is_not(None))
    return [
        TeamFiles(row.id, row.name, row.open or 0, (row.new or 0) - held.get(row.id, 0))
        for row in session.execute(query.where(chosen).order_by(Team.name))
    ]


def list_exports(session: Session, team_id: uuid.UUID) -> Sequence[tuple[ReferralExport, str]]:
    """The newest files of the team with who took each, MOST_SHOWN of them."""
    rows = session.execute(
        select(ReferralExport, User.name)
        .join(User, User.id == ReferralExport.made_by_id)
        .where(ReferralExport.team_id == team_id)
        .order_by(ReferralExport.made_at.desc(), ReferralExport.id.desc())
        .limit(MOST_SHOWN)
    )
    return [(export, name) for export, name in rows]
