"""Programmes, code lists and duty numbers are data with a history: changed on pages, retired, never removed."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.priority import DEFAULT_PRIORITY_RULES
from server.domain.words import CaseStatus, Role
from server.store.tables import AuditEntry, CallTurn, CodeList, DutyNumber, Programme
from server.use_cases.prepare_installation import prepare_installation
from tests.factories.borough import NOW, add_case, add_referral, add_resident, add_server_device, add_team, add_user
from tests.server.office.conftest import SignIn

RULES = {
    f"{part}_{number}": str(rule.get(part) or "")
    for number, rule in enumerate(DEFAULT_PRIORITY_RULES, 1)
    for part in ("points", "at_least", "below")
}
PROGRAMME = {"name": "Winter calls", "no_reply_days": "4", "no_reply_tries": "2", "alert_minutes": "20"}
PROGRAMME |= {"alert_open_hours": "6"}
PROGRAMME |= {"lone_grace_minutes": "30", "lone_check_in_minutes": "60"} | RULES


@pytest.fixture
def client(app: Flask, session: Session, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser, at an installation that has begun."""
    with app.app_context():
        prepare_installation(dt.datetime.now(dt.UTC))
    add_server_device(session)
    return sign_in(add_user(session, "Ada Admin", Role.ADMINISTRATOR))


def one(session: Session, table: Any, **values: Any) -> Any:
    session.rollback()
    session.expire_all()
    row = session.scalars(select(table).filter_by(**values)).one()
    session.rollback()
    return row


def test_a_programmes_rules_are_changed_beside_those_of_other_pages_and_its_history_says_each(
    client: FlaskClient, session: Session
) -> None:
    for _ in range(2):
        client.post("/office/programmes/new", data=PROGRAMME | {"page_id": "01890000-0000-7000-8000-00000000000a"})
    programme = one(session, Programme, code="winter_calls")
    address = f"/office/programmes/{programme.id}"
    sent = PROGRAMME | {"seen_version": "1", "no_reply_days": "7", "at_least_1": "90", "points_3": "0"}
    page = client.post(address, data=sent, follow_redirects=True).text
    assert "Days to the next visit: “4” became “7”" in page
    assert "age at_least 90: 4" in page
    changed = one(session, Programme, code="winter_calls")
    assert (changed.settings["no_reply_tries"], changed.settings["visit_form"]) == (2, "welfare_check")
    assert (changed.settings["priority_rules"][2]["points"], changed.version) == (0, 2)
    assert client.post(address, data=sent | {"name": "Other"}).status_code == 409
    for values, words in (
        ({"no_reply_days": "0"}, "from 1 to 60"),
        ({"alert_minutes": "241"}, "minutes, from 1 to 240"),
        ({"below_2": "70"}, "Enter a number above"),
        ({"points_1": "many"}, "from 0 to 20"),
        ({"name": "shielding"}, "Another programme has this name"),
    ):
        reply = client.post(address, data=sent | {"seen_version": "2"} | values)
        assert (reply.status_code, words in reply.text) == (422, True), values


def test_a_programme_with_cases_is_not_retired(client: FlaskClient, session: Session) -> None:
    programme = one(session, Programme, code="shielding")
    case = add_case(session, add_resident(session), programme_id=programme.id, status=CaseStatus.ON_HOLD)
    session.commit()
    address = f"/office/programmes/{programme.id}"
    assert client.post(f"{address}/retire", data={"seen_version": "1"}).status_code == 409
    case.status, case.closed_reason = CaseStatus.CLOSED, "done"
    session.commit()
    assert client.post(f"{address}/retire", data={"seen_version": "1"}).status_code == 303
    assert "Use it again" in client.get(address).text


def test_other_words_for_an_outcome_are_shown_on_pages_and_a_retired_one_is_offered_no_more(
    client: FlaskClient, session: Session
) -> None:
    held = one(session, CodeList, name="visit_outcome")
    address = f"/office/code-lists/{held.id}"
    sent = {"seen_version": "1"}
    for place, entry in enumerate(held.entries, 1):
        code = entry["name"]
        sent |= {f"position_{code}": str(place), f"en_{code}": entry["label"]["en"], f"cy_{code}": entry["label"]["cy"]}
    assert client.post(address, data=sent | {"en_deceased": " "}).status_code == 422
    sent |= {"en_seen_needs": "Seen, wants help", "position_seen_needs": "1", "position_seen_no_needs": "2"}
    page = client.post(address, data=sent | {"retired_refused_safe": "1"}, follow_redirects=True).text
    assert "The list is saved." in page
    assert "Seen, wants help | Wedi gweld, ag anghenion" in page
    offered = client.get("/office/visits").text
    assert "Seen, wants help" in offered
    retired = offered.partition('value="refused_safe"')[2].partition("</option>")[0]
    assert "(retired)" in retired  # what was recorded with it is still found
    assert offered.index('value="refused_safe"') > offered.index('value="emergency_999"')
    calls = one(session, CodeList, name="contact_outcome")
    sent_too = {"seen_version": "1"}
    for place, entry in enumerate(calls.entries, 1):
        code = entry["name"]
        sent_too |= {f"position_{code}": str(place), f"en_{code}": entry["label"]["en"]}
    sent_too["en_no_answer"] = "Rang out"
    client.post(f"/office/code-lists/{calls.id}", data=sent_too)
    session.rollback()
    case = add_case(session, add_resident(session))
    told = {"follow_step": "call", "outcome": "seen_needs", "due_on": "2026-12-21"}
    fields = {name: {"old": None, "new": value} for name, value in told.items()}
    session.add(AuditEntry(action="case.follow_up", at=NOW, entity_type="case", entity_id=str(case.id), fields=fields))
    session.add(CallTurn(case_id=case.id, last_call_at=NOW, last_outcome="no_answer", next_on=NOW.date()))
    session.commit()
    assert "(Rang out)<br>By the rules of telephone calls" in client.get(f"/office/residents/{case.resident_id}").text
    history = client.get(f"/office/residents/{case.resident_id}").text.partition("doorstep-timeline")[2]
    assert "rule after a visit (Seen, wants help)" in history
    assert offered.index('value="seen_needs"') < offered.index('value="seen_no_needs"')
    changed = one(session, CodeList, name="visit_outcome")
    assert (changed.version, changed.entries[0]["name"], changed.retired_names) == (2, "seen_needs", ["refused_safe"])
    assert client.post(address, data=sent).status_code == 409


def test_a_code_of_the_councils_own_is_offered_wherever_its_list_is_and_found_when_it_is_retired(
    client: FlaskClient, session: Session
) -> None:
    held, outcomes = one(session, CodeList, name="referral_type"), one(session, CodeList, name="visit_outcome")
    case = add_case(session, add_resident(session))
    referral = add_referral(session, add_team(session), case, type="heating")
    session.commit()
    case_id, address, new = case.id, f"/office/code-lists/{held.id}", f"/office/code-lists/{held.id}/codes/new"
    assert "Each decides something by itself" in client.get(f"/office/code-lists/{outcomes.id}").text
    assert client.get(f"/office/code-lists/{outcomes.id}/codes/new").status_code == 404
    sent = {"seen_version": "1", "code": "heating", "en": "NHS heating", "cy": "Gwres"}
    refused = client.post(new, data=sent | {"code": "food"})
    assert (refused.status_code, "This list has this code already" in refused.text) == (422, True)
    page = client.post(new, data=sent, follow_redirects=True).text
    assert "heating: “9 | NHS heating | Gwres”" in page
    stale = client.post(new, data=sent | {"code": "advice"})
    assert (stale.status_code, 'value="advice"' in stale.text, 'name="seen_version" value="2"' in stale.text) == (
        409,
        True,
        True,
    )
    assert "referral_type,heating,NHS heating,Gwres" in client.get(f"{address}/choices.csv").text
    for there in (
        f"/office/cases/{case_id}/refer",
        f"/office/cases/{case_id}/refer/heating",
        "/office/teams/new",
        "/office/referrals/list",
        f"/office/referrals/{referral.id}",
        "/office/reports",
    ):
        assert "NHS heating" in client.get(there).text, there
    typed = {"seen_version": "2", "retired_heating": "1"}
    for place, entry in enumerate(one(session, CodeList, name="referral_type").entries, 1):
        typed |= {f"position_{entry['name']}": str(place), f"en_{entry['name']}": entry["label"]["en"]}
    assert client.post(address, data=typed).status_code == 303
    assert "NHS heating" not in client.get(f"/office/cases/{case_id}/refer").text
    assert client.get(f"/office/cases/{case_id}/refer/heating").status_code == 404
    assert "NHS heating (retired)" in client.get("/office/referrals/list").text
    assert "This list had this code, and it is retired" in client.post(new, data=sent | {"seen_version": "3"}).text


def test_the_words_of_a_diet_of_the_councils_own_are_those_of_no_other_answer(
    client: FlaskClient, session: Session
) -> None:
    diets = session.scalars(select(CodeList).filter_by(name="need_diet")).one()
    own = {"none": "No special diet", "week": "Weekly box"}
    diets.entries = [*diets.entries, *({"name": code, "label": {"en": words}} for code, words in own.items())]
    team = add_team(session)
    details = {"priority": "week", "people": "2", "diet": ["none", "halal"], "cooking": "none"}
    referral = add_referral(session, team, details=details)
    session.commit()
    case_page = f"/office/cases/{referral.case_id}/refer/food"
    page = client.get(f"/office/referrals/{referral.id}").text
    file = client.post("/office/referrals/export", data={"team": str(team.id)}).text
    for there in (page, file):
        assert [words in there for words in ("No special diet, Halal", "Nothing", "This week", "Weekly box")] == [
            True, True, True, False,
        ]  # fmt: skip
    asked = client.get(case_page).text
    assert [asked.count(words) for words in ("No special diet", "Nothing", "This week", "Weekly box")] == [1] * 4


def test_a_case_is_closed_for_a_reason_of_the_councils_own_in_the_programmes_it_is_kept_to(
    client: FlaskClient, session: Session
) -> None:
    held, shielding = one(session, CodeList, name="case_closed_reason"), one(session, Programme, code="shielding")
    inside = add_case(session, add_resident(session), programme_id=shielding.id)
    outside = add_case(session, add_resident(session))
    session.commit()
    new, here, there = (
        f"/office/code-lists/{held.id}/codes/new",
        f"/office/residents/cases/{inside.id}",
        f"/office/residents/cases/{outside.id}",
    )
    sent = {"seen_version": "1", "code": "hub_closed", "en": "The hub has closed", "only": str(shielding.id)}
    assert client.post(new, data=sent).status_code == 303
    assert "The hub has closed" not in client.get(there).text
    reason = {"seen_version": "1", "reason": "hub_closed"}
    assert client.post(f"{there}/close", data=reason).status_code == 422
    assert "The hub has closed" in client.post(f"{here}/close", data=reason, follow_redirects=True).text


def test_a_duty_number_is_changed_for_phones_and_never_removed(client: FlaskClient, session: Session) -> None:
    sent = {"label": "Duty manager", "telephone": "020 7946 0101", "hours": "day", "position": "1"}
    assert client.post("/office/duty-numbers/new", data=sent | {"page_id": str(uuid.uuid4())}).status_code == 303
    number = one(session, DutyNumber)
    address = f"/office/duty-numbers/{number.id}"
    assert client.post(address, data=sent | {"seen_version": "1", "telephone": "none"}).status_code == 422
    page = client.post(
        address, data=sent | {"seen_version": "1", "telephone": "020 7946 0109"}, follow_redirects=True
    ).text
    assert "Telephone: “020 7946 0101” became “020 7946 0109”" in page
    assert one(session, DutyNumber).version == 2
    assert client.post(address, data=sent | {"seen_version": "1"}).status_code == 409


def test_permissions_are_read_from_the_rules_themselves(client: FlaskClient) -> None:
    page = client.get("/office/permissions").text
    assert page.count('<tr class="govuk-table__row">') > 50
    assert "<input" not in page.split("<main")[1].split("</main>")[0]


def test_who_may_only_read_the_set_up_sees_no_field_and_who_may_change_it(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    with app.app_context():
        prepare_installation(dt.datetime.now(dt.UTC))
    number = DutyNumber(id=uuid.uuid4(), label="Duty", telephone="020 7946 0101", hours="day", position=1)
    session.add(number)
    programme = session.scalars(select(Programme)).first()
    outcomes = session.scalars(select(CodeList).filter_by(name="visit_outcome")).one()
    assert programme is not None
    of_programme = f"/office/programmes/{programme.id}"
    pages = {
        f"/office/duty-numbers/{number.id}": ("By day", "administrator, supervisor."),
        f"/office/code-lists/{outcomes.id}": ("Wedi gweld, ag anghenion", "administrator."),
        of_programme: ("Minutes without an acknowledgement", "administrator."),
        f"{of_programme}/calls": ("Try again at another time of day", "administrator."),
        f"{of_programme}/visits": ("Nothing is set", "administrator."),
    }
    reader = sign_in(add_user(session, "Gil Governance", Role.INFORMATION_GOVERNANCE))
    for address, (words, may_change) in pages.items():
        shown = reader.get(address).text.partition("<main")[2].partition("</main>")[0]
        found = [part in shown for part in (words, f"Who may change it: {may_change}", "<form", "<input", "<select")]
        assert found == [True, True, False, False, False], address


def test_rules_of_calls_are_changed_within_what_loses_nobody_and_the_history_says_each(
    client: FlaskClient, session: Session
) -> None:
    programme = one(session, Programme, code="shielding")
    address = f"/office/programmes/{programme.id}/calls"
    assert f'href="{address}"' in client.get(f"/office/programmes/{programme.id}").text
    page = client.get(address).text
    sent = dict(re.findall(r'name="((?:tries|claim|days)_\w+)" type="text"[^>]*value="(\d+)"', page)) | {
        f"step_{outcome}": "try_again" for outcome in ("no_answer", "voicemail")
    }
    sent |= {"step_wrong_number": "propose_visit", "seen_version": str(programme.version)}
    assert "Nothing was different." in client.post(address, data=sent, follow_redirects=True).text
    changed = sent | {"tries_before_visit": "2", "step_voicemail": "propose_visit", "days_callback_complete": "7"}
    page = client.post(address, data=changed, follow_redirects=True).text
    assert "Calls before a visit is proposed: “3” became “2”" in page
    assert "After a voicemail: “Try again at another time of day” became “Propose a visit at once”" in page
    rules = one(session, Programme, code="shielding").settings["call_rules"]
    assert (rules["tries_before_visit"], rules["outcomes"]["callback_complete"]) == (2, {"step": "wait", "days": 7})
    assert rules["outcomes"]["call_rescheduled"] == {"step": "call_back"}, "what is not asked stays"
    assert client.post(address, data=changed).status_code == 409
    wrong = changed | {
        "seen_version": str(int(sent["seen_version"]) + 1),
        "days_refused_to_engage": "0",
        "step_no_answer": "wait",
    }
    reply = client.post(address, data=wrong)
    assert (reply.status_code, reply.text.count('href="#days_refused_to_engage"')) == (422, 1)
    assert "Choose what follows “No answer”" in reply.text
