"""Writes what is done with a case through the one log, and takes its undone visits from their officers. Opens no transaction.

Whether a step may be taken is settled before (domain/case_step.py, use_cases/change_case.py); visits and cases come locked.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.case_step import CaseAction
from server.domain.wire_value import json_value
from server.domain.words import UNDONE_VISIT_STATUSES, CaseStatus, VisitStatus
from server.store.audit_writes import record_audit
from server.store.hold_writes import take_visit_back
from server.store.pairs import list_seconds
from server.store.push_telling import queue_telling
from server.store.row_writes import change_row
from server.store.tables import Case, Visit

CASE_CLOSED, CASE_HELD = "case_closed", "case_held"
_CANCELLED_FOR = {CaseAction.CLOSE: CASE_CLOSED, CaseAction.HOLD: CASE_HELD}


def change_case_row(
    session: Session,
    case: Case,
    values: dict[str, Any],
    action: CaseAction,
    *,
    payload: dict[str, Any],
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> bool:
    """Change the case by one operation and one line of the trail; False, and no trace, where nothing differs."""
    before = {name: json_value(getattr(case, name)) for name in values}
    kind = f"case.{action}"
    operation = change_row(
        session, case, values, kind=kind, entity_type="case", user_id=user_id, now=now, payload=payload
    )
    if operation is None:
        return False
    said = {name: {"old": before[name], "new": json_value(value)} for name, value in values.items()}
    record_audit(
        session,
        action=f"case.{action}",
        at=now,
        user_id=user_id,
        entity_type="case",
        entity_id=case.id,
        fields={name: one for name, one in said.items() if one["old"] != one["new"]},
    )
    return True


def cancel_undone_visits(
    session: Session, visits: Iterable[Visit], action: CaseAction, *, user_id: uuid.UUID | None, now: dt.datetime
) -> int:
    """Cancel the undone ones of these locked visits. Who has one is told, and what they have written of it comes as a late report."""
    undone = [visit for visit in visits if visit.status in UNDONE_VISIT_STATUSES]
    seconds = list_seconds(session, [visit.id for visit in undone])
    had = {visit.officer_id for visit in undone if visit.officer_id is not None} | set(seconds.values())
    reason = _CANCELLED_FOR[action]
    for visit in undone:
        if visit.status != VisitStatus.PLANNED:
            take_visit_back(session, visit, reason=reason, user_id=user_id, now=now)
        _set_status(session, visit, VisitStatus.CANCELLED, "visit.cancel", reason, user_id=user_id, now=now)
    queue_telling(session, had, at=now)
    return len(undone)


def plan_visits_again(
    session: Session, visits: Iterable[Visit], *, today_on: dt.date, user_id: uuid.UUID | None, now: dt.datetime
) -> int:
    """Visits that closing or holding the case cancelled and whose day is still to come are planned again, with no officer."""
    again = [
        visit
        for visit in visits
        if visit.status == VisitStatus.CANCELLED
        and visit.cancelled_reason in _CANCELLED_FOR.values()
        and visit.planned_on >= today_on
    ]
    for visit in again:
        _set_status(session, visit, VisitStatus.PLANNED, "visit.plan", None, user_id=user_id, now=now)
    return len(again)


def _set_status(
    session: Session,
    visit: Visit,
    status: VisitStatus,
    kind: str,
    reason: str | None,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> None:
    change_row(
        session,
        visit,
        {"status": status, "cancelled_reason": reason},
        kind=kind,
        entity_type="visit",
        user_id=user_id,
        now=now,
        payload={"reason": reason or "case_open_again"},
    )


def find_whose_case(session: Session, case_id: uuid.UUID) -> uuid.UUID | None:
    """The resident, whose rows are then locked together; the case itself is not read before that."""
    return session.scalar(select(Case.resident_id).where(Case.id == case_id))


def list_holds_to_end(session: Session, today_on: dt.date) -> Sequence[uuid.UUID]:
    """Cases on hold whose day has come; one without a day has none to wait for."""
    held = select(Case.id).where(
        Case.status == CaseStatus.ON_HOLD, or_(Case.held_until_on.is_(None), Case.held_until_on <= today_on)
    )
    return session.scalars(held.order_by(Case.id)).all()
