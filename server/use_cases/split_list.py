"""Split an officer's whole list among others as planned (plan_split.py), in one transaction.

Begun visits go too; what was done of them arrives as late work. Visits in pairs are given to nobody: they wait for an officer, also
where the one whose list it is was the second of the two.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from server.domain.assignment import MOST_AT_ONCE, Giving
from server.domain.words import VisitStatus
from server.store.audit_writes import record_audit
from server.store.day_order_writes import order_day
from server.store.hold_writes import take_visit_back
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import lock_visits_of_days
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError, LeftOut
from server.use_cases.reassign_visits import reassign_within

LIST_SPLIT = "list_split"


@dataclass(frozen=True, slots=True)
class Split:
    """What became of it: how many visits were given, and how many wait for an officer."""

    given: Assigned
    waiting: int


_MAY_WAIT = (VisitStatus.ASSIGNED, VisitStatus.STARTED, VisitStatus.SENT_BACK)


def split_list(
    officer_id: uuid.UUID,
    parts: Mapping[tuple[uuid.UUID, dt.date], Sequence[uuid.UUID]],
    waiting_ids: Sequence[uuid.UUID],
    giving: Giving,
) -> Split:
    """Give each part (officer, day) its visits, and take back those that wait. What changed since the plan is left out."""
    visit_ids = [visit_id for part in parts.values() for visit_id in part]
    if not visit_ids and not waiting_ids:
        raise AssignmentRefusedError("nobody_chosen")
    if len(visit_ids) + len(waiting_ids) > MOST_AT_ONCE:
        raise AssignmentRefusedError("too_many")
    with write_transaction() as session:
        locked = lock_visits_of_days(session, [*visit_ids, *waiting_ids], list(parts))
        seconds = list_seconds(session, waiting_ids)
        waiting = [
            visit
            for visit in locked
            if visit.id in set(waiting_ids)
            and officer_id in (visit.officer_id, seconds.get(visit.id))
            and visit.status in _MAY_WAIT
        ]
        days = {(officer_id, visit.planned_on) for visit in locked if visit.officer_id == officer_id}
        days |= {(visit.officer_id, visit.planned_on) for visit in waiting if visit.officer_id is not None}
        along = {seconds[visit.id] for visit in waiting if visit.id in seconds}
        for visit in waiting:
            take_visit_back(session, visit, reason=LIST_SPLIT, user_id=giving.by_id, now=giving.at)
        visit_ids_moved: list[uuid.UUID] = []
        left_out: list[LeftOut] = []
        for (to_id, day), part in sorted(parts.items(), key=str):
            if not part:
                continue
            had = dict.fromkeys(part, officer_id)
            moved, touched = reassign_within(session, had, replace(giving, officer_id=to_id, planned_on=day))
            visit_ids_moved += moved.visit_ids
            left_out += moved.left_out
            days |= touched
        queue_telling(session, {one for one, _ in days} | along, at=giving.at)
        for one, day in sorted(days, key=str):
            order_day(session, one, day, by_id=giving.by_id, at=giving.at)
        given = Assigned(tuple(visit_ids_moved), tuple(left_out))
        record_audit(
            session,
            action="visits.split",
            at=giving.at,
            user_id=giving.by_id,
            entity_type="user",
            entity_id=officer_id,
            fields={"visits": {"old": None, "new": len(given.visit_ids) + len(waiting)}},
        )
    return Split(given, len(waiting))
