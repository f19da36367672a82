"""A form filled in at the desk goes the road of every submission: once, checked, with its edits, needs, call and alert."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.forms.meaning import find_alert_id
from server.store.tables import Attachment, AuditEntry, CodeList, Hold
from tests.factories.borough import add_user
from tests.factories.desk_line import NO_ANSWER, REACHED, DeskLine, add_desk_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS, new_instance_id
from tests.factories.sent_files import small_photo
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import SignIn


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignIn) -> DeskLine:
    """The back office, with the visit of an officer."""
    with app.app_context():
        line = lay_line(session)
    user = add_desk_user(session)
    return DeskLine(line, sign_in(user), user, session)


def read_source(page: str) -> dict[str, Any]:
    found = re.search(r'id="desk-source">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    source: dict[str, Any] = json.loads(found.group(1))
    return source


def test_a_call_is_stored_with_its_needs_edits_and_who_made_it_on_whose_behalf(desk: DeskLine) -> None:
    answer = desk.send(desk.make(REACHED, bases=desk.mobile_base()))
    assert answer.status_code == 200
    assert answer.json == {"next": f"/office/residents/{desk.resident_id}"}
    [submission] = desk.submissions()
    assert (submission.case_id, submission.submitted_by_id, submission.device_id) == (
        desk.case_id, desk.user_id, "server",
    )  # fmt: skip
    assert submission.problems == []
    [contact] = desk.contacts()
    assert (contact.outcome, contact.direction, contact.channel) == ("callback_complete", "incoming", "call")
    assert (contact.case_id, contact.contacted_by_id) == (desk.case_id, desk.user_id)
    assert [one.type for one in desk.referrals()] == ["food"]
    assert desk.line.resident().mobile == "07700 900002"
    assert {one.verdict for one in desk.operations()} == {"applied"}
    page = desk.client.get(f"/office/residents/{desk.resident_id}").text
    assert "Received. The form is with the council." in page
    assert "Telephone contact: filled in at the office on the resident’s behalf" in page
    assert "Call from them: Call complete" in page
    assert "Dee Desk" in page
    read = desk.client.get(f"/office/submissions/{submission.id}").text
    assert "Filled in at the office by Dee Desk, on behalf of the resident" in read
    assert "Spoke, and finished the call" in read
    assert "Food parcel: handed to " in read


def test_sent_twice_it_is_one_and_is_answered_the_same(desk: DeskLine) -> None:
    sent = desk.make(REACHED, bases=desk.mobile_base())
    first, again = desk.send(sent), desk.send(sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    assert [len(rows) for rows in (desk.submissions(), desk.contacts(), desk.referrals())] == [1, 1, 1]


def test_other_answers_under_the_same_form_are_kept_for_a_person_and_said(desk: DeskLine) -> None:
    instance_id = new_instance_id()
    desk.send(desk.make(NO_ANSWER, instance_id=instance_id))
    answer = desk.send(desk.make(REACHED, instance_id=instance_id))
    assert answer.status_code == 409
    assert "An earlier try of this form had arrived" in answer.get_json()["words"]
    assert [one.outcome for one in desk.contacts()] == ["no_answer"]


def test_every_try_is_counted_and_two_calls_about_one_visit_are_two(desk: DeskLine) -> None:
    for _ in range(2):
        assert desk.send(desk.make(NO_ANSWER, entity=desk.about_visit())).status_code == 200
    assert [(one.outcome, one.direction) for one in desk.contacts()] == [("no_answer", "outgoing")] * 2
    assert [one.corrects_id for one in desk.submissions()] == [None, None]
    assert desk.line.visit().status == "assigned"


def test_a_form_that_records_an_outcome_closes_the_visit_it_is_filled_in_for(desk: DeskLine) -> None:
    answer = desk.send(desk.make(SEEN_NEEDS, "welfare_check", entity=desk.about_visit()))
    assert answer.json == {"next": f"/office/visits/{desk.line.visit_id}"}
    visit = desk.line.visit()
    assert (visit.status, visit.outcome, visit.review_state) == ("submitted", "seen_needs", "received")
    refused = desk.send(desk.make(SEEN_NEEDS, "welfare_check", entity=desk.about_visit()))
    assert refused.status_code == 409
    assert "this visit was closed meanwhile" in refused.get_json()["words"]
    assert len(desk.submissions()) == 1


def test_a_value_that_moved_meanwhile_is_kept_beside_and_a_person_decides(desk: DeskLine) -> None:
    resident = desk.line.resident()
    resident.mobile, resident.version, resident.field_versions = "07700 900009", 2, {"mobile": 2}
    desk.session.commit()
    answer = desk.send(desk.make(REACHED, bases=desk.mobile_base()))
    assert answer.status_code == 200
    assert desk.line.resident().mobile == "07700 900009"
    page = desk.client.get(answer.get_json()["next"]).text
    assert "Somebody else has changed the same details meanwhile" in page


def test_a_concern_is_told_at_once_with_whom_it_is_about_and_is_one_alert_in_the_end(desk: DeskLine) -> None:
    instance_id, node = new_instance_id(), "/data/concern_page/concern"
    alert = {"alert_id": str(find_alert_id(instance_id, node)), "kind": "safeguarding", "node": node}
    told = desk.make(NO_ANSWER) | {"alert": alert}
    for _ in range(2):
        assert desk.send(told, to="/office/desk/alerts").json == {"raised": True}
    [raised] = desk.alerts()
    assert (raised.resident_id, raised.visit_id, raised.raised_by_id) == (desk.resident_id, None, desk.user_id)
    assert desk.submissions() == []
    shown = desk.client.get(f"/office/alerts/{raised.id}").text
    assert "Test Person" in shown
    assert "1 Test Street" in shown
    answers = REACHED | {"concern_page": {"concern": "yes", "concern_words": "He shouted."}}
    assert desk.send(desk.make(answers, instance_id=instance_id, alerts=[alert])).status_code == 200
    assert len(desk.alerts()) == 1


def test_a_death_that_is_reported_by_telephone_holds_the_person(desk: DeskLine) -> None:
    alert = {"alert_id": "6a1c2a3e-7a0b-5d3c-8a86-0f1f6f0b1c11", "kind": "deceased", "node": "/data/x"}
    desk.send(desk.make(NO_ANSWER) | {"alert": alert}, to="/office/desk/alerts")
    assert [hold.resident_id for hold in desk.session.scalars(select(Hold))] == [desk.resident_id]
    page = desk.client.get(f"/office/desk/residents/{desk.resident_id}").text
    assert "Do not ring this person" in page


def test_a_photo_comes_along_and_belongs_to_the_submission(desk: DeskLine) -> None:
    answers = SEEN_NEEDS | {"photos": {"photo_1": "one.jpg"}}
    sent = desk.make(answers, "welfare_check", entity=desk.about_visit())
    for _ in range(2):
        assert desk.send(sent, {"one.jpg": small_photo()}).status_code == 200
    [submission] = desk.submissions()
    [attachment] = desk.session.scalars(select(Attachment)).all()
    assert (attachment.submission_id, attachment.name, attachment.status) == (submission.id, "one.jpg", "received")
    assert [one["code"] for one in submission.problems if one["code"].startswith("file")] == []


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"xml": "<data"}, 400, "could not be read"),
        ({"entity": {"type": "case", "id": "01890000-0000-7000-8000-000000000000"}}, 404, "not there any more"),
        ({"form_version_id": "01890000-0000-7000-8000-000000000000"}, 400, "not known here"),
        ({"by_id": "01890000-0000-7000-8000-000000000000"}, 403, "somebody else is signed in"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence_and_stores_nothing(
    desk: DeskLine, changed: dict[str, Any], status: int, words: str
) -> None:
    answer = desk.send(desk.make(NO_ANSWER) | changed)
    assert answer.status_code == status
    assert words in answer.get_json()["words"]
    assert (desk.submissions(), desk.contacts(), desk.operations()) == ([], [], [])


@pytest.mark.parametrize("sent", [{}, {"entity": 1}, {"entity": {"type": "user", "id": "x"}}])
def test_what_no_page_sends_is_refused(desk: DeskLine, sent: dict[str, Any]) -> None:
    assert desk.send(sent).status_code == 400
    assert desk.client.post("/office/desk/submissions", data=b"x").status_code == 400


def test_the_page_has_a_phones_rows_of_that_resident_and_no_more(desk: DeskLine) -> None:
    version_id = desk.version_of("telephone_contact")
    desk.session.add(CodeList(name="referral_type", entries=[{"name": "heating", "label": {"en": "Heating"}}]))
    desk.session.commit()
    answer = desk.client.get(f"/office/desk/fill/visit/{desk.line.visit_id}/{version_id}")
    source = read_source(answer.text)
    assert source["needs"]["fields"]["entries"][0]["label"]["en"] == "Heating"
    assert (source["visit"]["id"], source["case"]["id"]) == (str(desk.line.visit_id), str(desk.case_id))
    assert source["resident"]["fields"]["mobile"] == "07700 900001"
    assert source["resident"]["field_versions"]["mobile"] == 1
    assert not {"nhs_number", "date_of_birth"} & set(source["resident"]["fields"])
    assert source["officer"]["name"] == "Dee Desk"
    assert "<title>Fill in a form –" in answer.text
    assert "This form needs JavaScript" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    desk.session.rollback()
    seen = desk.session.scalars(select(AuditEntry.action).where(AuditEntry.entity_id == str(desk.resident_id)))
    assert "resident.view" in set(seen)


def test_the_telephone_form_is_offered_first_and_what_closes_a_visit_only_there(desk: DeskLine) -> None:
    of_resident = desk.client.get(f"/office/desk/residents/{desk.resident_id}").text
    of_visit = desk.client.get(f"/office/desk/visits/{desk.line.visit_id}").text
    assert of_resident.index("Telephone contact") < of_resident.index("Council Tax")
    assert "Welfare check" not in of_resident
    assert "is filled in from the page of that visit" in of_resident
    assert "Welfare check" in of_visit
    missing = desk.client.post(f"/office/desk/residents/{desk.resident_id}", data={})
    assert (missing.status_code, "Choose a form" in missing.text) == (422, True)
    version_id = desk.version_of("telephone_contact")
    chosen = desk.client.post(f"/office/desk/residents/{desk.resident_id}", data={"form": str(version_id)})
    assert (chosen.status_code, chosen.location) == (303, f"/office/desk/fill/case/{desk.case_id}/{version_id}")


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_fill_in_forms_meets_the_desk(
    desk: DeskLine, session: Session, sign_in: SignIn, role: Role
) -> None:
    user = add_user(session, "Some Body", role)
    client = sign_in(user)
    other = DeskLine(desk.line, client, user, session)
    may = role not in (Role.OFFICER, Role.RECEIVING_TEAM, Role.INFORMATION_GOVERNANCE)
    version_id = desk.version_of("telephone_contact")
    addresses = (
        f"/office/desk/residents/{desk.resident_id}",
        f"/office/desk/visits/{desk.line.visit_id}",
        f"/office/desk/fill/case/{desk.case_id}/{version_id}",
        "/office/desk/token",
    )
    assert {client.get(address).status_code for address in addresses} == {200 if may else 403}
    assert other.send(other.make(NO_ANSWER)).status_code == (200 if may else 403)
    closing = other.send(other.make(SEEN_NO_NEEDS, "welfare_check", entity=other.about_visit()))
    may_close = may and role is not Role.CONTACT_CENTRE
    assert closing.status_code == (200 if may_close else 409 if may else 403)
    if may:
        shown = client.get(f"/office/residents/{desk.resident_id}").text
        assert "Record a call or fill in a form" in shown


def test_without_the_token_of_the_page_nothing_is_taken(desk: DeskLine, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert desk.send(desk.make(NO_ANSWER)).status_code == 400
    assert desk.submissions() == []
    token = desk.client.get("/office/desk/token").get_json()["csrf_token"]
    desk.client.environ_base["HTTP_X_CSRFTOKEN"] = token
    assert desk.send(desk.make(NO_ANSWER)).status_code == 200


def test_the_number_and_the_note_of_a_call_are_in_no_address_and_no_log(
    desk: DeskLine, caplog: pytest.LogCaptureFixture
) -> None:
    answer = desk.send(desk.make(REACHED, bases=desk.mobile_base()))
    assert "07700" not in caplog.text
    assert "Ann" not in caplog.text
    assert "07700" not in answer.get_json()["next"]
    made = next(one for one in desk.operations() if one.kind == "contact.add")
    assert set(made.envelope["payload"]) == {"contact_id", "outcome", "direction"}
