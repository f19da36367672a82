"""Take visits back from an officer, who may be offline: they wait for another one. What the officer does meanwhile arrives as late work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from server.domain.assignment import NotAssigned
from server.domain.names import full_name
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import VisitStatus
from server.store.day_order_writes import order_day
from server.store.hold_writes import take_visit_back
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.tables import Resident
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import lock_visits_of_days
from server.store.visit_audit import plan_of, record_plan
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError, LeftOut
from server.use_cases.reassign_visits import SeenVisit


def take_back_visits(seen: Sequence[SeenVisit], *, reason: str, by_id: uuid.UUID, at: dt.datetime) -> Assigned:
    """Take them back; those that moved on meanwhile are left out with the reason. Raises AssignmentRefusedError."""
    if not seen:
        raise AssignmentRefusedError("nobody_chosen")
    had = {one.visit_id: one.officer_id for one in seen}
    with write_transaction() as session:
        seconds = list_seconds(session, had)
        taken: list[uuid.UUID] = []
        left_out: list[LeftOut] = []
        days: set[tuple[uuid.UUID, dt.date]] = set()
        for visit in lock_visits_of_days(session, list(had)):
            why = None
            if visit.officer_id != had[visit.id]:
                why = NotAssigned.CHANGED_MEANWHILE
            elif find_next_status(VisitStatus(visit.status), VisitStep.TAKE_BACK) is None:
                why = NotAssigned.STATUS_FORBIDS
            if why is not None:
                resident = session.get_one(Resident, visit.resident_id)
                name = full_name(resident.first_name, resident.last_name)
                left_out.append(LeftOut(name, why, visit.officer_id, visit.planned_on))
                continue
            if visit.officer_id is not None:
                days.add((visit.officer_id, visit.planned_on))
            before = plan_of(visit)
            take_visit_back(session, visit, reason=reason.strip()[:200] or "taken_back", user_id=by_id, now=at)
            record_plan(session, visit, before, action="visit.take_back", by_id=by_id, at=at)
            taken.append(visit.id)
        along = {seconds[visit_id] for visit_id in taken if visit_id in seconds}
        queue_telling(session, {officer_id for officer_id, _ in days} | along, at=at)
        for officer_id, day in sorted(days, key=str):
            order_day(session, officer_id, day, by_id=by_id, at=at)
        return Assigned(tuple(taken), tuple(left_out))
