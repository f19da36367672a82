"""A receiving team at the office pages: what was handed to it and nothing else, by any address; and needs handed on by hand."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.permissions import PERMISSIONS, relation_of
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import AuditEntry, Referral, Resident, Team, User
from tests.factories.borough import add_case, add_referral, add_resident, add_server_device, add_team, add_user
from tests.server.office.conftest import SignIn
from tests.shape.route_rules import list_routes

HANDED = "/office/handed"
NEVER = ("9990000018", "Insulin", "06/05/1941", "1941", "Rings only", "test.person@example.org")


@pytest.fixture
def food(session: Session) -> Team:
    """The food team; its order of columns is its own."""
    add_server_device(session)
    return add_team(session, voluntary=True, export_columns=["postcode", "people", "name", "delivery_note", "mobile"])


@pytest.fixture
def tam(session: Session, food: Team) -> User:
    """Who works there."""
    return add_user(session, "Tam Team", Role.RECEIVING_TEAM, team_id=food.id)


def _ada(session: Session) -> Resident:
    return add_resident(
        session, first_name="Ada", last_name="Byron", nhs_number="9990000018", email="test.person@example.org",
        access_needs="Rings only", communication_needs="Insulin",
    )  # fmt: skip


def _client(app: Flask, sign_in: SignIn, user: User) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in(user)


def test_a_receiving_team_reaches_nothing_but_what_is_handed_to_it(
    app: Flask, session: Session, sign_in: SignIn, tam: User, food: Team
) -> None:
    own = add_referral(session, food, add_case(session, _ada(session)), details={"people": 3})
    other = add_referral(session, add_team(session, "Repairs"), details={"people": 9})
    client = _client(app, sign_in, tam)
    ids = {"uuid": str(other.id), "int": "1", "string": "food", "path": "a"}
    ways = {route.rule.action: route for route in list_routes(app) if route.rule and route.rule.caller == "staff"}
    reached = []  # one way in for each action: the guard that all of them share reads the table of permissions
    for action, route in ways.items():
        address = re.sub(r"<(?:(\w+):)?\w+>", lambda kind: ids[kind.group(1) or "string"], route.address)
        may = relation_of(Role.RECEIVING_TEAM, action or "") is not None
        if not may and client.open(address, method=route.method).status_code != 403:
            reached.append(route.line())
    assert reached == []
    assert {action for action in PERMISSIONS if relation_of(Role.RECEIVING_TEAM, action)} == {
        "handed.read", "handed.change", "referrals.export",
    }  # fmt: skip
    for address in (f"{HANDED}/{other.id}", f"{HANDED}/{new_id()}"):
        assert client.get(address).status_code == 404
    assert (
        client.post(f"{HANDED}/{other.id}/status", data={"seen_version": "1", "status": "complete"}).status_code == 404
    )
    said = client.get(f"{HANDED}/{own.id}").text + client.get(HANDED).text
    for words in ("Ada Byron", "1 Test Street", "ZZ99 3WZ", "07700 900001", "How many people is it for?"):
        assert words in said
    for words in (*NEVER, str(other.id), "/office/residents/"):
        assert words not in said


def test_the_team_says_how_far_it_has_come_and_a_late_step_keeps_what_was_typed(
    app: Flask, session: Session, sign_in: SignIn, tam: User, food: Team
) -> None:
    referral = add_referral(session, food)
    client = _client(app, sign_in, tam)
    address = f"{HANDED}/{referral.id}/status"
    missing = client.post(address, data={"seen_version": "1", "status": "blocked", "words": ""})
    assert missing.status_code == 422
    assert 'href="#words"' in missing.text
    assert client.post(address, data={"seen_version": "1", "status": "in_progress"}).status_code == 303
    late = client.post(address, data={"seen_version": "1", "status": "blocked", "words": "No <eggs>"})
    assert late.status_code == 409
    assert "Somebody else changed this" in late.text
    assert "No &lt;eggs&gt;" in late.text
    assert 'name="seen_version" value="2"' in late.text
    session.rollback()
    assert referral.status == "in_progress"


def test_of_what_is_complete_or_cancelled_a_team_reads_nothing_of_anybody_and_does_not_open_it_again(
    app: Flask, session: Session, sign_in: SignIn, tam: User, food: Team
) -> None:
    referral = add_referral(session, food, add_case(session, _ada(session)), details={"people": 3})
    client = _client(app, sign_in, tam)
    address = f"{HANDED}/{referral.id}"
    sent = {"seen_version": "1", "status": "cancelled", "words": "Ada moved to Oddtown"}
    for _ in range(2):  # a button pressed twice
        done = client.post(f"{address}/status", data=sent, follow_redirects=True)
        assert (done.status_code, "The status is saved" in done.text) == (200, True)
    again = client.post(f"{address}/status", data={"seen_version": "2", "status": "to_do", "words": "Not done"})
    assert (again.status_code, "The council can take it up again" in again.text) == (422, True)
    said = done.text + again.text + client.get(f"{HANDED}?status=any").text
    assert f"{referral.id}" in said
    for words in ("Byron", "1 Test Street", "ZZ99 3WZ", "07700 900001", "Oddtown", "How many people"):
        assert words not in said
    session.rollback()
    assert referral.status == "cancelled"


def test_the_file_has_the_teams_own_columns_no_formula_and_nobody_on_hold(
    app: Flask, session: Session, sign_in: SignIn, tam: User, food: Team
) -> None:
    add_referral(session, food, add_case(session, _ada(session)), details={"people": 3, "delivery_note": "=1+1"})
    add_referral(session, food, add_case(session, add_resident(session, first_name="Held", on_hold=True)))
    add_referral(session, add_team(session, "Repairs"), add_case(session, add_resident(session, first_name="Otto")))
    client = _client(app, sign_in, tam)
    answer = client.post("/office/referrals/export", data={"team": str(new_id())})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows == [
        ["Postcode", "How many people is it for?", "Name", "What should the driver know?", "Mobile"],
        ["ZZ99 3WZ", "3", "Ada Byron", "'=1+1", "07700 900001"],
        ["1 person is left out: ring the council before anybody delivers there"],
    ]
    session.rollback()
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.referrals"))
    assert (entry.user_id, entry.fields["referrals"]["new"]) == (tam.id, 1)


def test_a_need_is_handed_on_by_hand_with_each_mistake_by_its_field(
    app: Flask, session: Session, sign_in: SignIn, food: Team
) -> None:
    ada = _ada(session)
    case = add_case(session, ada)
    client = _client(app, sign_in, add_user(session, "Cara Centre", Role.CONTACT_CENTRE))
    resident = f"/office/residents/{ada.id}"
    assert f'href="/office/cases/{case.id}/refer"' in client.get(resident).text
    address = f"/office/cases/{case.id}/refer/food"
    assert f'href="{address}"' in client.get(f"/office/cases/{case.id}/refer").text
    page = client.get(address).text
    page_id = re.search(r'name="page_id" value="([^"]+)"', page)
    assert page_id is not None
    typed = {"page_id": page_id[1], "detail_people": "3", "detail_priority": "today", "to": f"team:{food.id}"}
    wrong = client.post(address, data=typed | {"detail_people": "many", "to": ""})
    assert wrong.status_code == 422
    assert 'href="#detail_people"' in wrong.text
    assert 'href="#to"' in wrong.text
    assert 'href="#agreement"' in client.post(address, data=typed).text
    assert client.post(address, data=typed | {"agreement": "no"}).status_code == 422
    done = client.post(address, data=typed | {"agreement": "yes"}, follow_redirects=True)
    assert done.status_code == 200
    for words in ("Food hub", "Urgent", "Need handed on", "Cara Centre"):
        assert words in done.text
    session.rollback()
    [referral] = session.scalars(select(Referral)).all()
    later = client.post(
        f"/office/referrals/{referral.id}/hand-on",
        data={"seen_version": "1", "to": f"person:{new_id()}"},
    )
    assert (later.status_code, 'href="#to"' in later.text) == (422, True), "nobody is there"
    said = client.get(resident).text
    assert "Did not agree that a need is handed on" in said
    assert f'href="/office/referrals/{referral.id}"' in said
