"""Late reports as pages: what is listed, in which order, what one shows, and how it is settled or refused."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.words import Role
from server.office import late_reports
from server.store.tables import OperationSettlement, User
from server.use_cases import settle_review
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS
from tests.factories.operations import make_operation
from tests.factories.pushing import pull
from tests.factories.submission_line import SubmissionLine, lay_line
from tests.server.office.conftest import SignIn

QUEUE = "/office/late-reports"


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    return lay_line(session)


@pytest.fixture
def supervisor(line: SubmissionLine, session: Session) -> User:
    user = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    return user


@pytest.fixture
def other(line: SubmissionLine, session: Session) -> Phone:
    phone = add_phone(session, add_user(session, "Ned Newman"))
    session.commit()
    return phone


@pytest.fixture
def late(line: SubmissionLine, supervisor: User, other: Phone) -> list[dict[str, Any]]:
    """A finished check of a visit that was given to somebody else meanwhile."""
    supervisor_id = supervisor.id
    line.session.rollback()
    view = pull(line.phone).view or 0
    seen = SeenVisit(line.visit_id, line.phone.user_id)
    line.session.rollback()
    reassign_visits([seen], Giving(officer_id=other.user_id, planned_on=TODAY, by_id=supervisor_id, at=NOW))
    line.session.expire_all()
    submission = line.make(SEEN_NEEDS, view=view, bases=line.mobile_base())
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    done = make_operation(
        line.phone, "visit.submit", "visit", line.visit_id, payload=payload, after=[submission["op_id"]], view=view
    )
    note = make_operation(line.phone, "note.add", "visit", line.visit_id, payload={"text": "Bell <broken>"}, view=view)
    sent = [submission, done, note]
    line.push(*sent)
    line.session.rollback()
    return sent


def form_fields(page: str) -> dict[str, list[str]]:
    """The hidden op_ids of the page."""
    return {"op_id": re.findall(r'name="op_id" value="([^"]+)"', page)}


def test_a_submission_with_its_command_and_notes_is_one_item(
    sign_in: SignIn, supervisor: User, late: list[dict[str, Any]]
) -> None:
    page = sign_in(supervisor).get(QUEUE).text
    assert "1 piece of work waits for a person." in page
    assert page.count(f"{QUEUE}/{late[0]['op_id']}") == 1
    assert "Test Person" in page
    assert "Olive Officer" in page


def test_an_item_shows_answers_notes_edits_and_why_it_is_here(
    sign_in: SignIn, supervisor: User, late: list[dict[str, Any]]
) -> None:
    page = sign_in(supervisor).get(f"{QUEUE}/{late[0]['op_id']}").text
    assert "given to somebody else before this arrived" in page
    assert "Bell &lt;broken&gt;" in page
    assert "Shown now" in page
    assert page.index("07700 900002") < page.index("07700 900001")
    assert "The visit is with Ned Newman." in page


def test_accepting_by_the_page_settles_the_whole_item(
    session: Session, sign_in: SignIn, supervisor: User, line: SubmissionLine, late: list[dict[str, Any]]
) -> None:
    client = sign_in(supervisor)
    address = f"{QUEUE}/{late[0]['op_id']}"
    fields = form_fields(client.get(address).text)
    reply = client.post(address, data=fields | {"decision": "accepted"}, follow_redirects=True)
    assert "Accepted." in reply.text
    assert "Nothing waits for a person." in reply.text
    session.rollback()
    assert line.visit().status == "submitted"
    assert "Accepted by Sue Supervisor" in client.get(address).text


def test_what_is_too_much_to_settle_at_once_comes_up_again(
    monkeypatch: pytest.MonkeyPatch, sign_in: SignIn, supervisor: User, late: list[dict[str, Any]]
) -> None:
    for module in (late_reports, settle_review):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    client = sign_in(supervisor)
    for op_id in (late[0]["op_id"], late[2]["op_id"]):
        fields = form_fields(client.get(f"{QUEUE}/{op_id}").text)
        assert fields["op_id"][0] == op_id
        said = {"decision": "kept_as_note", "note": "Read."}
        assert client.post(f"{QUEUE}/{op_id}", data=fields | said).status_code == 303
    assert "Nothing waits for a person." in client.get(QUEUE).text


def test_keeping_as_a_note_without_words_is_asked_again_with_what_was_chosen(
    sign_in: SignIn, supervisor: User, late: list[dict[str, Any]]
) -> None:
    client = sign_in(supervisor)
    address = f"{QUEUE}/{late[0]['op_id']}"
    fields = form_fields(client.get(address).text)
    reply = client.post(address, data=fields | {"decision": "kept_as_note", "note": " "})
    assert reply.status_code == 422
    assert 'href="#note"' in reply.text
    assert re.search(r'value="kept_as_note"[^>]*checked', reply.text)
    assert client.post(address, data=fields | {"decision": "burn"}).status_code == 422


def test_the_second_supervisor_sees_what_the_first_decided(
    session: Session, sign_in: SignIn, supervisor: User, late: list[dict[str, Any]]
) -> None:
    client = sign_in(supervisor)
    address = f"{QUEUE}/{late[0]['op_id']}"
    fields = form_fields(client.get(address).text)
    client.post(address, data=fields | {"decision": "kept_as_note", "note": "Seen by Ned"})
    reply = client.post(address, data=fields | {"decision": "accepted"})
    assert reply.status_code == 409
    assert "Somebody else settled this" in reply.text
    assert "Seen by Ned" in reply.text
    session.rollback()
    assert {one.decision for one in session.query(OperationSettlement)} == {"kept_as_note"}


def test_what_cannot_be_taken_in_is_said_and_stays(sign_in: SignIn, supervisor: User, line: SubmissionLine) -> None:
    name = {"first_name": {"base_version": 1, "base_value": "Test", "value": "Best"}}
    edit = make_operation(line.phone, "resident.edit", "resident", line.resident().id, fields=name)
    line.push(edit)
    client = sign_in(supervisor)
    address = f"{QUEUE}/{edit['op_id']}"
    reply = client.post(address, data={"op_id": edit["op_id"], "decision": "accepted"}, follow_redirects=True)
    assert "A field only the office may change" in reply.text
    assert "Nothing was settled." in reply.text
    kept = client.post(
        address, data={"op_id": edit["op_id"], "decision": "kept_as_note", "note": "Told"}, follow_redirects=True
    )
    assert "Nothing waits for a person." in kept.text


def test_clashes_and_unreadable_things_are_listed_and_can_be_kept(
    sign_in: SignIn, supervisor: User, line: SubmissionLine
) -> None:
    note = make_operation(line.phone, "note.add", "visit", line.visit_id, payload={"text": "one"})
    line.push(note)
    line.push(note | {"payload": {"text": "<two>"}}, {"op_id": str(uuid.uuid4()), "kind": 7})
    client = sign_in(supervisor)
    page = client.get(QUEUE).text
    assert "2 pieces of work" in page
    addresses = re.findall(rf'href="({QUEUE}/[^"?]+)"', page)
    pages = [client.get(address) for address in addresses]
    assert [reply.status_code for reply in pages] == [200, 200]
    clash = next(address for address in addresses if "clashes" in address)
    assert "&lt;two&gt;" in client.get(clash).text
    assert client.post(clash, data={"note": ""}).status_code == 422
    assert "Kept as a note" in client.post(clash, data={"note": "Same call"}, follow_redirects=True).text
    assert client.post(clash, data={"note": "Again"}).status_code == 409


def test_items_with_open_alerts_come_first_and_late_reports_before_the_rest(
    sign_in: SignIn, supervisor: User, line: SubmissionLine, late: list[dict[str, Any]]
) -> None:
    odd = {"op_id": str(uuid.uuid4()), "kind": 7}
    alarm = {"alert_id": str(uuid.uuid4()), "kind": "safeguarding", "node": None}
    urgent = {"op_id": str(uuid.uuid4()), "kind": 7, "alerts": [alarm]}
    line.push(odd, urgent)
    page = sign_in(supervisor).get(QUEUE).text
    places = [page.index(str(one["op_id"])) for one in (urgent, late[0], odd)]
    assert places == sorted(places)


def test_the_queue_is_narrowed_by_reason_and_officer(
    sign_in: SignIn, supervisor: User, other: Phone, late: list[dict[str, Any]]
) -> None:
    client = sign_in(supervisor)
    assert "1 piece of work" in client.get(f"{QUEUE}?reason=late_report").text
    assert "Nothing waits" in client.get(f"{QUEUE}?reason=revoked_device").text
    assert "Nothing waits" in client.get(f"{QUEUE}?officer={other.user_id}").text
    assert client.get(f"{QUEUE}?page=2").status_code == 404
    assert client.get(f"{QUEUE}?page=x").status_code == 404
    assert client.get(f"{QUEUE}?officer=x&reason=%27").status_code == 200


def test_waiting_operations_are_counted_and_listed_but_are_nobodys_work(
    sign_in: SignIn, supervisor: User, line: SubmissionLine
) -> None:
    line.push(make_operation(line.phone, "visit.start", "visit", line.visit_id, after=[str(uuid.uuid4())]))
    client = sign_in(supervisor)
    page = client.get(QUEUE).text
    assert "1 message waits for something that has not arrived" in page
    assert "Nothing waits for a person." in page
    assert "Visit started" in client.get(f"{QUEUE}/waiting").text


def test_who_may_read_and_settle(session: Session, sign_in: SignIn, line: SubmissionLine, late: list[Any]) -> None:
    back_office, officer = add_user(session, "Ben Back", Role.BACK_OFFICE), add_user(session, "Olly Officer")
    session.commit()
    address = f"{QUEUE}/{late[0]['op_id']}"
    page = sign_in(back_office).get(address)
    assert page.status_code == 200
    assert "A supervisor settles this." in page.text
    settling = {"op_id": late[0]["op_id"], "decision": "accepted"}
    assert sign_in(back_office).post(address, data=settling).status_code == 403
    assert session.scalars(select(OperationSettlement)).all() == []
    assert sign_in(back_office).get(f"{QUEUE}/{uuid.uuid4()}").status_code == 404
    g.pop("_login_user")  # the app context of this test outlives a request
    assert sign_in(officer).get(QUEUE).status_code == 403
