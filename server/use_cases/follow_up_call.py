"""Follow up a call by its programme's rules: when to try again, the call back that was asked for, or a visit that is proposed.

Runs inside the caller's savepoint, after the contact is kept. Never proposes a visit to somebody on hold.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, TypeAlias

from sqlalchemy.orm import Session

from server.domain.assignment import ToVisit, why_not_visit
from server.domain.call_rules import FAILED_OUTCOMES, NextCall, PastCall, find_next_call, read_call_rules
from server.domain.field_policy import parse_date
from server.domain.next_contact import PastVisit
from server.domain.phone_window import find_council_date
from server.domain.public_holidays import is_public_holiday
from server.domain.visit_rules import TurnDays, is_still_asked, place_turn
from server.domain.words import CaseStatus, ProposalBasis, ProposalStatus
from server.forms.meaning import Meaning
from server.store.call_turn_writes import has_open_proposal, list_past_calls, save_turn
from server.store.follow_ups import list_last_visits
from server.store.no_reply import has_visit_to_come
from server.store.operations import find_last_write
from server.store.row_writes import create_row
from server.store.tables import Case, Contact, Programme, Resident, VisitProposal

NO_CALL_YET: Final = NextCall(failed_calls=0, failed_in_row=0, tried=(), reached_at=None)

Callback: TypeAlias = tuple[dt.date, str | None]  # the day, and the time of day if one was asked for


def follow_up_call(session: Session, contact: Contact, meaning: Meaning, now: dt.datetime) -> None:
    """Keep where the case stands now, from all its calls that stand; a correction is counted anew."""
    case = session.get_one(Case, contact.case_id)
    recorded, callback_on = meaning.contact, _find_callback_day(meaning)
    asked = (callback_on, recorded.call_again_time if recorded else None) if callback_on is not None else None
    following = count_calls(session, case, asked, only_if_newest=True)
    if following.proposes_visit:
        _propose_visit(session, case, contact, following, now)


def count_calls(
    session: Session,
    case: Case,
    callback: Callback | None,
    *,
    only_if_newest: bool = False,
    keeps_caller: bool = False,
) -> NextCall:
    """Set where the case stands by its calls, by the call back that was asked for (`only_if_newest`: in the newest of them), and
    by what follows its newest visit where no call came after it. No wait after a call stands before a day for the next contact
    that was asked for since. `keeps_caller`: whoever is ringing goes on.
    """
    programme = session.get_one(Programme, case.programme_id)
    calls = list_past_calls(session, case.id)
    rules = read_call_rules(programme.settings.get("call_rules"))
    following = find_next_call(calls, rules, is_public_holiday) if calls else NO_CALL_YET
    newest = max(calls, key=lambda call: call.at, default=None)
    visit = list_last_visits(session, [case.id]).get(case.id)
    days = _find_days_after_visit(visit, newest) or _find_days_after_call(session, case, following, newest, visit)
    callback_on, callback_time = (
        callback if callback and (following.is_callback or not only_if_newest) else (None, None)
    )
    save_turn(
        session,
        case.id,
        {
            "failed_calls": following.failed_calls,
            "failed_in_row": following.failed_in_row,
            "tried": [part.value for part in following.tried],
            "last_call_at": newest.at if newest is not None else None,
            "last_outcome": newest.outcome if newest is not None else None,
            "reached_at": following.reached_at,
            "due_at": days.due_at,
            "next_on": days.next_on,
            "visit_on": days.visit_on,
            "callback_on": callback_on,
            "callback_time": callback_time,
        },
        keeps_caller=keeps_caller,
    )
    return following


def is_asked_since(session: Session, case: Case, contact_at: dt.datetime) -> bool:
    """Whether the case's day for the next contact is the day of that contact, and was written after it."""
    if case.next_contact_on != find_council_date(contact_at):
        return False
    written = find_last_write(session, "case", case.id, "next_contact_on")
    return written is not None and written.received_at > contact_at


def _find_days_after_call(
    session: Session, case: Case, following: NextCall, newest: PastCall | None, visit: PastVisit | None
) -> TurnDays:
    days, asked_on = TurnDays(following.due_at, following.next_on), case.next_contact_on
    if newest is None or days.next_on is None or asked_on is None or asked_on >= days.next_on:
        return days
    last_at = max(newest.at, visit.at) if visit is not None else newest.at
    is_set_since = is_asked_since(session, case, last_at)
    return TurnDays() if is_still_asked(asked_on, find_council_date(last_at), is_set_since=is_set_since) else days


def _find_days_after_visit(visit: PastVisit | None, newest: PastCall | None) -> TurnDays | None:
    """Where the newest visit puts the case; None where a call came after it, or no rule was applied."""
    if visit is None or visit.follow_up is None or (newest is not None and newest.at >= visit.at):
        return None
    return place_turn(visit.follow_up)


def _find_callback_day(meaning: Meaning) -> dt.date | None:
    edits = (edit for edit in meaning.edits if (edit.entity_type, edit.field) == ("case", "next_contact_on"))
    return next((parse_date(edit.value) for edit in edits), None)


def _propose_visit(session: Session, case: Case, contact: Contact, following: NextCall, now: dt.datetime) -> None:
    """Nobody hears twice of one person: not while a visit is to come or is proposed already."""
    resident = session.get_one(Resident, case.resident_id)
    who = ToVisit(
        is_open=case.status == CaseStatus.OPEN,
        on_hold=resident.on_hold,
        is_merged=resident.merged_into_id is not None,
        has_visit=has_visit_to_come(session, case.id),
    )
    if why_not_visit(who) is not None or has_open_proposal(session, resident.id):
        return
    failed = [call.outcome for call in list_past_calls(session, case.id) if call.outcome in FAILED_OUTCOMES]
    values = {
        "status": ProposalStatus.PROPOSED.value,
        "basis": ProposalBasis.FAILED_CALLS.value,
        "why": ", ".join(failed[-following.failed_in_row :]),
        "first_name": resident.first_name,
        "last_name": resident.last_name,
        "telephone": resident.mobile or resident.landline,
        "resident_id": resident.id,
        "proposed_by_id": contact.contacted_by_id,
    }
    create_row(
        session,
        VisitProposal(
            id=uuid.uuid5(contact.id, "visit"), op_id=uuid.uuid5(contact.id, "propose"), created_at=now, **values
        ),
        kind="visit.propose",
        entity_type="visit_proposal",
        user_id=contact.contacted_by_id,
        now=now,
        values=values,
        payload={"case_id": str(case.id), "contact_id": str(contact.id)},
    )
