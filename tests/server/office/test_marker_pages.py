"""Warning markers at the desk: proposed from a resident's record, approved by another, reviewed in the register."""

from __future__ import annotations

import datetime as dt
import re

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.warning_marker import MarkerStatus
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import MarkerCall, Visit, WarningMarker
from tests.factories.borough import add_phone, add_server_device, add_user, add_visit
from tests.factories.markers import add_marker
from tests.factories.pushing import pull
from tests.server.office.conftest import SignIn

TODAY = dt.datetime.now(dt.UTC).date()


def test_a_marker_goes_from_the_record_to_the_register_and_two_people_stand_behind_it(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    add_server_device(session)
    caller, supervisor = add_user(session, "Cy Call", Role.CONTACT_CENTRE), add_user(session, "Sue", Role.SUPERVISOR)
    officer = add_user(session, telephone="07700 900123")
    visit, phone = add_visit(session, officer), add_phone(session, officer)
    session.commit()
    with app.app_context():
        pull(phone)  # the phone holds the visit, and is not heard again
    desk, second = sign_in(caller), sign_in(supervisor)
    record = f"/office/residents/{visit.resident_id}"
    form = {
        "about": "person", "instruction": "Mind the <dog>", "needs_pair": "1", "incident": "Bit & barked",
        "incident_on": f"{TODAY:%d/%m/%Y}", "review_on": f"{TODAY + dt.timedelta(days=60):%d/%m/%Y}",
    }  # fmt: skip
    wrong = desk.post(f"{record}/markers/new", data=form)
    assert wrong.status_code == 422
    assert "Enter where it is known from" in wrong.text
    assert "Mind the &lt;dog&gt;" in wrong.text  # nothing typed is lost
    done = desk.post(f"{record}/markers/new", data=form | {"incident_source": "Post"}, follow_redirects=True)
    assert "somebody else has approved it" in done.text
    assert "Waits for approval" in done.text
    session.rollback()
    (marker,) = session.scalars(select(WarningMarker))
    address = f"/office/markers/{marker.id}"
    assert desk.get(address).status_code == 403  # the incident is not for everybody
    assert "Mind the &lt;dog&gt;" in second.get("/office/markers").text
    page = second.get(address).text
    assert "Bit &amp; barked" in page
    seen = {"seen_version": re.findall(r'name="seen_version" value="(\d+)"', page)[0]}
    assert "Choose whether the person was told" in second.post(f"{address}/approve", data=seen).text
    told = seen | {"told": "yes", "told_on": f"{TODAY:%d/%m/%Y}"}
    assert "Approved. It stands" in second.post(f"{address}/approve", data=told, follow_redirects=True).text
    ring = second.get("/office/").text
    assert "Ring these officers" in ring
    assert 'href="tel:07700900123"' in ring
    again = second.post(f"{address}/refuse", data=seen | {"refused_reason": "No"})
    assert (again.status_code, "changed this marker after you opened it" in again.text) == (409, True)
    resident = desk.get(record).text
    assert "Visit in pairs." in resident
    assert "Warning marker approved" in resident  # on the one timeline
    session.rollback()
    assert session.get_one(Visit, visit.id).needs_pair


def test_who_rang_about_a_marker_stands_on_today_until_the_phone_has_it(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    add_server_device(session)
    officer = add_user(session)
    visit, phone = add_visit(session, officer), add_phone(session, officer)
    client = sign_in(add_user(session, "Sue", Role.SUPERVISOR))
    with app.app_context():
        before = pull(phone)
    marker = add_marker(session, resident_id=visit.resident_id)
    session.commit()
    [call] = re.findall(rf'href="(/office/markers/{marker.id}/calls/[0-9a-f-]+)"', client.get("/office/").text)
    wrong = client.post(call, data={"words": "x" * 501})
    assert (wrong.status_code, "Choose whether the officer was reached" in wrong.text) == (422, True)
    rung = {"reached": "no", "words": "No <answer>", "page_id": str(new_id())}
    for _ in "ab":  # pressed twice
        today = client.post(call, data=rung, follow_redirects=True).text
    assert re.search(r"Rung \w+ \d\d:\d\d by Sue \(not reached\)</strong>: <span[^>]*>No &lt;answer&gt;", today)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(MarkerCall)) == 1
    with app.app_context():
        now_there = pull(phone, before.view or 0)
        pull(phone, now_there.view or 0)  # names the view that has it
    assert "Rung" not in client.get("/office/").text


def test_an_expired_marker_says_so_until_it_is_kept(session: Session, sign_in: SignIn) -> None:
    add_server_device(session)
    visit = add_visit(session, add_user(session))
    marker = add_marker(session, resident_id=visit.resident_id, review_on=TODAY - dt.timedelta(days=1))
    client = sign_in(add_user(session, "Sue", Role.SUPERVISOR))
    due = client.get("/office/markers?show=due").text
    assert "Past its review date" in due
    assert "Warning marker, past its review date" in client.get(f"/office/residents/{visit.resident_id}").text
    words = {"seen_version": "1", "review_on": "1/1/2020", "kept_reason": ""}
    wrong = client.post(f"/office/markers/{marker.id}/keep", data=words).text
    assert "The day of review must be after today" in wrong
    assert "Enter why it still holds" in wrong
    good = words | {"review_on": f"{TODAY + dt.timedelta(days=30):%d/%m/%Y}", "kept_reason": "Seen again"}
    kept = client.post(f"/office/markers/{marker.id}/keep", data=good, follow_redirects=True)
    assert "Kept until the new day of review." in kept.text
    assert "No marker is due for review" in client.get("/office/markers?show=due").text
    session.rollback()
    assert session.get_one(WarningMarker, marker.id).status == MarkerStatus.APPROVED
    assert client.get("/office/markers?show=x").status_code == 404
