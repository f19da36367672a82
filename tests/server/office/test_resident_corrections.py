"""The pages on which a desk corrects who and where somebody is, and adds somebody whom no list has."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitOutcome
from server.store.tables import Case, LikelyDuplicate, Resident
from tests.factories.borough import add_programme, add_resident, add_server_device, add_user, add_visit
from tests.server.office.conftest import CameBack, SignIn


def open_form(desk: FlaskClient, address: str) -> dict[str, str]:
    """The form as a browser would send it unchanged."""
    page = desk.get(address).text
    form = {
        name: html.unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page)
    }
    texts = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)', page)
    return {name: value for name, value in form.items() if name != "door"} | dict(texts)


def test_a_wrong_address_is_put_right_from_the_visit_that_found_it(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    came_back.visit.outcome = VisitOutcome.MOVED_OR_WRONG_ADDRESS
    resident_id, cora = came_back.visit.resident_id, add_user(session, "Cora", Role.CONTACT_CENTRE)
    add_visit(session, came_back.officer, case_id=came_back.visit.case_id, resident_id=resident_id)
    session.commit()
    desk, address = sign_in(came_back.reviewer), f"/office/residents/{resident_id}/correct"
    assert address in desk.get(f"/office/visits/{came_back.visit.id}").text
    form = open_form(desk, address)
    assert (form["last_name"], form["address"], form["postcode"]) == ("Person", "1 Test Street", "ZZ99 3WZ")
    typed = form | {"address": "2 New Road", "reason": "Rang the son"}
    refused = desk.post(address, data=typed)
    assert (refused.status_code, "2 New Road" in refused.text) == (422, True)
    assert "Say whether this is another address" in refused.text
    page = desk.post(address, data=typed | {"door": "another"}, follow_redirects=True).text
    assert "One visit that nobody has begun goes to the new address" in page
    assert "2 New Road, ZZ99 3WZ (Corrected by the council)" in page
    assert "Rang the son" in page.partition("doorstep-timeline")[2]
    late = desk.post(address, data=typed | {"door": "another"})
    assert (late.status_code, "What stands now" in late.text) == (409, True)
    assert address not in sign_in(cora).get(f"/office/residents/{resident_id}").text


def test_who_rings_and_is_on_no_list_is_added_once_those_it_might_be_were_seen(
    session: Session, sign_in: SignIn
) -> None:
    add_server_device(session)
    add_programme(session)
    known = add_resident(session, first_name="Nell", last_name="Newcomer", mobile="07700 900123", date_of_birth=None)
    known_id = known.id
    desk = sign_in(add_user(session, "Cora", Role.CONTACT_CENTRE))
    searched = desk.post("/office/residents", data={"typed": "Nella Newcomer 01632 960999"}).text
    assert "Nobody fits" in searched
    leads = html.unescape(re.findall(r'href="(/office/residents/new[^"]*)"', searched)[0])
    assert "Newcomer" not in leads, "nothing personal stands in an address"
    form = open_form(desk, leads)
    assert (form["first_name"], form["last_name"], form["telephone"]) == ("Nella", "Newcomer", "01632 960999")
    programme = re.findall(r'<option value="([^"]+)" selected', desk.get(leads).text)[0]
    typed = form | {"programme": programme, "telephone": "+44 7700 900123"}
    refused = desk.post(leads, data=typed)
    assert (refused.status_code, "Enter the address" in refused.text) == (422, True)
    typed |= {"postcode": "zz99 3wz"}
    unseen = desk.post(leads, data=typed).text
    assert "Is it one of these?" in unseen
    assert f"/office/residents/{known_id}" in unseen
    seen = {"seen": str(known_id)}
    page = desk.post(leads, data=typed | seen, follow_redirects=True).text
    assert "Nella Newcomer is added" in page
    assert "Added at the desk by Cora" in page
    assert "Call about Shielding 2" in page
    assert "Corrected by the council" not in page
    desk.post(leads, data=typed | seen)
    session.rollback()
    added = session.scalars(select(Resident).where(Resident.first_name == "Nella")).one()
    assert str(added.id) == form["page_id"], "a button pressed twice adds one"
    assert session.scalars(select(Case.resident_id)).all() == [added.id]
    pair = session.scalars(select(LikelyDuplicate)).one()
    assert {pair.one_id, pair.other_id} == {added.id, known_id}
