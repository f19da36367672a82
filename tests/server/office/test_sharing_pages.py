"""Planning shifts, sharing people among officers, splitting a list and ordering a day, in a browser without JavaScript."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role, ShiftKind, VisitStatus
from server.store.tables import AuditEntry, Resident, Shift, User, Visit, VisitAssignment, WarningMarker
from server.use_cases.plan_shifts import PlannedShift, ShiftRefusedError, plan_shifts
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user, add_visit
from tests.server.office.conftest import SignIn

DAY = "31/12/2099"
LATER = NOW + dt.timedelta(hours=8)


@pytest.fixture
def staff(session: Session) -> list[User]:
    """Three officers and a supervisor."""
    add_server_device(session)
    people = [add_user(session, name) for name in ("Olu", "Orla", "Oz")]
    people.append(add_user(session, "Sam", Role.SUPERVISOR))
    session.commit()
    return people


@pytest.fixture
def browser(staff: list[User], sign_in: SignIn) -> FlaskClient:
    """The supervisor's browser."""
    return sign_in(staff[3])


def hidden(page: str, name: str) -> list[str]:
    """The values of the hidden fields of this name."""
    return re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)


def undo(browser: FlaskClient, page: str) -> str:
    """Press the undo of the notice; the page after it."""
    return browser.post("/office/assign/undo", data={"at": hidden(page, "at")[0]}, follow_redirects=True).text


def test_shifts_are_planned_copied_and_taken_away(
    app: Flask, session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    form = {
        "person": str(staff[0].id),
        "kind": "visiting",
        "day": ["2099-12-28", "2099-12-29"],
        "from": "9",
        "to": "17:30",
    }
    wrong = browser.post("/office/shifts", data=form | {"day": [], "from": "25", "to": "x", "kind": "", "person": ""})
    assert wrong.status_code == 422
    assert wrong.text.count("govuk-error-message") == 5
    assert "must end after" in browser.post("/office/shifts", data=form | {"from": "18"}).text
    page = browser.post("/office/shifts", data=form | {"place": "Purley"}, follow_redirects=True).text
    assert "2 shifts are planned." in page
    assert "Olu, 09:00 to 17:30, Purley" in " ".join(page.split()).replace("</span> ", "</span>")
    copied = browser.post("/office/shifts/copy", data={"week": "2099-12-28"}, follow_redirects=True).text
    assert "2 shifts are copied" in copied
    assert browser.get("/office/shifts?week=9999-12-31").status_code == 200
    assert browser.post("/office/assign/share", data={"day": "31/12/9999"}).status_code == 422
    shift_id = re.findall(r"/office/shifts/([0-9a-f-]{36})/remove", copied)[0]
    gone = browser.post(f"/office/shifts/{shift_id}/remove", data={"week": "2100-01-04"}, follow_redirects=True).text
    assert "The shift is taken away." in gone
    again = {name: hidden(gone, name)[0] for name in ("person", "kind", "day", "from", "to", "place")}
    assert "1 shift is planned." in browser.post("/office/shifts", data=again, follow_redirects=True).text
    session.rollback()
    assert len(session.scalars(select(Shift)).all()) == 4
    planned = session.scalars(select(AuditEntry).where(AuditEntry.action == "shifts.plan")).all()
    assert {(entry.entity_id, entry.fields["kind"]["new"]) for entry in planned} == {(str(staff[0].id), "visiting")}
    assert len(planned) == 3
    on_call = form | {"person": str(staff[3].id), "kind": "next", "from": "00:00", "to": "24:00"}
    assert "may own alerts" in browser.post("/office/shifts", data=on_call | {"person": str(staff[0].id)}).text
    rota = browser.post("/office/shifts", data=on_call, follow_redirects=True).text
    assert "Next on call: Wed 30 Dec 2099 00:00 to Mon 4 Jan 2100 00:00" in rota  # a gap
    assert "Gold: Mon 28 Dec 2099 00:00 to Mon 4 Jan 2100 00:00" in rota
    assert "Whose: Sam<br>" in rota  # the history
    assert "in which nobody is on call" in browser.get("/office/").text
    session.rollback()
    session.get_one(User, staff[0].id).role = Role.BACK_OFFICE
    session.commit()
    copied = browser.post("/office/shifts/copy", data={"week": "2100-01-04"}, follow_redirects=True).text
    assert "Nothing was added. 2 were left out: their people have another role now." in copied
    with app.app_context(), pytest.raises(ShiftRefusedError):
        plan_shifts([PlannedShift(staff[0].id, ShiftKind.DUTY, NOW, LATER)], by_id=None, at=NOW)
    session.add(
        Shift(user_id=staff[0].id, kind="visiting", starts_at=NOW - dt.timedelta(days=700), expected_end_at=NOW)
    )
    session.commit()
    begun = session.scalars(select(Shift).order_by(Shift.starts_at)).first()
    assert begun is not None
    assert "stays" in browser.post(f"/office/shifts/{begun.id}/remove", follow_redirects=True).text


def test_ticked_people_are_shared_among_those_on_shift_as_shown_and_given_back_by_undo(
    session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    for officer in staff[:2]:
        begins = dt.datetime(2099, 12, 31, 9, tzinfo=dt.UTC)
        session.add(
            Shift(user_id=officer.id, kind="visiting", starts_at=begins, expected_end_at=begins + dt.timedelta(hours=8))
        )
    home = add_resident(session)
    cases = [add_case(session, one) for one in (home, add_resident(session, address_id=home.address_id))]
    cases += [add_case(session, add_resident(session)) for _ in range(2)]
    held = add_case(session, add_resident(session, first_name="Hetty", on_hold=True))
    session.commit()
    form = {"case": [str(case.id) for case in (*cases, held)], "day": DAY}
    refused = browser.post("/office/assign/share", data=form | {"chose": "1"})
    assert (refused.status_code, "at least one officer" in refused.text) == (422, True)
    plan = browser.post("/office/assign/share", data=form).text
    assert "Hetty Person is on hold." in plan
    assert session.scalars(select(Visit)).all() == []
    given = browser.post(
        "/office/assign/share/give", data={"give": hidden(plan, "give"), "day": DAY}, follow_redirects=True
    )
    assert "4 visits are shared among 2 officers." in given.text
    session.rollback()
    visits = session.scalars(select(Visit)).all()
    assert sorted([v.officer_id for v in visits].count(one.id) for one in staff) == [0, 0, 2, 2]
    assert len({visit.officer_id for visit in visits if visit.address_id == home.address_id}) == 1
    again = browser.post(
        "/office/assign/share/give", data={"give": hidden(plan, "give"), "day": DAY}, follow_redirects=True
    )
    assert "No visit was given." in again.text
    assert "4 visits went back" in undo(browser, given.text)
    assert "Nothing was undone" in undo(browser, given.text)
    session.rollback()
    assert {visit.status for visit in session.scalars(select(Visit))} == {"planned"}


def test_a_whole_list_is_split_begun_visits_too_and_pairs_wait(
    session: Session, browser: FlaskClient, staff: list[User], sign_in: SignIn
) -> None:
    ill = staff[0]
    begun = add_visit(session, ill, status=VisitStatus.STARTED, planned_on=TODAY)
    late = add_visit(session, ill, planned_on=dt.date(2020, 1, 2))
    pair = add_visit(session, ill, planned_on=dt.date(2099, 12, 31), needs_pair=True)
    for visit in (begun, late, pair):
        session.add(VisitAssignment(visit_id=visit.id, user_id=ill.id, assigned_at=NOW))
    session.add(
        WarningMarker(
            resident_id=pair.resident_id, instruction="Visit in pairs", needs_pair=True, incident_on=TODAY, incident="x",
            status="approved", proposed_by_id=ill.id, proposed_at=NOW, approved_by_id=staff[3].id, approved_at=NOW,
            told_at=NOW, review_on=dt.date(2099, 1, 1), changed_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    address = f"/office/assign/officers/{ill.id}/split"
    page = browser.get(
        address, query_string={"chose": 1, "to": [str(one.id) for one in staff[1:3]], "days": "all"}
    ).text
    assert "1 visit has begun and goes to another officer too" in page
    assert "It goes to nobody and waits on Assign" in page
    form = {"give": hidden(page, "give"), "wait": hidden(page, "wait")}
    done = browser.post(address, data=form, follow_redirects=True).text
    assert "2 visits are split among 2 officers. 1 visit in pairs waits on Assign." in done
    session.rollback()
    assert {begun.officer_id, late.officer_id} == {staff[1].id, staff[2].id}
    assert (begun.status, pair.status, pair.officer_id) == ("assigned", "planned", None)
    assert late.planned_on > dt.date(2020, 1, 2)  # what was overdue is of today
    other = sign_in(add_user(session, "Sue", Role.SUPERVISOR))
    assert "Nothing was undone" in undo(other, done)
    assert "2 visits went back" in undo(browser, done)
    session.rollback()
    assert (begun.officer_id, late.officer_id) == (ill.id, ill.id)
    assert (pair.status, pair.officer_id) == ("planned", None)  # two must go, and one had it without a reason
    assert browser.get(address, query_string={"chose": 1}).status_code == 200


def test_undoing_gives_nobody_to_an_officer_who_has_left_and_no_visit_for_somebody_on_hold(
    session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    ill, takes = staff[:2]
    given = add_visit(session, ill, planned_on=TODAY)
    held = add_visit(session, ill, planned_on=TODAY)
    for visit in (given, held):
        session.add(VisitAssignment(visit_id=visit.id, user_id=ill.id, assigned_at=NOW))
    session.commit()
    form = {"give": f"{takes.id}:{given.id}:2099-12-31", "wait": str(held.id)}
    done = browser.post(f"/office/assign/officers/{ill.id}/split", data=form, follow_redirects=True).text
    session.rollback()
    session.get_one(Resident, held.resident_id).on_hold = True
    session.commit()
    ill.active = False
    session.commit()
    assert "Nothing was undone" in undo(browser, done)
    session.rollback()
    assert (given.officer_id, held.officer_id) == (takes.id, None)
    ill.active = True
    session.commit()
    assert "1 visit went back" in undo(browser, done)
    session.rollback()
    assert (given.officer_id, held.officer_id) == (ill.id, None)


def test_a_stop_is_moved_by_a_button_and_the_day_keeps_that_order_until_it_is_ordered_anew(
    session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    day = dt.date(2099, 12, 31)
    visits = [add_visit(session, staff[0], planned_on=day, position=number) for number in (1, 2, 3)]
    session.commit()
    page = f"/office/assign/officers/{staff[0].id}"
    assert "In the order of the postcodes" in browser.get(page).text
    step = {"of": day.isoformat(), "step": f"{visits[2].id}:earlier"}
    assert "keeps your order" in browser.post(f"{page}/order", data=step, follow_redirects=True).text
    session.rollback()
    case = add_case(session, add_resident(session))
    session.commit()
    browser.post("/office/assign", data={"case": str(case.id), "officer": str(staff[0].id), "day": DAY})
    session.rollback()
    assert [visit.position for visit in visits] == [1, 3, 2]
    assert session.scalars(select(Visit.position).where(Visit.case_id == case.id)).one() == 4
    gone = browser.post(f"{page}/order", data=step | {"step": f"{visits[0].id}:earlier"}, follow_redirects=True)
    assert "was not moved" in gone.text
    assert "by place and time again" in browser.post(f"{page}/order-anew", data=step, follow_redirects=True).text
    session.rollback()
    assert not any(visit.placed_by_hand for visit in visits)


def test_an_assignment_a_move_and_a_taking_back_are_undone_and_whom_no_clock_knows_is_named(
    session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    olu, orla = staff[:2]
    day, other_day = dt.date(2099, 12, 31), dt.date(2099, 12, 30)
    begins = dt.datetime(2099, 12, 31, 9, tzinfo=dt.UTC)
    session.add(Shift(user_id=orla.id, kind="visiting", starts_at=begins, expected_end_at=LATER.replace(year=2100)))
    case = add_case(session, add_resident(session))
    session.commit()
    form = {"case": str(case.id), "officer": str(olu.id), "day": DAY}
    given = browser.post("/office/assign", data=form, follow_redirects=True).text
    assert "Olu has no shift: Thu 31 Dec 2099. No clock of lone working runs" in given
    planning = re.findall(r'href="([^"]+)#person">Plan a shift', given)[0].replace("&amp;", "&")
    assert f'value="{olu.id}" selected' in browser.get(planning).text
    assert "1 visit went back" in undo(browser, given)
    browser.post("/office/assign", data=form, follow_redirects=True)
    session.rollback()
    visit = session.scalars(select(Visit)).one()
    assert (visit.officer_id, visit.planned_on) == (olu.id, day)
    page = f"/office/assign/officers/{olu.id}"
    to_orla = {"visit": str(visit.id), "officer": str(orla.id), "day": "30/12/2099"}
    moved = browser.post(f"{page}/move", data=to_orla, follow_redirects=True).text
    assert "Orla has no shift: Wed 30 Dec 2099" in moved
    session.rollback()
    assert (visit.officer_id, visit.planned_on) == (orla.id, other_day)
    assert "1 visit went back" in undo(browser, moved)
    session.rollback()
    assert (visit.officer_id, visit.planned_on) == (olu.id, day)
    taken = browser.post(f"{page}/take-back", data={"visit": str(visit.id)}, follow_redirects=True).text
    assert "1 visit went back" in undo(browser, taken)
    session.rollback()
    assert (visit.officer_id, visit.status) == (olu.id, "assigned")
    assert "no shift:" not in browser.post(f"{page}/move", data=to_orla | {"day": DAY}, follow_redirects=True).text


def test_who_has_left_with_visits_and_who_is_out_without_a_shift_stand_on_today_and_lead_to_what_helps(
    session: Session, browser: FlaskClient, staff: list[User]
) -> None:
    olu, orla, oz = staff[:3]
    today = dt.datetime.now(dt.UTC).date()
    for officer in (olu, orla, oz):
        add_visit(session, officer, planned_on=today)
    add_visit(session, olu, planned_on=today + dt.timedelta(days=9))
    olu.active = False
    begins = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    session.add(Shift(user_id=oz.id, kind="visiting", starts_at=begins, expected_end_at=begins + dt.timedelta(hours=8)))
    session.commit()
    page = " ".join(browser.get("/office/").text.split())
    assert "Olu has left: 2 visits to share among others" in page
    without_clock = page[page.index('id="without-clock"') : page.index('id="leavers"')]
    assert [name in without_clock for name in ("Olu", "Orla", "Oz")] == [False, True, False]
    split = f"/office/assign/officers/{olu.id}/split?days=all"
    assert f'href="{split}"' in page
    assert f'href="{split}"' in browser.get("/office/assign").text
    assert "Orla" in browser.get(split).text
    assert "Olu (not here any more)" in browser.get("/office/visits").text
