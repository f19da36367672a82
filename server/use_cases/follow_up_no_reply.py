"""Follow up a visit where nobody answered: the next visit at another time of day, and an alert after the third in a row.

A no-reply never closes a case (rules of care 1). Runs inside the caller's savepoint; never plans for a resident on hold, nor
under a case that a person has closed or put on hold.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.assignment import ToVisit, why_not_visit
from server.domain.operation import AlertHeader
from server.domain.phone_window import COUNCIL_ZONE, find_council_date, is_working_day
from server.domain.programme_rules import DEFAULT_DAYS, DEFAULT_TRIES, MOST_DAYS
from server.domain.public_holidays import is_public_holiday
from server.domain.words import AlertKind, CaseStatus, VisitStatus
from server.store.no_reply import count_no_replies, has_visit_to_come, list_submit_ids, lock_waiting_visits
from server.store.row_writes import change_row, create_row
from server.store.tables import Case, Programme, Resident, Visit
from server.use_cases.raise_alerts import raise_alerts

MORNING, AFTERNOON = ("09:00", "12:00"), ("13:00", "17:00")
_NOON = "12:00"


def follow_up_no_reply(
    session: Session, visit: Visit, resident: Resident, *, op_id: uuid.UUID, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """Plan the next visit unless one is to come, and alert the duty manager when the tries have run out."""
    case = session.get_one(Case, visit.case_id)
    programme = session.get_one(Programme, case.programme_id)
    if count_no_replies(session, case.id) >= _whole_number(programme, "no_reply_tries", DEFAULT_TRIES):
        alert = AlertHeader(uuid.uuid5(visit.id, "no_reply_tries"), AlertKind.NO_REPLY_CONCERN, None)
        raise_alerts(session, [(op_id, visit.id, [alert], user_id)], now)
    who = ToVisit(
        is_open=case.status == CaseStatus.OPEN,
        on_hold=resident.on_hold,
        has_visit=has_visit_to_come(session, case.id),
    )
    if why_not_visit(who) is not None:
        return
    planned_on = _find_day(find_council_date(now), _whole_number(programme, "no_reply_days", DEFAULT_DAYS))
    window_from, window_to = _other_time_of_day(visit, now)
    values = {"status": VisitStatus.PLANNED.value, "planned_on": planned_on, "window_from": window_from}
    create_row(
        session,
        Visit(
            id=_follow_up_id(visit, op_id),
            case_id=case.id,
            resident_id=resident.id,
            address_id=resident.address_id,
            form_id=visit.form_id,
            window_to=window_to,
            needs_pair=visit.needs_pair,
            pair_reason=visit.pair_reason,
            created_at=now,
            **values,
        ),
        kind="visit.plan",
        entity_type="visit",
        user_id=user_id,
        now=now,
        values=values,
        payload={"after_no_reply": str(visit.id)},
    )


def drop_follow_up(session: Session, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime) -> None:
    """A correction says that somebody did answer: cancel the visit that was planned for the no-reply, unless an officer has it."""
    ids = [_follow_up_id(visit, op_id) for op_id in list_submit_ids(session, visit.id)]
    for planned in lock_waiting_visits(session, ids):
        change_row(
            session,
            planned,
            {"status": VisitStatus.CANCELLED.value, "cancelled_reason": "corrected"},
            kind="visit.cancel",
            entity_type="visit",
            user_id=user_id,
            now=now,
            payload={"reason": "corrected"},
        )


def _follow_up_id(visit: Visit, op_id: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(visit.id, f"after {op_id}")


def _find_day(today_on: dt.date, days: int) -> dt.date:
    """So many days on, or the next working day after."""
    day = today_on + dt.timedelta(days=days)
    while not is_working_day(day, is_public_holiday):
        day += dt.timedelta(days=1)
    return day


def _other_time_of_day(visit: Visit, now: dt.datetime) -> tuple[str, str]:
    """The half of the day in which nobody has been tried yet: the visit's own window says which, else its start."""
    tried_at = visit.started_at or now
    tried = visit.window_from or tried_at.astimezone(COUNCIL_ZONE).strftime("%H:%M")
    return AFTERNOON if tried < _NOON else MORNING


def _whole_number(programme: Programme, name: str, default: int) -> int:
    value = programme.settings.get(name)
    return value if type(value) is int and 0 < value <= MOST_DAYS else default
