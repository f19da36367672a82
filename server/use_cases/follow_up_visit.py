"""Follow up an approved visit by its programme's rule: the day of the next call or visit, or that closing the case is proposed.

Runs inside the caller's transaction on a locked visit. Never closes a case and plans no visit: it says from when somebody is due.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date
from server.domain.public_holidays import is_public_holiday
from server.domain.visit_rules import (
    FollowStep,
    FollowUp,
    KeptBy,
    MadeVisit,
    find_follow_up,
    find_rule,
    read_visit_rules,
)
from server.domain.wire_value import json_value
from server.domain.words import CaseStatus
from server.store import follow_up_writes
from server.store.audit_trail import list_acts_on
from server.store.audit_writes import record_audit
from server.store.call_list import why_not_ring
from server.store.call_turn_writes import find_callback, list_past_calls
from server.store.follow_ups import find_last_visit, has_follow_up
from server.store.office_case import is_something_open
from server.store.tables import Case, ContactPreference, Programme, Resident, Visit, VisitFollowUp
from server.use_cases.follow_up_call import count_calls, is_asked_since

FOLLOWED, TAKEN_BACK = "case.follow_up", "case.follow_up_taken_back"
_NOT_BY_TELEPHONE = ("no_calls_wanted", "no_number")


def follow_up_visit(session: Session, visit: Visit, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Of several visits of a case the newest counts; an older one that is approved late changes nothing."""
    session.flush()
    case = follow_up_writes.lock_case(session, visit.case_id)
    follow_up = _find_follow_up(session, visit, case, at)
    if follow_up is not None:
        follow_up_writes.save_follow_up(session, visit.id, follow_up, user_id=by_id, now=at)
    if follow_up is not None and _is_last_contact(session, visit):
        _record(session, FOLLOWED, case, visit, follow_up, by_id=by_id, at=at)
    if follow_up is not None or has_follow_up(session, case.id):
        count_case_again(session, case)


def take_back_follow_up(session: Session, visit: Visit, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """The approval is undone, and with it what followed; what somebody has done since stays."""
    session.flush()
    case = follow_up_writes.lock_case(session, visit.case_id)
    row = follow_up_writes.find_follow_up(session, visit.id)
    if row is not None:
        if _was_said(session, case, visit):
            _record(session, TAKEN_BACK, case, visit, row, by_id=by_id, at=at)
        follow_up_writes.remove_follow_up(session, row)
        count_case_again(session, case)
    else:
        count_visits_again(session, case)


def count_visits_again(session: Session, case: Case) -> None:
    """A visit of the locked case came in, or counts otherwise than before: no older visit's rule stands before it."""
    session.flush()
    if has_follow_up(session, case.id):
        count_case_again(session, case)


def give_way_to_asked_day(
    session: Session,
    row: Visit | Case | Resident,
    changed: Collection[str],
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """A day for the next contact that a form or a person has set since outranks the rule's. One before the visit came too late."""
    if not isinstance(row, Case) or "next_contact_on" not in changed:
        return
    session.flush()
    last = find_last_visit(session, row.id)
    is_late = last is not None and (row.next_contact_on is None or row.next_contact_on < find_council_date(last[1].at))
    if is_late:
        _count_calls_again(session, row)
    else:
        keep_asked_day(session, row, by_id=by_id, at=at)


def keep_asked_day(session: Session, case: Case, *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """The case's own day for the next contact holds, and neither the rule after its newest visit nor an older call stands before it."""
    session.flush()
    last = find_last_visit(session, case.id)
    if last is None or last[1].follow_up is None or case.next_contact_on is None:
        _count_calls_again(session, case)
        return
    visit = session.get_one(Visit, last[0])
    follow_up = FollowUp(last[1].follow_up.step, case.next_contact_on, KeptBy.ASKED)
    if follow_up != last[1].follow_up:
        follow_up_writes.save_follow_up(session, visit.id, follow_up, user_id=by_id, now=at)
        _record(session, FOLLOWED, case, visit, follow_up, by_id=by_id, at=at)
    count_case_again(session, case)


def _count_calls_again(session: Session, case: Case) -> None:
    if list_past_calls(session, case.id):
        count_case_again(session, case)


def drop_follow_ups(session: Session, case: Case, *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """A person has closed the case, and nothing follows its visits any more."""
    last = find_last_visit(session, case.id)
    if last is not None and last[1].follow_up is not None:
        visit = session.get_one(Visit, last[0])
        _record(session, TAKEN_BACK, case, visit, last[1].follow_up, by_id=by_id, at=at)
    if follow_up_writes.remove_follow_ups_of(session, case.id):
        count_case_again(session, case)


def count_case_again(session: Session, case: Case) -> None:
    """Where the case stands now. Whoever is ringing goes on, and a call back that was asked for is still to be made."""
    session.flush()
    count_calls(session, case, find_callback(session, case.id), keeps_caller=True)


def _is_last_contact(session: Session, visit: Visit) -> bool:
    """Else what follows it takes no effect, and no timeline says that something is due."""
    last = find_last_visit(session, visit.case_id)
    if last is None or last[0] != visit.id:
        return False
    return all(call.at < last[1].at for call in list_past_calls(session, visit.case_id))


def _was_said(session: Session, case: Case, visit: Visit) -> bool:
    """Whether a timeline still says what follows this visit."""
    said = list_acts_on(session, "case", case.id, (FOLLOWED, TAKEN_BACK))
    of_visit = (action for action, fields in said if fields.get("visit_id", {}).get("new") == str(visit.id))
    return next(of_visit, None) == FOLLOWED


def _find_follow_up(session: Session, visit: Visit, case: Case, at: dt.datetime) -> FollowUp | None:
    """None also for whom nobody may plan anything: a case that is not open, somebody on hold."""
    rules = read_visit_rules(session.get_one(Programme, case.programme_id).settings.get("visit_rules"))
    rule = find_rule(rules, visit.outcome)
    resident = session.get_one(Resident, visit.resident_id)
    if rule is None or visit.submitted_at is None or case.status != CaseStatus.OPEN or resident.on_hold:
        return None
    made = MadeVisit(
        outcome=visit.outcome,
        made_on=find_council_date(visit.submitted_at),
        approved_on=find_council_date(at),
        asked_on=case.next_contact_on,
        is_asked_since=is_asked_since(session, case, visit.submitted_at),
        is_open=rule.step is FollowStep.PROPOSE_CLOSE and is_something_open(session, case.id),
        can_be_rung=why_not_ring(case, resident, session.get(ContactPreference, resident.id)) not in _NOT_BY_TELEPHONE,
    )
    return find_follow_up(made, rules, is_public_holiday)


def _record(
    session: Session,
    action: str,
    case: Case,
    visit: Visit,
    follow_up: FollowUp | VisitFollowUp,
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """On the trail of the case, which the timelines of it and of its person read."""
    said = {
        "follow_step": follow_up.step,
        "due_on": json_value(follow_up.due_on),
        "kept_by": follow_up.kept_by,
        "outcome": visit.outcome,
        "visit_id": str(visit.id),
    }
    fields = {name: {"old": None, "new": str(value)} for name, value in said.items() if value is not None}
    record_audit(session, action=action, at=at, user_id=by_id, entity_type="case", entity_id=case.id, fields=fields)
