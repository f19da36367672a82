"""Cancel a visit that nobody has begun, with a reason, and undo that: it goes back to who had it, or waits for an officer.

The case stays open: a person without another plan is counted on Today as nobody's.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.assignment import Giving, ToVisit, why_not_visit
from server.domain.phone_window import find_council_date
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import CaseStatus, VisitStatus
from server.store.day_order_writes import order_day
from server.store.decision_ground import lock_people
from server.store.given_at import is_cancelled_at, list_leads_until
from server.store.hold_writes import end_assignments
from server.store.markers import paired_ids
from server.store.pairs import list_seconds, list_seconds_until
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row
from server.store.tables import Case, Resident, Visit
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import (
    find_visited,
    give_visit,
    list_planned_on,
    list_undone_of_cases,
    list_visits_of,
    lock_visits_of_days,
)
from server.store.visit_audit import plan_of, record_plan
from server.use_cases.assign_visits import AssignmentRefusedError, check_giving, who_go
from server.use_cases.reassign_visits import SeenVisit

LONGEST_REASON = 500
_FREE = {"officer_id": None, "assigned_at": None, "assigned_by_id": None}


class VisitKeptError(Exception):
    """Nothing was changed; `reason`: not_found, reason_missing, reason_too_long, begun, changed_meanwhile, not_undone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cancel_visit(seen: SeenVisit, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """The visit leaves every phone and list. Raises VisitKeptError."""
    words = reason.strip()
    if not words:
        raise VisitKeptError("reason_missing")
    if len(words) > LONGEST_REASON:
        raise VisitKeptError("reason_too_long")
    with write_transaction() as session:
        visit = _lock(session, seen.visit_id)
        if visit.officer_id != seen.officer_id:
            raise VisitKeptError("changed_meanwhile")
        status = find_next_status(VisitStatus(visit.status), VisitStep.CANCEL)
        if status is None:
            raise VisitKeptError("begun")
        had = {user_id for user_id in (visit.officer_id, *list_seconds(session, [visit.id]).values()) if user_id}
        before = plan_of(visit)
        values = {"status": status, "cancelled_reason": words} | _FREE
        change_row(
            session, visit, values, kind="visit.cancel", entity_type="visit", user_id=by_id, now=at,
            payload={"reason": words},
        )  # fmt: skip
        record_plan(session, visit, before, action="visit.cancel", by_id=by_id, at=at)
        end_assignments(session, visit.id, reason="cancelled", now=at)
        queue_telling(session, had, at=at)
        if seen.officer_id is not None:
            order_day(session, seen.officer_id, visit.planned_on, by_id=by_id, at=at)


def undo_cancelling(visit_id: uuid.UUID, cancelled_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Plan it again, as this person cancelled it then, for the door and by the markers of now. Raises VisitKeptError, also where
    another visit stands there by now.
    """
    with write_transaction() as session:
        visit, case, resident = _lock_with_person(session, visit_id, cancelled_at, at=at)
        is_as_left = visit.status == VisitStatus.CANCELLED and is_cancelled_at(session, visit_id, cancelled_at, by_id)
        if not is_as_left:
            raise VisitKeptError("not_undone")
        before = plan_of(visit)
        # after the locks: a marker or an address that changed meanwhile met only visits that were to be made
        visit.address_id = resident.address_id
        needs_pair = paired_ids(session, [(resident.id, visit.address_id)]).meet(resident.id, visit.address_id)
        who = ToVisit(
            is_open=case.status == CaseStatus.OPEN,
            on_hold=resident.on_hold,
            is_merged=resident.merged_into_id is not None,
            needs_pair=needs_pair,
        )
        if why_not_visit(who) is not None:
            raise VisitKeptError("not_undone")
        giving = _as_before(session, visit, cancelled_at, who, by_id=by_id, at=at)
        days = {visit.planned_on, *({giving.planned_on} if giving else ())}
        if any(one.planned_on in days for one in list_undone_of_cases(session, [case.id]).get(case.id, [])):
            raise VisitKeptError("not_undone")
        values = {"status": VisitStatus.PLANNED, "cancelled_reason": None, "needs_pair": needs_pair}
        change_row(session, visit, values, kind="visit.restore", entity_type="visit", user_id=by_id, now=at)
        if giving is not None:
            give_visit(session, visit, giving, status=VisitStatus.ASSIGNED, needs_pair=needs_pair)
            session.flush()
            queue_telling(session, who_go([visit], giving), at=at)
            order_day(session, giving.officer_id, giving.planned_on, by_id=by_id, at=at)
        record_plan(session, visit, before, action="visit.restore", by_id=by_id, at=at)


def _lock_with_person(
    session: Session, visit_id: uuid.UUID, cancelled_at: dt.datetime, *, at: dt.datetime
) -> tuple[Visit, Case, Resident]:
    """The visit with the person's cases and holds, and the day to which it may go back: visits first, as everybody locks them."""
    resident_id = find_visited(session, visit_id)
    if resident_id is None:
        raise VisitKeptError("not_found")
    officer_id = list_leads_until(session, [visit_id], cancelled_at).get(visit_id)
    planned_on = list_planned_on(session, [visit_id]).get(visit_id)
    day = [(officer_id, _day_again(planned_on, at))] if officer_id is not None and planned_on is not None else []
    lock_visits_of_days(session, [visit_id], also=day, beside=list_visits_of(session, resident_id))
    ground = lock_people(session, {resident_id})
    visit = ground.visits.get(visit_id)
    if visit is None:  # another person's by now: two were made one
        raise VisitKeptError("not_undone")
    return visit, ground.cases[visit.case_id], ground.residents[resident_id]


def _lock(session: Session, visit_id: uuid.UUID) -> Visit:
    visit = next(iter(lock_visits_of_days(session, [visit_id])), None)
    if visit is None:
        raise VisitKeptError("not_found")
    return visit


def _as_before(
    session: Session, visit: Visit, cancelled_at: dt.datetime, who: ToVisit, *, by_id: uuid.UUID, at: dt.datetime
) -> Giving | None:
    """Who had it, once more; None: nobody, somebody who visits no more, or one officer where two are to go and nothing says why."""
    officer_id = list_leads_until(session, [visit.id], cancelled_at).get(visit.id)
    if officer_id is None:
        return None
    giving = Giving(
        officer_id=officer_id,
        planned_on=_day_again(visit.planned_on, at),
        by_id=by_id,
        at=at,
        pair_reason=visit.pair_reason,
        second_id=list_seconds_until(session, [visit.id], cancelled_at).get(visit.id),
    )
    if why_not_visit(who, giving) is not None:
        return None
    try:
        check_giving(session, giving)
    except AssignmentRefusedError:
        return None
    return giving


def _day_again(planned_on: dt.date, at: dt.datetime) -> dt.date:
    return max(planned_on, find_council_date(at))
