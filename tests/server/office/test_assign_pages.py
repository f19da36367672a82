"""Assigning in a browser without JavaScript: filter by address, tick, give, move, take back, and see why not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.config import read_settings
from server.domain.phone_window import COUNCIL_ZONE
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import Address, Case, ContactPreference, Operation, User, Visit
from tests.factories.borough import NOW, add_case, add_resident, add_server_device, add_user, add_visit
from tests.server.office.conftest import SignIn


@pytest.fixture
def officer(session: Session) -> User:
    """Somebody to give visits to."""
    add_server_device(session)
    found = add_user(session, "Olu")
    session.commit()
    return found


@pytest.fixture
def browser(session: Session, sign_in: SignIn) -> FlaskClient:
    """A supervisor's browser."""
    user = add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    return sign_in(user)


@pytest.fixture
def case(session: Session) -> Case:
    """Somebody whom nobody has."""
    found = add_case(session, add_resident(session, first_name="Ada", last_name="Lovell"))
    session.commit()
    return found


def test_a_person_is_given_moved_and_taken_back(
    session: Session, browser: FlaskClient, officer: User, case: Case
) -> None:
    page = browser.get("/office/assign?tick=all&ward=unknown&points=1")
    assert "Ada Lovell" in page.text
    assert "no contact yet" in page.text
    assert f'id="case-{case.id}" checked' in page.text
    reply = browser.post("/office/assign", data={"case": str(case.id), "officer": str(officer.id), "day": "31/12/2099"})
    assert reply.status_code == 303
    assert "1 visit is given to Olu, Thu 31 Dec 2099." in browser.get(reply.location).text
    again = browser.post(
        "/office/assign",
        data={"case": str(case.id), "officer": str(officer.id), "day": "2099-12-31"},
        follow_redirects=True,
    )
    assert "Ada Lovell has a visit already: Olu" in again.text
    session.rollback()
    visit = session.scalars(select(Visit)).one()
    officer_page = f"/office/assign/officers/{officer.id}"
    assert f"visit-{visit.id}" in browser.get(officer_page).text
    moved = browser.post(
        f"{officer_page}/move",
        data={"visit": str(visit.id), "officer": str(officer.id), "day": "30/12/2099"},
        follow_redirects=True,
    )
    assert "1 visit is moved to Olu, Wed 30 Dec 2099." in moved.text
    taken = browser.post(f"{officer_page}/take-back", data={"visit": str(visit.id)}, follow_redirects=True)
    assert "1 visit is taken back" in taken.text
    assert "Taken back, waits for an officer" in browser.get("/office/assign").text


def test_a_visit_that_follows_a_letter_is_shown_with_its_day_and_keeps_it(
    session: Session, browser: FlaskClient, officer: User, case: Case
) -> None:
    tomorrow = dt.datetime.now(COUNCIL_ZONE).date() + dt.timedelta(days=1)
    add_visit(session, None, case, planned_on=tomorrow, window_from="13:00", window_to="17:00")
    session.commit()
    assert "1 more person has a visit planned for a later day" in browser.get("/office/assign").text
    page = browser.get("/office/assign?later=1").text
    assert "Letter left, next visit" in page
    assert "Planned for tomorrow, between 13:00 and 17:00" in page
    form = {"case": str(case.id), "officer": str(officer.id), "day": f"{tomorrow - dt.timedelta(days=1):%d/%m/%Y}"}
    shared = {"to": str(officer.id), "chose": "1", "keep": "1"}
    assert 'name="keep" value="1"' in browser.post("/office/assign/share", data=form | shared).text
    done = browser.post("/office/assign", data=form | {"keep": "1"}, follow_redirects=True)
    assert "1 of them keeps the day for which it was planned." in done.text
    assert session.scalars(select(Visit.planned_on)).one() == tomorrow


def test_who_wants_no_visits_is_visited_for_a_reason_that_is_kept(
    session: Session, browser: FlaskClient, officer: User, case: Case
) -> None:
    session.add(ContactPreference(resident_id=case.resident_id, visit=False, changed_at=NOW))
    session.commit()
    assert "Wants no visits" in browser.get("/office/assign").text
    form = {"case": str(case.id), "officer": str(officer.id), "day": "31/12/2099"}
    refused = browser.post("/office/assign", data=form, follow_redirects=True).text
    assert "Ada Lovell wants no visits: give a reason" in refused
    assert (
        "Ada Lovell wants no visits"
        in browser.post("/office/assign/share", data=form | {"to": form["officer"], "chose": "1"}).text
    )
    browser.post("/office/assign", data=form | {"unwanted_reason": "Her sister fears for her"})
    session.rollback()
    visit = session.scalars(select(Visit)).one()
    given = session.scalars(
        select(Operation).where(Operation.entity_id == visit.id, Operation.kind == "visit.assign")
    ).one()
    assert given.envelope["payload"]["reason"] == "Her sister fears for her"


def test_a_visit_in_pairs_without_a_time_says_so_until_it_is_given_one(
    session: Session, browser: FlaskClient, officer: User, case: Case
) -> None:
    visit = add_visit(session, officer, case, needs_pair=True, window_from="09:00")
    session.commit()
    page = f"/office/assign/officers/{officer.id}"
    assert "has no clock of its own" in browser.get(page).text
    crossed = browser.post(f"{page}/times", data={"visit": str(visit.id), "from": "17", "to": "13:00"})
    assert (crossed.status_code, "must be later on the same day" in crossed.text) == (422, True)
    assert "Tick at least one person" in browser.post(f"{page}/times", data={"to": "13:00"}).text
    form = {"visit": str(visit.id), "from": "13", "to": "1700"}
    done = browser.post(f"{page}/times", data=form, follow_redirects=True).text
    assert "1 visit has another time." in done
    assert "Between 13:00 and 17:00" in done
    assert "has no clock of its own" not in done
    assert "Between" not in browser.post(f"{page}/times", data={"visit": str(visit.id)}, follow_redirects=True).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("officer", "", "Choose an officer"),
        ("day", "31/02/2099", "Enter a day"),
        ("day", "01/01/2020", "today or later"),
        ("case", "", "Tick at least one person"),
    ],
)
def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(
    session: Session, browser: FlaskClient, officer: User, case: Case, field: str, value: str, words: str
) -> None:
    form = {"case": str(case.id), "officer": str(officer.id), "day": "31/12/2099"} | {field: value}
    reply = browser.post("/office/assign", data=form)
    assert reply.status_code == 422
    assert words in reply.text
    assert session.scalars(select(Visit)).all() == []


def test_the_page_says_when_there_is_nobody_to_assign(browser: FlaskClient) -> None:
    assert "There is nothing to assign" in browser.get("/office/assign?page=7").text
    assert "Nobody fits these filters" in browser.get("/office/assign?points=x&programme=x").text


def test_officers_do_not_assign(session: Session, sign_in: SignIn, officer: User) -> None:
    assert sign_in(officer).get("/office/assign").status_code == 403


def test_a_tile_server_of_the_settings_lies_under_the_map_and_pictures_may_come_from_it_here_alone(
    session: Session, browser: FlaskClient, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        address = Address(
            id=new_id(), match_key=str(number), lines=["1 Test Street"], latitude=51.5, longitude=number / 99
        )
        session.add(address)
        session.flush()
        add_case(session, add_resident(session, address_id=address.id))
    session.commit()
    plain = browser.get("/office/assign")
    assert ("doorstep-map__person" in plain.text, "<foreignObject" in plain.text) == (True, False)
    assert "img-src 'self' data:;" in plain.headers["Content-Security-Policy"]
    settings = read_settings(
        {
            "SECRET_KEY": "x",
            "DOORSTEP_MAP_TILES": "https://Tiles.example.org:8443/{z}/{x}/{y}.png",
            "DOORSTEP_MAP_ATTRIBUTION": "© <The council>",
        }
    ).as_flask_config()
    for name in ("MAP_TILES", "MAP_TILES_ORIGIN", "MAP_ATTRIBUTION"):
        monkeypatch.setitem(browser.application.config, name, settings[name])
    page = browser.get("/office/assign")
    assert (
        len(re.findall(r'<img src="https://Tiles\.example\.org:8443/\d+/\d+/\d+\.png"[^>]* loading="lazy"', page.text))
        > 1
    )
    assert "Map: © &lt;The council&gt;" in page.text
    assert "img-src 'self' data: https://tiles.example.org:8443;" in page.headers["Content-Security-Policy"]
    assert "8443" not in browser.get("/office/visits").headers["Content-Security-Policy"]
