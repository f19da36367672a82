"""Close a case with a reason, hold it until a day, open it again, or say when the next contact is. Of two at once one is refused.

Always by a person: no outcome, import or day closes a case. What hangs on it and is somebody else's (referrals, alerts) stays.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.case_step import MERGED, STARTS_FROM, CaseAction, CaseOrder, CloseReason
from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.domain.phone_window import find_council_date
from server.domain.words import CaseStatus
from server.store.case_step_writes import cancel_undone_visits, change_case_row, find_whose_case, plan_visits_again
from server.store.case_writes import find_case_not_closed
from server.store.death_holds import has_confirmed_death
from server.store.decision_ground import DecisionGround, lock_people
from server.store.tables import Case, Programme, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.follow_up_visit import drop_follow_ups, keep_asked_day


@dataclass(frozen=True, slots=True)
class CaseDone:
    """What came of it: visits that were cancelled, or are planned again."""

    resident_id: uuid.UUID
    visits: int = 0


def change_case(
    case_id: uuid.UUID, order: CaseOrder, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> CaseDone:
    """Do it to the case as the page showed it. Raises ChangeRefusedError; then nothing was written."""
    with write_transaction() as session:
        resident_id = find_whose_case(session, case_id)
        if resident_id is None:
            raise ChangeRefusedError(NOT_FOUND)
        ground = lock_people(session, {resident_id})
        if case_id not in ground.cases:  # moved to the record of the same person a moment ago
            raise ChangeRefusedError(NOT_FOUND)
        if ground.cases[case_id].version != seen_version:
            raise ChangeRefusedError(CHANGED_MEANWHILE)
        return CaseDone(resident_id, take_case_step(session, ground, case_id, order, by_id=by_id, at=at))


def take_case_step(
    session: Session, ground: DecisionGround, case_id: uuid.UUID, order: CaseOrder, *, by_id: uuid.UUID, at: dt.datetime
) -> int:
    """The same in the caller's transaction, on people locked with all that is theirs: how many visits changed with it."""
    case = ground.cases[case_id]
    resident = ground.residents[case.resident_id]
    _refuse_where_forbidden(session, case, resident, order)
    visits = [
        visit
        for visit in ground.visits.values()
        if visit.case_id == case.id and (order.action is not CaseAction.HOLD or visit.planned_on < _day_of(order))
    ]
    payload = {"note": order.note or None, "reason": order.reason, "day": order.day.isoformat() if order.day else None}
    values = _list_values(order, at)
    change_case_row(session, case, values, order.action, payload=payload, user_id=by_id, now=at)
    if order.action is CaseAction.CLOSE:
        drop_follow_ups(session, case, by_id=by_id, at=at)
    if order.action is CaseAction.NEXT_CONTACT:
        keep_asked_day(session, case, by_id=by_id, at=at)
        return 0
    if order.action is CaseAction.REOPEN:
        return plan_visits_again(session, visits, today_on=find_council_date(at), user_id=by_id, now=at)
    return cancel_undone_visits(session, visits, order.action, user_id=by_id, now=at)


def _list_values(order: CaseOrder, at: dt.datetime) -> dict[str, Any]:
    match order.action:
        case CaseAction.CLOSE:
            closed = {"status": CaseStatus.CLOSED, "closed_reason": order.reason, "closed_at": at}
            return {**closed, "held_until_on": None}
        case CaseAction.REOPEN:
            return {"status": CaseStatus.OPEN, "closed_reason": None, "closed_at": None, "held_until_on": None}
        case CaseAction.HOLD:
            return {"status": CaseStatus.ON_HOLD, "held_until_on": order.day}
        case CaseAction.NEXT_CONTACT:
            return {"next_contact_on": order.day}


def _day_of(order: CaseOrder) -> dt.date:
    """Of a hold, which always has one: visits from then on stay as they are planned."""
    return order.day or dt.date.max


def _refuse_where_forbidden(session: Session, case: Case, resident: Resident, order: CaseOrder) -> None:
    if resident.merged_into_id is not None or case.closed_reason == MERGED:
        raise ChangeRefusedError({"state": "merged"})
    if case.status not in STARTS_FROM[order.action]:
        raise ChangeRefusedError({"state": "not_from_here"})
    if order.reason == CloseReason.DIED and not has_confirmed_death(session, resident.id):
        raise ChangeRefusedError({"reason": "death_not_confirmed"})
    if order.action is CaseAction.REOPEN and case.status == CaseStatus.CLOSED:
        if find_case_not_closed(session, resident.id, case.programme_id) is not None:
            raise ChangeRefusedError({"state": "another_open"})
        if not session.get_one(Programme, case.programme_id).active:
            raise ChangeRefusedError({"state": "programme_retired"})


def reopen_closed_for(
    session: Session, ground: DecisionGround, reason: CloseReason, *, by_id: uuid.UUID, at: dt.datetime
) -> int:
    """Open again what was closed for a reason that turned out to be wrong; how many. A case that cannot be is left closed."""
    opened = 0
    for case in ground.cases.values():
        if case.status == CaseStatus.CLOSED and case.closed_reason == reason:
            try:
                take_case_step(session, ground, case.id, CaseOrder(CaseAction.REOPEN), by_id=by_id, at=at)
            except ChangeRefusedError:
                continue
            opened += 1
    return opened
