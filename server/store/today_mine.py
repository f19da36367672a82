"""Reads what presses on one member of staff: open referrals of theirs or their team's that are urgent or should have begun. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus
from server.store.tables import Case, Referral, Resident, User


def count_pressing_referrals(session: Session, user_id: uuid.UUID, today: dt.date) -> int:
    """How many."""
    return session.scalar(select(func.count()).select_from(Referral).where(*_is_pressing(user_id, today))) or 0


def list_pressing_referrals(
    session: Session, user_id: uuid.UUID, today: dt.date, limit: int, offset: int = 0
) -> Sequence[tuple[Referral, Resident]]:
    """The urgent ones first, then by the day on which each should have begun."""
    rows = session.execute(
        select(Referral, Resident)
        .join(Case, Case.id == Referral.case_id)
        .join(Resident, Resident.id == Case.resident_id)
        .where(*_is_pressing(user_id, today))
        .order_by(Referral.urgent.desc(), Referral.start_on.is_(None), Referral.start_on, Referral.made_at, Referral.id)
        .limit(limit)
        .offset(offset)
    )
    return [(referral, resident) for referral, resident in rows]


def _is_pressing(user_id: uuid.UUID, today: dt.date) -> tuple[ColumnElement[bool], ...]:
    team = select(User.team_id).where(User.id == user_id, User.team_id.is_not(None)).scalar_subquery()
    should_have_begun = (Referral.status == ReferralStatus.TO_DO) & (Referral.start_on < today)
    return (
        Referral.status.in_(OPEN_REFERRAL_STATUSES),
        or_(Referral.user_id == user_id, Referral.team_id == team),
        or_(Referral.urgent, should_have_begun),
    )
