"""Raise an alarm for an officer whose time has passed without contact; a chore of the worker.

The clock runs from the plan: no message from a phone is needed for it to begin. Under the shift's lock, and by an id that follows
from the shift and its time: a worker that is killed or runs twice raises one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.lone_working import (
    LONGEST,
    CheckInKind,
    LoneRules,
    find_alarm_time,
    find_visit_due,
    find_window_end,
    read_rules,
)
from server.domain.words import AlertKind
from server.store.lone_working import (
    MarkedVisit,
    find_last_contacts,
    find_last_words,
    find_planned_visit,
    is_out_again,
    list_marked_visits,
    list_rules_settings,
    list_shift_alarms,
    list_silent_shifts,
    list_visit_alarms,
)
from server.store.tables import Shift, Visit
from server.store.unit_of_work import read_now, write_transaction
from server.store.users import find_on_duty
from server.use_cases.each_alone import do_each
from server.use_cases.raise_alerts import NobodyOnDutyError, open_alerts

LOCK_SECONDS = 5.0  # a shift that somebody holds for longer comes again in the next round


def watch_lone_workers(now: dt.datetime, zone: ZoneInfo) -> int:
    """How many alarms were raised. A shift or visit at which that fails holds up no other."""
    today = now.astimezone(zone).date()
    with read_now() as session:
        rules = read_rules(list_rules_settings(session))
        shift_ids = list_silent_shifts(session, now, rules)
        visits = list_marked_visits(session, (today - dt.timedelta(days=1), today))
    return do_each(
        [
            *(partial(_raise_for_shift, shift_id, rules, now, zone) for shift_id in shift_ids),
            *(partial(_raise_for_visit, one, rules, now, zone) for one in visits),
        ],
        "watch lone workers",
    )


def _find_silence(
    session: Session, one: MarkedVisit, rules: LoneRules, now: dt.datetime, zone: ZoneInfo
) -> dt.datetime | None:
    """For which time an alarm is to be raised, if that has passed without a word; None otherwise, and after *Finish* for the day."""
    window_end = find_window_end(one.planned_on, one.window_to, zone)
    if window_end is None or window_end + rules.grace > now:
        return None
    began_at = dt.datetime.combine(one.planned_on, dt.time.min, zone).astimezone(dt.UTC)
    word = find_last_words(session, [one.officer_id], began_at).get(one.officer_id)
    if word is not None and word.kind is CheckInKind.FINISH:
        if word.said_at >= window_end or not is_out_again(session, one.officer_id, word.said_at, window_end):
            return None
        word = None  # of a shift before this door
    due_at = find_visit_due(window_end, one.given_at, word.said_at if word else None, rules)
    alarm_at = find_alarm_time(due_at, list_visit_alarms(session, one.visit_id, one.officer_id), rules)
    return alarm_at if alarm_at and due_at >= now - LONGEST and alarm_at <= now - rules.grace else None


def _raise_for_shift(shift_id: uuid.UUID, rules: LoneRules, now: dt.datetime, zone: ZoneInfo) -> bool:
    with write_transaction(lock_seconds=LOCK_SECONDS) as session:
        shift = session.get(Shift, shift_id, with_for_update={"key_share": True})
        if shift is None or shift.finished_at is not None:
            return False
        due_at = shift.next_contact_at or shift.expected_end_at
        alarm_at = find_alarm_time(due_at, list_shift_alarms(session, shift_id), rules)
        if alarm_at is None or alarm_at + rules.grace > now:
            return False  # a check-in came meanwhile
        visit = find_planned_visit(session, shift.user_id, shift.starts_at.astimezone(zone).date())
        return _open(session, shift.user_id, alarm_at, now, visit=visit, shift_id=shift_id)


def _raise_for_visit(one: MarkedVisit, rules: LoneRules, now: dt.datetime, zone: ZoneInfo) -> bool:
    with read_now() as session:
        due_at = _find_silence(session, one, rules, now, zone)
    if due_at is None:
        return False
    with write_transaction(lock_seconds=LOCK_SECONDS) as session:
        visit = session.get_one(Visit, one.visit_id)
        return _open(session, one.officer_id, due_at, now, visit=visit, shift_id=None)


def _open(
    session: Session,
    officer_id: uuid.UUID,
    due_at: dt.datetime,
    now: dt.datetime,
    *,
    visit: Visit | None,
    shift_id: uuid.UUID | None,
) -> bool:
    owner = find_on_duty(session, now)
    if owner is None:
        raise NobodyOnDutyError
    about_id = shift_id or officer_id
    if shift_id is None and visit is not None:  # who goes along, or is given it later, has a clock of their own
        about_id = uuid.uuid5(visit.id, str(officer_id))
    alarm_id = uuid.uuid5(about_id, f"lone_working:{due_at.isoformat()}")
    row = {
        "id": alarm_id,
        "kind": AlertKind.LONE_WORKING.value,
        "op_id": None,
        "visit_id": visit.id if visit else None,
        "resident_id": visit.resident_id if visit else None,
        "raised_by_id": None,
        "raised_at": now,
        "owner_id": owner.id,
        "officer_id": officer_id,
        "shift_id": shift_id,
        "expected_at": due_at,
        "last_contact_at": find_last_contacts(session, [officer_id]).get(officer_id),
    }
    return bool(open_alerts(session, {alarm_id: row}, now))
