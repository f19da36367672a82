"""Give visits that somebody has to another officer or another day. The old phone drops them at its next pull; late work is kept.

Refuses what changed since the supervisor saw it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.assignment import MOST_AT_ONCE, Giving, NotAssigned, ToVisit, why_not_visit
from server.domain.names import full_name
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import UNDONE_VISIT_STATUSES, VisitStatus
from server.store.day_order_writes import order_day
from server.store.markers import paired_ids
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.tables import Resident, Visit
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import give_visit, list_undone_of_cases, lock_visits_of_days
from server.store.visit_audit import plan_of, record_plan
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError, LeftOut, check_giving


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """A visit and who had it when the supervisor looked."""

    visit_id: uuid.UUID
    officer_id: uuid.UUID | None


def reassign_visits(seen: Sequence[SeenVisit], giving: Giving) -> Assigned:
    """Move the visits; those that cannot move are left out with the reason. Raises AssignmentRefusedError."""
    if not seen:
        raise AssignmentRefusedError("nobody_chosen")
    if len(seen) > MOST_AT_ONCE:
        raise AssignmentRefusedError("too_many")
    had = {one.visit_id: one.officer_id for one in seen}
    with write_transaction() as session:
        seconds = list_seconds(session, had)
        moved, days = reassign_within(session, had, giving)
        if moved.visit_ids:
            along = {*seconds.values(), *list_seconds(session, moved.visit_ids).values()}
            queue_telling(session, {officer_id for officer_id, _ in days} | along, at=giving.at)
        for officer_id, day in sorted(days, key=str):
            order_day(session, officer_id, day, by_id=giving.by_id, at=giving.at)
        return moved


def reassign_within(
    session: Session, had: Mapping[uuid.UUID, uuid.UUID | None], giving: Giving
) -> tuple[Assigned, set[tuple[uuid.UUID, dt.date]]]:
    """The same inside the caller's transaction, for visits by who had each; and the days (officer, date) that are to be ordered.

    Raises AssignmentRefusedError.
    """
    check_giving(session, giving)
    moved: list[Visit] = []
    left_out: list[LeftOut] = []
    days = {(giving.officer_id, giving.planned_on)}
    locked = lock_visits_of_days(session, list(had), [(giving.officer_id, giving.planned_on)])
    # after the locks: a marker that is approved meanwhile has been waited for
    pairs = paired_ids(session, [(visit.resident_id, visit.address_id) for visit in locked])
    for visit in locked:
        resident = session.get_one(Resident, visit.resident_id)
        pair = pairs.meet(resident.id, visit.address_id)
        status = find_next_status(VisitStatus(visit.status), VisitStep.ASSIGN)
        others = [
            one for one in list_undone_of_cases(session, [visit.case_id]).get(visit.case_id, []) if one is not visit
        ]
        clash = next((one for one in others if one.planned_on == giving.planned_on), None)
        why = _why_not(visit, resident, had[visit.id], giving, status=status, pair=pair, clash=clash)
        if why is not None or status is None:
            name = full_name(resident.first_name, resident.last_name)
            left_out.append(LeftOut(name, why or NotAssigned.STATUS_FORBIDS, visit.officer_id, visit.planned_on))
            continue
        if visit.officer_id is not None:
            days.add((visit.officer_id, visit.planned_on))
        before = plan_of(visit)
        give_visit(session, visit, giving, status=status, needs_pair=pair)
        record_plan(session, visit, before, action="visit.reassign", by_id=giving.by_id, at=giving.at)
        session.flush()
        moved.append(visit)
    return Assigned(tuple(visit.id for visit in moved), tuple(left_out)), days


def _why_not(
    visit: Visit,
    resident: Resident,
    had_it: uuid.UUID | None,
    giving: Giving,
    *,
    status: VisitStatus | None,
    pair: bool,
    clash: Visit | None,
) -> NotAssigned | None:
    if visit.officer_id != had_it:
        return NotAssigned.CHANGED_MEANWHILE
    if status is None or visit.status not in UNDONE_VISIT_STATUSES:
        return NotAssigned.STATUS_FORBIDS
    return why_not_visit(ToVisit(on_hold=resident.on_hold, has_visit=clash is not None, needs_pair=pair), giving)
