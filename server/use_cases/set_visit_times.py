"""Set, or take away, the time of day within which visits that are not done are to be made. Their days are ordered anew by it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from server.domain.visit_window import Window
from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.day_order_writes import order_day
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import lock_visits_of_days
from server.store.visit_audit import plan_of, record_plan


def set_visit_times(visit_ids: Collection[uuid.UUID], window: Window, *, by_id: uuid.UUID, at: dt.datetime) -> int:
    """How many have another time now; what is done meanwhile, or has that time already, stays as it is."""
    wanted = {"window_from": window[0], "window_to": window[1]}
    with write_transaction() as session:
        changed = [
            visit
            for visit in lock_visits_of_days(session, visit_ids)
            if visit.status in UNDONE_VISIT_STATUSES and (visit.window_from, visit.window_to) != window
        ]
        for visit in changed:
            before = plan_of(visit)
            change_row(session, visit, wanted, kind="visit.time", entity_type="visit", user_id=by_id, now=at)
            record_plan(session, visit, before, action="visit.time", by_id=by_id, at=at)
        along = list_seconds(session, [visit.id for visit in changed])
        days = {(visit.officer_id, visit.planned_on) for visit in changed if visit.officer_id is not None}
        queue_telling(session, {officer_id for officer_id, _ in days} | set(along.values()), at=at)
        for officer_id, day in sorted(days, key=str):
            order_day(session, officer_id, day, by_id=by_id, at=at)
        return len(changed)
