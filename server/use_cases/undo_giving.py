"""Undo one act of giving, moving, sharing, splitting or taking back while nobody has begun: visits go back to who had them and to
their day, new ones wait for an officer.

An act is known by who did it and the instant at which, and nobody undoes another's: whoever may assign gives or takes back those
visits in their own name. What a phone has begun meanwhile stays where it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.domain.assignment import Giving, ToVisit, why_not_visit
from server.domain.field_policy import parse_date
from server.domain.phone_window import find_council_date
from server.domain.words import VisitStatus
from server.store.day_order_writes import order_day
from server.store.given_at import list_fields_before, list_given_at, list_taken_back_at
from server.store.hold_writes import take_visit_back
from server.store.pairs import list_seconds_until
from server.store.push_telling import queue_telling
from server.store.tables import Resident, Visit
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import (
    give_visit,
    list_planned_on,
    list_undone_beside,
    list_undone_of_cases,
    lock_visits_of_days,
)
from server.store.visit_audit import plan_of, record_plan
from server.use_cases.assign_visits import AssignmentRefusedError, check_giving, who_go


def undo_giving(given_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime) -> int:
    """How many visits went back. Undoing twice changes nothing the second time."""
    today = find_council_date(at)
    with write_transaction() as session:
        had = list_given_at(session, given_at, by_id)
        waiting = list_taken_back_at(session, given_at, by_id)
        fields = list_fields_before(session, given_at, by_id)
        before = {**waiting, **{visit_id: officer_id for visit_id, officer_id in had.items() if officer_id is not None}}
        along = list_seconds_until(session, list(before), given_at)
        plans = list_planned_on(session, list(before))
        back = {
            (before[visit_id], _day_before(fields.get(visit_id, {}), planned_on, today))
            for visit_id, planned_on in plans.items()
        }
        acted = [*had, *waiting]
        # All in one sorted pass: two crossing undos number each other's days.
        locked = lock_visits_of_days(session, acted, also=back, beside=list_undone_beside(session, acted))
        days: set[tuple[uuid.UUID, dt.date]] = set()
        told: set[uuid.UUID] = set()
        undone = 0
        for visit in locked:
            is_as_left = (
                visit.officer_id is None and visit.status == VisitStatus.PLANNED
                if visit.id in waiting
                else visit.assigned_at == given_at and visit.status in (VisitStatus.ASSIGNED, VisitStatus.SENT_BACK)
            )
            giving = _as_before(
                session, visit, before.get(visit.id), along.get(visit.id), fields.get(visit.id, {}), by_id, at
            )
            if not is_as_left or (giving is None and visit.id in before):
                continue
            undone += 1
            if visit.officer_id is not None:
                days.add((visit.officer_id, visit.planned_on))
            was = plan_of(visit)
            if giving is None:
                plan = _waiting_before(session, visit, fields.get(visit.id, {}))
                take_visit_back(session, visit, reason="undone", user_id=by_id, now=at, plan=plan)
                record_plan(session, visit, was, action="visit.undo_giving", by_id=by_id, at=at)
                continue
            status = VisitStatus.SENT_BACK if visit.status == VisitStatus.SENT_BACK else VisitStatus.ASSIGNED
            give_visit(session, visit, giving, status=status, needs_pair=visit.needs_pair)
            record_plan(session, visit, was, action="visit.undo_giving", by_id=by_id, at=at)
            days.add((giving.officer_id, giving.planned_on))
            told |= who_go([visit], giving)
        session.flush()
        queue_telling(session, {officer_id for officer_id, _ in days} | told, at=at)
        for officer_id, day in sorted(days, key=str):
            order_day(session, officer_id, day, by_id=by_id, at=at)
    return undone


def _as_before(
    session: Session,
    visit: Visit,
    officer_id: uuid.UUID | None,
    second_id: uuid.UUID | None,
    fields: Mapping[str, Any],
    by_id: uuid.UUID,
    at: dt.datetime,
) -> Giving | None:
    """Who had it, once more. None: nobody, or what nobody would be given now: by death, since that officer visits no more, since
    this person has another visit on that day by now, or since two are to go and one had it without a reason: whether a marker
    or another door asks for two by now, or did so before, nobody is sent there alone by an undo.
    """
    if officer_id is None:
        return None
    giving = Giving(
        officer_id=officer_id,
        planned_on=_day_before(fields, visit.planned_on, find_council_date(at)),
        by_id=by_id,
        at=at,
        pair_reason=fields.get("pair_reason", visit.pair_reason),
        second_id=second_id,
        window=(fields.get("window_from", visit.window_from), fields.get("window_to", visit.window_to)),
        sets_window=True,
    )
    try:
        check_giving(session, giving)
    except AssignmentRefusedError:
        return None
    who = ToVisit(
        on_hold=session.get_one(Resident, visit.resident_id).on_hold,
        has_visit=not _is_free(session, visit, giving.planned_on),
        needs_pair=visit.needs_pair,
    )
    return giving if why_not_visit(who, giving) is None else None


def _waiting_before(session: Session, visit: Visit, fields: Mapping[str, Any]) -> dict[str, Any]:
    """How a visit waited before it was given: its time of day, and its day unless another visit stands there by now."""
    plan = {name: fields[name] for name in ("window_from", "window_to", "pair_reason") if name in fields}
    planned_on = parse_date(fields.get("planned_on"))
    if planned_on is not None and _is_free(session, visit, planned_on):
        plan["planned_on"] = planned_on
    return plan


def _day_before(fields: Mapping[str, Any], planned_on: dt.date, today: dt.date) -> dt.date:
    return max(parse_date(fields.get("planned_on")) or planned_on, today)


def _is_free(session: Session, visit: Visit, planned_on: dt.date) -> bool:
    others = list_undone_of_cases(session, [visit.case_id]).get(visit.case_id, [])
    return not any(one.planned_on == planned_on for one in others if one is not visit)
