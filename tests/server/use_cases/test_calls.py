"""Calls as the desk records them: what they lead to, who is next, and that two callers never have one person."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.domain.call_claim import CallRefusedError
from server.domain.words import Role
from server.store.call_list import CallFilter, list_calls
from server.store.tables import CallTurn, ContactPreference
from server.use_cases.claim_call import claim_call, claim_next_call, let_go_of_calls
from server.use_cases.set_contact_preferences import WAYS, PreferencesRefusedError, set_contact_preferences
from tests.factories.borough import NOW, TODAY, add_case, add_programme, add_resident, add_user, add_visit

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SOME_RULES = [
    {"field": "age", "at_least": 85, "points": 4, "reason": "aged {value}"},
    {"field": "age", "at_least": 75, "below": 85, "points": 2, "reason": "aged {value}"},
    {"field": "lives_alone", "points": 3, "reason": "lives alone"},
    {"field": "failed_calls", "at_least": 1, "below": 3, "points": 2, "reason": "{value} calls"},
    {"field": "days_since_contact", "at_least": 14, "below": 28, "points": 1, "reason": "{value} days"},
    {"field": "days_since_contact", "at_least": 28, "points": 7, "reason": "{value} days"},
    {"field": "never_contacted", "points": 5, "reason": "no contact yet"},
]


def _listed(session: Session, at: dt.datetime = NOW, **wanted: bool) -> list[str]:
    return [line.name.split()[0] for line in list_calls(session, CallFilter(**wanted), at=at).lines]  # type: ignore[arg-type]


def _add(session: Session, name: str, turn: dict[str, Any] | None = None, **values: Any) -> uuid.UUID:
    case = add_case(session, add_resident(session, first_name=name, **values))
    if turn is not None:
        session.add(CallTurn(case_id=case.id, tried=[], **turn))
        session.flush()
    return case.id


def test_calls_back_come_first_then_by_points_and_some_are_not_called_at_all(session: Session) -> None:
    add_programme(session).settings = {"priority_rules": SOME_RULES}
    young: dict[str, Any] = {"date_of_birth": dt.date(1990, 1, 1)}
    _add(session, "Old", date_of_birth=TODAY.replace(year=1941))
    _add(session, "Young", **young)
    _add(session, "Seen", {"reached_at": NOW - 2 * DAY}, **young)
    _add(session, "Long", {"reached_at": NOW - 28 * DAY, "failed_calls": 2}, **young)
    _add(session, "Later", {"callback_on": TODAY, "callback_time": "10:01"})
    _add(session, "Asked", {"callback_on": TODAY, "callback_time": "10:00"})
    _add(session, "Overdue", {"callback_on": TODAY - DAY})
    _add(session, "Tried", {"due_at": NOW + MINUTE})
    _add(session, "Held", on_hold=True)
    _add(session, "Mute", mobile=None)
    unwanted = add_resident(session, first_name="Unwanted")
    session.add(ContactPreference(resident_id=unwanted.id, call=False, changed_at=NOW))
    add_case(session, unwanted)
    visited = add_case(session, add_resident(session, first_name="Visited"))
    add_visit(session, None, visited)
    session.commit()
    assert _listed(session) == ["Overdue", "Asked", "Old", "Long", "Young", "Seen"]
    assert _listed(session, only_callbacks=True) == ["Overdue", "Asked"]
    assert _listed(session, NOW + MINUTE)[2] == "Later"
    points = [line.priority.points for line in list_calls(session, CallFilter(), at=NOW).lines[2:]]
    assert points == [9, 9, 5, 0], "the order in the database is that of the reasons"


@pytest.mark.usefixtures("context")
def test_two_callers_never_have_one_person_and_a_claim_ends_by_itself(session: Session) -> None:
    one, other = (add_user(session, name, Role.CONTACT_CENTRE).id for name in ("Ann Caller", "Bob Caller"))
    first, second = _add(session, "Ada", lives_alone=True), _add(session, "Bea")
    session.commit()
    assert claim_next_call(CallFilter(), by_id=one, at=NOW) == first
    assert claim_next_call(CallFilter(), by_id=other, at=NOW) == second
    assert claim_next_call(CallFilter(), by_id=add_caller(session), at=NOW) is None
    with pytest.raises(CallRefusedError) as told:
        claim_call(first, by_id=other, at=NOW + 19 * MINUTE)
    assert (told.value.reason, told.value.by, told.value.until_at) == ("claimed", "Ann Caller", NOW + 20 * MINUTE)
    claim_call(first, by_id=other, at=NOW + 20 * MINUTE)
    session.rollback()
    assert session.get_one(CallTurn, second).claimed_by_id is None, "whoever one had before is free"
    let_go_of_calls(by_id=other)
    claim_call(first, by_id=one, at=NOW + 21 * MINUTE)


def add_caller(session: Session) -> uuid.UUID:
    """A third one."""
    user_id = add_user(session, "Cy Caller", Role.CONTACT_CENTRE).id
    session.commit()
    return user_id


@pytest.mark.usefixtures("context")
def test_preferences_are_one_set_that_one_person_at_a_time_changes(session: Session, app: Flask) -> None:
    resident, by_id = add_resident(session), add_user(session).id
    case = add_case(session, resident)
    session.commit()
    nothing: dict[str, bool | None] = dict.fromkeys(WAYS)
    no_calls = nothing | {"call": False, "safe_to_leave_message": False}
    assert set_contact_preferences(resident.id, no_calls, seen=nothing, by_id=by_id, at=NOW) is True
    assert set_contact_preferences(resident.id, no_calls, seen=nothing, by_id=by_id, at=NOW) is False
    with pytest.raises(PreferencesRefusedError, match="changed_meanwhile"):
        set_contact_preferences(resident.id, nothing | {"call": True}, seen=nothing, by_id=by_id, at=NOW)
    with pytest.raises(CallRefusedError, match="no_calls_wanted"):
        claim_call(case.id, by_id=by_id, at=NOW)
