"""Finding a resident and reading the record: nothing personal in an address, nothing lost behind a merge or a hold."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.address_writes import address_match_key
from server.store.tables import Address, Case, Hold, Resident, SubmissionReview
from tests.factories.borough import (
    NOW,
    add_referral,
    add_resident,
    add_server_device,
    add_team,
    add_user,
    add_visit,
)
from tests.server.office.conftest import CameBack, SignIn


@pytest.fixture
def ada(session: Session) -> Resident:
    """Somebody to be found."""
    found = add_resident(
        session,
        first_name="Ada",
        last_name="O'Brien",
        nhs_number="9990000018",
        date_of_birth=dt.date(1938, 2, 1),
        search_text="ada obrien zz993wz",
        corrected_fields=["mobile"],
    )
    session.get_one(Address, found.address_id).match_key = address_match_key(["1 Test Street"], "ZZ99 3WZ")
    session.commit()
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "BRIEN",
        "o'bri ad",
        "zz99 3wz",
        "ZZ993WZ ada",
        "999 000 0018",
        "01/02/1938",
        "1938-02-01 ada",
        "07700900001",
        "+44 7700 900 001",
        "(07700) 900001 ada",
        "1 test st",
        "ada 1, Test Street ZZ99 3WZ",
    ],
)
def test_a_resident_is_found_by_what_people_know(session: Session, sign_in: SignIn, ada: Resident, typed: str) -> None:
    user = add_user(session, "Cora", Role.CONTACT_CENTRE)
    session.commit()
    reply = sign_in(user).post("/office/residents", data={"typed": typed})
    assert "Ada O&#39;Brien" in reply.text
    assert "1 person" in reply.text


@pytest.mark.parametrize(
    "typed", ["adam", "9990000026", "02/02/1938", "ZZ1 1ZZ", "07700 900002", "2 Test Street", "%", "_", "???"]
)
def test_what_fits_nobody_says_so(session: Session, sign_in: SignIn, ada: Resident, typed: str) -> None:
    user = add_user(session, "Cora", Role.CONTACT_CENTRE)
    session.commit()
    assert "Nobody fits" in sign_in(user).post("/office/residents", data={"typed": typed}).text


def test_more_than_a_page_of_people_is_read_page_by_page_by_an_address_that_names_nobody(
    session: Session, sign_in: SignIn, ada: Resident
) -> None:
    for number in range(50):
        add_resident(session, first_name=f"Ada{number:02}", last_name="Aaron", search_text="ada", address_id=None)
    client = sign_in(add_user(session, "Cora", Role.CONTACT_CENTRE))
    page = client.post("/office/residents", data={"typed": "ada"}).text
    assert ("People 1 to 50, by name" in page, "O&#39;Brien" in page) == (True, False)
    later = html.unescape(re.findall(r'href="(/office/residents\?[^"]*page=2)"', page)[0])
    page = client.get(later).text
    assert ("People 51 to 51, by name" in page, "O&#39;Brien" in page, "ada" in later) == (True, True, False)


def test_a_merged_record_leads_to_the_one_that_was_kept(session: Session, sign_in: SignIn, ada: Resident) -> None:
    user = add_user(session, "Sam", Role.SUPERVISOR)
    merged = add_resident(session, first_name="Ada", search_text="ada", merged_into_id=ada.id)
    session.commit()
    client = sign_in(user)
    assert "1 person" in client.post("/office/residents", data={"typed": "ada"}).text
    assert f"/office/residents/{ada.id}" in client.get(f"/office/residents/{merged.id}").text


def test_the_record_shows_holds_corrections_and_others_at_the_door(
    session: Session, sign_in: SignIn, came_back: CameBack, ada: Resident
) -> None:
    add_resident(session, first_name="Brian", last_name="Lodger", address_id=ada.address_id)
    session.add(Hold(resident_id=ada.id, kind="death_reported", source="feed", placed_at=NOW))
    session.commit()
    page = sign_in(came_back.reviewer).get(f"/office/residents/{ada.id}").text
    assert "Death reported, since" in page
    assert "07700 900001 (Corrected by the council)" in page
    assert "Brian Lodger" in page


def test_the_history_tells_approvals_and_wishes_and_leads_to_the_visit(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    resident_id, visit_id = came_back.visit.resident_id, came_back.visit.id
    session.add(
        SubmissionReview(
            submission_id=came_back.submission.id, review_state="approved", reviewed_by_id=came_back.reviewer.id,
            reviewed_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    client = sign_in(came_back.reviewer)
    client.post(f"/office/residents/{resident_id}/preferences", data={"call": "no", "seen": ",,,,"})
    history = client.get(f"/office/residents/{resident_id}").text.partition("doorstep-timeline")[2]
    assert f'<a class="govuk-link" href="/office/visits/{visit_id}">Approved</a>' in history
    assert "How to reach them changed. Call: no" in history
    earlier = client.get(f"/office/residents/{resident_id}?until=2026-01-01T00:00:00%2B00:00").text
    assert ("Approved</a>" in earlier, "Newest" in earlier) == (False, True)
    assert client.get(f"/office/residents/{resident_id}?until=yesterday").status_code == 404


def test_looks_in_a_row_are_one_line_of_the_history_that_names_everybody(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    cora, sam = add_user(session, "Cora", Role.CONTACT_CENTRE), add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    page = f"/office/residents/{came_back.visit.resident_id}"
    for user in (cora, sam, cora):
        sign_in(user).get(page)
    history = sign_in(sam).get(page).text.partition("doorstep-timeline")[2]
    assert history.count("Record looked at") == 1
    assert "Record looked at, 3 times" in history
    assert "Cora, Sam" in history


def test_a_record_that_is_not_there_is_not_found(sign_in: SignIn, came_back: CameBack) -> None:
    assert sign_in(came_back.reviewer).get(f"/office/residents/{came_back.visit.id}").status_code == 404


def test_a_supervisor_settles_a_reported_death_on_the_record_with_words(
    session: Session, sign_in: SignIn, ada: Resident
) -> None:
    add_server_device(session)
    supervisor = add_user(session, "Sam", Role.SUPERVISOR)
    ada.on_hold = True
    hold = Hold(resident_id=ada.id, kind="death_reported", source="feed", placed_at=NOW)
    session.add(hold)
    session.commit()
    client = sign_in(supervisor)
    assert "Deaths reported" in client.get("/office/").text
    address = f"/office/residents/{ada.id}/holds/{hold.id}"
    refused = client.post(address, data={"settlement": "lift", "hold_note": ""})
    assert (refused.status_code, "Say how you know" in refused.text) == (422, True)
    done = client.post(address, data={"settlement": "lift", "hold_note": "Rang: she answered"}, follow_redirects=True)
    assert "The hold is lifted" in done.text
    assert "Rang: she answered" in done.text
    assert "Is the report of a death right?" not in done.text
    late = client.post(address, data={"settlement": "confirm", "hold_note": "x"})
    assert (late.status_code, "settled this meanwhile" in late.text, late.text.count('id="state"')) == (409, True, 1)
    assert client.post(address, data={"settlement": "bury", "hold_note": "x"}).status_code == 400
    assert "Deaths reported" not in client.get("/office/").text


def test_who_only_reads_the_record_is_offered_no_settling_and_refused(
    session: Session, sign_in: SignIn, ada: Resident, came_back: CameBack
) -> None:
    hold = Hold(resident_id=ada.id, kind="death_reported", source="feed", placed_at=NOW)
    session.add(hold)
    session.commit()
    client = sign_in(came_back.reviewer)
    assert "Is the report of a death right?" not in client.get(f"/office/residents/{ada.id}").text
    address = f"/office/residents/{ada.id}/holds/{hold.id}"
    assert client.post(address, data={"settlement": "lift", "hold_note": "x"}).status_code == 403


def test_a_case_is_held_closed_with_a_reason_and_opened_again_on_its_own_page(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    add_visit(session, came_back.officer, session.get_one(Case, came_back.visit.case_id))
    add_referral(session, add_team(session), session.get_one(Case, came_back.visit.case_id))
    session.commit()
    client = sign_in(came_back.reviewer)
    page = f"/office/residents/cases/{came_back.visit.case_id}"
    assert page in client.get(f"/office/residents/{came_back.visit.resident_id}").text
    shown = client.get(page).text
    assert "Food parcel (Food hub)" in shown
    assert "arrives as a late report" in shown
    refused = client.post(f"{page}/close", data={"seen_version": "1", "reason": "declined", "note": " "})
    assert (refused.status_code, 'href="#note"' in refused.text) == (422, True)
    refused = client.post(f"{page}/hold", data={"seen_version": "1", "hold_note": "", "held_until_on": "soon"})
    assert (refused.status_code, 'href="#hold_note"' in refused.text, 'value="soon"' in refused.text) == (
        422,
        True,
        True,
    )
    closing = {"seen_version": "1", "reason": "moved_away", "note": "To Leeds"}
    done = client.post(f"{page}/close", data=closing, follow_redirects=True).text
    assert "The case is closed: Moved away. 1 visit was cancelled." in done
    assert "Case closed: Moved away" in done
    assert "To Leeds" in done
    late = client.post(f"{page}/reopen", data={"seen_version": "1"})
    assert (late.status_code, "Somebody changed this case meanwhile" in late.text) == (409, True)
    for state, is_there in (("closed", True), ("open", False), ("", False)):
        found = client.post("/office/residents", data={"typed": "", "cases": state}).text
        assert (f"/office/residents/{came_back.visit.resident_id}" in found) == is_there
    seen = {"seen_version": "2"}
    assert "The case is open again" in client.post(f"{page}/reopen", data=seen, follow_redirects=True).text
    planned = client.post(f"{page}/next-contact", data={"seen_version": "3", "next_contact_on": ""})
    assert planned.status_code == 303
    assert sign_in(came_back.officer).get(page).status_code == 403
