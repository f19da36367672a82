"""The list of visits and Today: order, filters, pages, counts and what is wrong in an address."""

from __future__ import annotations

import datetime as dt
import html
import re
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.domain.words import CaseStatus, Role, VisitStatus
from server.store.database import new_id
from server.store.tables import Address, Alert, AuditEntry, Visit, VisitAssignment
from tests.factories.borough import NOW, add_case, add_resident, add_user, add_visit
from tests.server.office.conftest import CameBack, SignIn

NAME = re.compile(r'/office/visits/[0-9a-f-]{36}">([^<]+)</a></th>')


def _names(page: str) -> list[str]:
    return NAME.findall(page)


def _visit_to(session: Session, came_back: CameBack, name: str, **values: object) -> Visit:
    case = add_case(session, add_resident(session, first_name=name, last_name="X"))
    return add_visit(session, came_back.officer, case, **values)


def test_open_alerts_come_first_then_needs_then_the_rest(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    done = came_back.visit.submitted_at
    submitted = {"status": VisitStatus.SUBMITTED, "review_state": "received", "outcome": "seen_needs"}
    _visit_to(session, came_back, "Later", **submitted, submitted_at=done + dt.timedelta(hours=2) if done else None)
    _visit_to(session, came_back, "Sooner", **submitted, submitted_at=done + dt.timedelta(hours=1) if done else None)
    _visit_to(session, came_back, "Settled", **submitted | {"review_state": "approved", "status": VisitStatus.REVIEWED})
    session.commit()
    page = sign_in(came_back.reviewer).get("/office/visits").text
    assert _names(page) == ["Test Person", "Sooner X", "Later X", "Settled X"]


def test_pages_continue_where_the_last_one_ended_and_miss_nobody(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    for number in range(70):
        days = dt.timedelta(days=number % 3)
        _visit_to(session, came_back, f"N{number}", planned_on=came_back.visit.planned_on + days)
    session.commit()
    client = sign_in(came_back.reviewer)
    seen, address, pages = [], "/office/visits", 0
    while address:
        page = client.get(address).text
        seen += _names(page)
        pages += 1
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(following.group(1)) if following else ""
    assert pages == 2
    assert len(seen) == len(set(seen)) == 71


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=submitted", ["Test Person"]),
        ("status=assigned", ["Una X"]),
        ("review=received", ["Test Person"]),
        ("outcome=seen_needs", ["Test Person"]),
        ("ward=Hill", ["Una X"]),
        ("address=mill+lane", ["Una X"]),
        ("address=ZZ99+3WZ+%25", ["Una X"]),
        ("address=mill_lane", ["Una X"]),
        ("address=Mill+Road", []),
        ("from=2026-11-24", ["Una X"]),
        ("to=23/11/2026", ["Test Person"]),
        ("officer=00000000-0000-0000-0000-000000000000", []),
        ("status=nonsense", ["Test Person", "Una X"]),
    ],
)
def test_filters_narrow_the_list(
    session: Session, sign_in: SignIn, came_back: CameBack, query: str, found: list[str]
) -> None:
    una = _visit_to(session, came_back, "Una", planned_on=came_back.visit.planned_on + dt.timedelta(days=1))
    address = session.get_one(Address, una.address_id)
    address.ward, address.match_key = "Hill", "4milllane|ZZ993WZ"
    session.commit()
    client = sign_in(came_back.reviewer)
    chosen = dict(parse_qsl(query))
    page = client.post("/office/visits", data=chosen, follow_redirects=True)
    assert page.status_code == 200
    assert sorted(_names(page.text)) == found
    again = client.get(page.request.full_path)  # the list has an address, whatever was typed
    assert sorted(_names(again.text)) == found


def test_a_date_that_is_none_is_said_and_a_page_that_is_none_is_not_found(sign_in: SignIn, came_back: CameBack) -> None:
    client = sign_in(came_back.reviewer)
    assert "“31/02/2026” is not a date" in client.get("/office/visits?from=31/02/2026").text
    for wrong in ("x", "2~2026-11-23", "9~2026-11-23~" + str(came_back.visit.id), "1~x~y"):
        assert client.get(f"/office/visits?after={wrong}").status_code == 404


def test_an_empty_list_says_what_to_expect(session: Session, sign_in: SignIn) -> None:
    user = add_user(session, "Sam Super", Role.SUPERVISOR)
    session.commit()
    client = sign_in(user)
    assert "There are no visits yet" in client.get("/office/visits").text
    assert "No visit fits" in client.get("/office/visits?status=assigned").text


def test_overdue_visits_head_today_and_nobody_falls_off_the_end(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    long_ago = dt.date(2020, 3, 24)
    _visit_to(session, came_back, "Overdue", planned_on=long_ago, status=VisitStatus.STARTED)
    add_case(session, add_resident(session, first_name="Nobody"))
    add_case(session, add_resident(session, first_name="Planned"), next_contact_on=dt.date(2999, 1, 1))
    add_case(session, add_resident(session, first_name="Held", on_hold=True))
    add_case(session, add_resident(session), status=CaseStatus.CLOSED, closed_reason="Moved away")
    session.commit()
    page = sign_in(came_back.reviewer).get("/office/").text
    assert page.index("1 overdue visit") < page.index("In numbers")
    pairs = re.findall(r'__number">(\d+)</span>\s*<span[^>]*>(?:<a[^>]*>)?([^<]+)', page)
    counted = {words: int(number) for number, words in pairs}
    assert counted["Overdue visits"] == 1
    assert counted["Waiting for review"] == 1
    assert counted["Nobody has these people"] == 2  # the one without a plan, and the one whose visit is in


def test_today_and_assign_count_the_same_people_and_a_visit_taken_back_is_among_them(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    supervisor = add_user(session, "Sam Super", Role.SUPERVISOR)
    taken_back = add_case(session, add_resident(session, first_name="Taken", last_name="Back"))
    had = add_visit(session, None, taken_back, planned_on=dt.date(2999, 1, 4))
    ended = {"assigned_at": NOW, "ended_at": NOW, "ended_reason": "taken back"}
    session.add(VisitAssignment(id=new_id(), visit_id=had.id, user_id=came_back.officer.id, **ended))
    held = add_case(session, add_resident(session, first_name="Held", on_hold=True))
    add_visit(session, None, held, planned_on=dt.date(2999, 1, 4))
    add_visit(session, came_back.officer, planned_on=dt.date(2999, 1, 4))
    session.commit()
    client = sign_in(supervisor)
    today, assign = client.get("/office/").text, client.get("/office/assign").text
    assert re.search(r'__number">2</span>\s*<span[^>]*>(?:<a[^>]*>)?Nobody has these people', today)
    assert "2 people" in assign
    head = today[: today.index("In numbers")]
    assert "Visits without an officer" in head
    assert "Taken Back" in head
    assert "Held" not in head


def test_a_page_is_told_what_came_in_since_and_that_is_no_sign_of_life(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    client = sign_in(came_back.reviewer)
    client.get("/office/visits")
    before, after = ((came_back.visit.submitted_at + dt.timedelta(seconds=s)).isoformat() for s in (-1, 1))  # type: ignore[operator, union-attr]
    some = client.get("/office/visits/new", query_string={"since": before})
    assert some.json == {"new": 1, "words": "1 new visit has come in since you opened this page."}
    assert len(some.data) <= 300
    assert "Set-Cookie" not in some.headers, "a desk that nobody touches signs itself out"
    for query in ({"since": after}, {"since": before, "status": "planned"}):
        assert client.get("/office/visits/new", query_string=query).json == {"new": 0, "words": ""}
    assert client.get("/office/visits/new?since=x").status_code == 404


def test_a_colleague_who_has_just_opened_a_visit_is_named_until_it_is_long_ago(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    address = f"/office/visits/{came_back.visit.id}"
    sign_in(came_back.reviewer).get(address)
    colleague = sign_in(add_user(session, "Col League", Role.BACK_OFFICE))
    for page in ("/office/visits", address):
        assert "Opened by Ben Back" in colleague.get(page).text
    session.execute(update(AuditEntry).values(at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=11)))
    session.commit()
    assert "Opened by Ben Back" not in colleague.get(address).text
