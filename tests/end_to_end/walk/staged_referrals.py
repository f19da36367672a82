"""Referrals of every status, so that the board has its columns: the walk itself makes one, of what the officer hears at the door."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date
from server.domain.words import ReferralStatus, ReferralType
from server.store.tables import Case, Team, User
from tests.factories.borough import add_referral
from tests.live.staff import SUPERVISOR

FOOD_DETAILS = {"people": 3, "diet": ["halal"], "delivery_note": "The side gate; the bell at the front is broken."}


def stage_referrals(session: Session, case_ids: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Five of them, with the demo's team that takes parcels and with the supervisor. The last of the people has two."""
    food = session.scalars(select(Team).where(Team.name == "Food hub")).one()
    supervisor = session.scalars(select(User).where(User.email == SUPERVISOR)).one()
    first, second, *_, last = [session.get_one(Case, case_id) for case_id in case_ids]
    day, today = dt.timedelta(days=1), find_council_date(now)
    add_referral(session, food, first, urgent=True, made_at=now - day, details=FOOD_DETAILS)
    add_referral(session, supervisor, last, type=ReferralType.WELFARE_RIGHTS, made_at=now, start_on=today + 6 * day)
    add_referral(session, food, second, status=ReferralStatus.IN_PROGRESS, made_at=now - 2 * day)
    blocked = {"status": ReferralStatus.BLOCKED, "status_reason": "The pharmacy is closed until Monday."}
    add_referral(session, supervisor, last, type=ReferralType.PRESCRIPTION, made_at=now - 3 * day, **blocked)
    cancelled = {"status": ReferralStatus.CANCELLED, "status_reason": "corrected"}
    add_referral(session, food, second, type=ReferralType.BABY, made_at=now - 4 * day, **cancelled)
