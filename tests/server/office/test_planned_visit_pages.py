"""A visit planned for a person, moved from its own page, cancelled with a reason and planned again by undo."""

from __future__ import annotations

import datetime as dt
import html
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.tables import Resident, Visit, VisitAssignment
from tests.factories.borough import add_case, add_resident, add_server_device, add_user
from tests.factories.markers import add_marker
from tests.server.office.conftest import SignIn

DAY = dt.date(2099, 12, 31)


def test_a_visit_is_planned_for_a_person_moved_and_cancelled_with_a_reason_which_undo_takes_back(
    session: Session, sign_in: SignIn
) -> None:
    add_server_device(session)
    olu, orla, sam = (add_user(session, name) for name in ("Olu", "Orla", "Oz"))
    sam.role = Role.SUPERVISOR
    case = add_case(session, add_resident(session))
    add_marker(session, resident_id=case.resident_id, needs_pair=True)
    session.commit()
    browser = sign_in(sam)
    planning = f"/office/cases/{case.id}/visit"
    assert f'href="{planning}"' in browser.get(f"/office/residents/{case.resident_id}").text
    form = {"officer": str(olu.id), "day": f"{DAY:%d/%m/%Y}"}
    assert "Second officer" in browser.get(planning).text
    assert "Choose an officer" in browser.post(planning, data={"day": "x"}).text
    refused = browser.post(planning, data=form)
    assert (refused.status_code, "must be visited in pairs" in refused.text) == (409, True)
    page = browser.post(planning, data=form | {"second": str(orla.id)}, follow_redirects=True).text
    assert "1 visit" in page
    again = browser.post(planning, data=form | {"second": str(orla.id)})
    assert (again.status_code, "has a visit already: Olu" in again.text) == (409, True)
    session.rollback()
    visit = session.scalars(select(Visit)).one()
    moving = html.unescape(re.findall(r'href="([^"]+)#move"', page)[0])
    assert f'id="visit-{visit.id}" checked' in browser.get(moving).text
    where = f"/office/visits/{visit.id}/cancel"
    assert f'href="{where}"' in page
    assert "leaves the phone of Olu" in browser.get(where).text
    assert browser.post(where, data={"officer": str(olu.id), "reason": " "}).status_code == 422
    assert browser.post(where, data={"officer": str(orla.id), "reason": "Away"}).status_code == 409
    done = browser.post(where, data={"officer": str(olu.id), "reason": "<Away>"}, follow_redirects=True).text
    assert "Cancelled: &lt;Away&gt;" in done
    assert browser.post(where, data={"officer": "", "reason": "Twice"}).status_code == 409
    session.rollback()
    assert (visit.status, visit.cancelled_reason, visit.officer_id) == ("cancelled", "<Away>", None)
    assert [count for _, count in list_nobody_has_by_ward(session, DAY)] == [1]
    [at] = re.findall(r'name="at" value="([^"]+)"', done)
    other = sign_in(add_user(session, "Sue", Role.SUPERVISOR))
    assert "Nothing was undone" in other.post(f"{where}/undo", data={"at": at}, follow_redirects=True).text
    assert "planned again" in browser.post(f"{where}/undo", data={"at": at}, follow_redirects=True).text
    assert "Nothing was undone" in browser.post(f"{where}/undo", data={"at": at}, follow_redirects=True).text
    session.rollback()
    parts = session.scalars(select(VisitAssignment).where(VisitAssignment.ended_at.is_(None)))
    assert {part.part: part.user_id for part in parts} == {"lead": olu.id, "second": orla.id}
    assert (visit.status, visit.planned_on) == ("assigned", DAY)
    session.get_one(Resident, case.resident_id).on_hold = True
    session.commit()
    assert planning not in browser.get(f"/office/residents/{case.resident_id}").text
