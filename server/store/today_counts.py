"""Counts for the page Today: what nobody may overlook. Each has a list behind it; none is an estimate."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState
from server.store.death_holds import unsettled_deaths
from server.store.office_referrals import count_of_nobody
from server.store.office_visit_filter import VisitFilter, conditions_of
from server.store.pairs import in_hands_of
from server.store.proposals import count_proposals
from server.store.review_queue import count_items
from server.store.tables import Alert, Conflict, Hold, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayCounts:
    """What the numbers on Today are."""

    overdue: int
    planned_today: int
    submitted_today: int
    awaiting_review: int
    issues_mine: int
    open_alerts: int
    open_conflicts: int
    operations_to_review: int
    proposals: int
    deaths_to_confirm: int
    referrals_of_nobody: int


def count_today(
    session: Session,
    *,
    today: dt.date,
    day_began_at: dt.datetime,
    user_id: uuid.UUID,
    only_officer_id: uuid.UUID | None,
) -> TodayCounts:
    """Every count at once. `only_officer_id` narrows visits to one officer's own; then what is not hers is 0."""
    mine = in_hands_of(only_officer_id) if only_officer_id else true()
    everybody = only_officer_id is None

    def count(table: type, *where: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    counted = Visit.repeat_of_id.is_(None)
    alerts = (
        (Alert.closed_at.is_(None),)
        if everybody
        else (Alert.closed_at.is_(None), Alert.raised_by_id == only_officer_id)
    )
    return TodayCounts(
        overdue=count(Visit, mine, *conditions_of(VisitFilter(overdue_before=today))),
        planned_today=count(Visit, mine, Visit.planned_on == today, Visit.status.in_(UNDONE_VISIT_STATUSES)),
        submitted_today=count(Visit, mine, *conditions_of(VisitFilter(made_from=day_began_at))),
        awaiting_review=count(Visit, mine, Visit.review_state == ReviewState.RECEIVED, counted),
        issues_mine=count(Visit, *conditions_of(VisitFilter(owner_id=user_id))),
        open_alerts=count(Alert, *alerts),
        open_conflicts=count(Conflict, Conflict.resolved_at.is_(None)) if everybody else 0,
        operations_to_review=count_items(session) if everybody else 0,
        proposals=count_proposals(session) if everybody else 0,
        deaths_to_confirm=count(Hold, *unsettled_deaths()) if everybody else 0,
        referrals_of_nobody=count_of_nobody(session) if everybody else 0,
    )
