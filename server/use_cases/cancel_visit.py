"""Cancel a visit that nobody has begun, with a reason, and undo that: it goes back to who had it, or waits for an officer.

The case stays open: a person without another plan is counted on Today as nobody's.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.phone_window import find_council_date
from server.domain.visit_status import VisitStep, find_next_status
from server.domain.words import CaseStatus, VisitStatus
from server.store.day_order_writes import order_day
from server.store.given_at import is_cancelled_at, list_leads_until
from server.store.hold_writes import end_assignments
from server.store.pairs import list_seconds, list_seconds_until
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row
from server.store.tables import Case, Resident, Visit
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import give_visit, list_undone_of_cases, lock_visits_of_days
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
        values = {"status": status, "cancelled_reason": words} | _FREE
        change_row(
            session, visit, values, kind="visit.cancel", entity_type="visit", user_id=by_id, now=at,
            payload={"reason": words},
        )  # fmt: skip
        end_assignments(session, visit.id, reason="cancelled", now=at)
        queue_telling(session, had, at=at)
        if seen.officer_id is not None:
            order_day(session, seen.officer_id, visit.planned_on, by_id=by_id, at=at)


def undo_cancelling(visit_id: uuid.UUID, cancelled_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Plan it again, as this person cancelled it then. Raises VisitKeptError, also where another visit stands there by now."""
    with write_transaction() as session:
        visit = _lock(session, visit_id)
        case, resident = session.get_one(Case, visit.case_id), session.get_one(Resident, visit.resident_id)
        is_as_left = visit.status == VisitStatus.CANCELLED and is_cancelled_at(session, visit_id, cancelled_at, by_id)
        if not is_as_left or case.status != CaseStatus.OPEN or resident.on_hold:
            raise VisitKeptError("not_undone")
        giving = _as_before(session, visit, cancelled_at, by_id=by_id, at=at)
        days = {visit.planned_on, *({giving.planned_on} if giving else ())}
        if any(one.planned_on in days for one in list_undone_of_cases(session, [case.id]).get(case.id, [])):
            raise VisitKeptError("not_undone")
        values = {"status": VisitStatus.PLANNED, "cancelled_reason": None}
        change_row(session, visit, values, kind="visit.restore", entity_type="visit", user_id=by_id, now=at)
        if giving is not None:
            give_visit(session, visit, giving, status=VisitStatus.ASSIGNED, needs_pair=visit.needs_pair)
            session.flush()
            queue_telling(session, who_go([visit], giving), at=at)
            order_day(session, giving.officer_id, giving.planned_on, by_id=by_id, at=at)


def _lock(session: Session, visit_id: uuid.UUID) -> Visit:
    visit = next(iter(lock_visits_of_days(session, [visit_id])), None)
    if visit is None:
        raise VisitKeptError("not_found")
    return visit


def _as_before(
    session: Session, visit: Visit, cancelled_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime
) -> Giving | None:
    """Who had it, once more; None: nobody, or somebody who visits no more."""
    officer_id = list_leads_until(session, [visit.id], cancelled_at).get(visit.id)
    if officer_id is None:
        return None
    giving = Giving(
        officer_id=officer_id,
        planned_on=max(visit.planned_on, find_council_date(at)),
        by_id=by_id,
        at=at,
        pair_reason=visit.pair_reason,
        second_id=list_seconds_until(session, [visit.id], cancelled_at).get(visit.id),
    )
    try:
        check_giving(session, giving)
    except AssignmentRefusedError:
        return None
    return giving
