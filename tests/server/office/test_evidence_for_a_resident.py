"""Evidence that the office adds for a resident: by the same checks, under the name of who did, and to review like any other."""

from __future__ import annotations

import io
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.evidence import ItemState
from server.domain.words import Role
from server.store.tables import Attachment, Case, EvidenceFile, EvidenceItem, EvidenceSending
from tests.factories.borough import add_user
from tests.factories.evidence import AskedEvidence, add, answer, ask_for_evidence, item_ids
from tests.factories.sent_files import small_photo
from tests.server.office.conftest import SignIn


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


def state_of(session: Session, asked: AskedEvidence, number: int = 1) -> str:
    """How one of its documents stands now."""
    found = item_ids(session, asked)[number - 1]
    session.expire_all()
    state = session.get_one(EvidenceItem, found).state
    session.rollback()
    return state


def page_of(session: Session, asked: AskedEvidence, number: int = 1) -> str:
    """Where that document is decided on."""
    found = item_ids(session, asked)[number - 1]
    session.rollback()
    return f"/office/evidence/documents/{found}"


def give(client: FlaskClient, address: str, *files: tuple[str, bytes], page_id: str = "") -> tuple[int, str]:
    """Add these files for the resident."""
    data: dict[str, object] = {"file": [(io.BytesIO(content), name) for name, content in files]}
    data |= {"page_id": page_id or str(uuid.uuid4()), "came_by": "post", "brought_by": "Ann, a neighbour"}
    reply = client.post(f"{address}/add", data=data, content_type="multipart/form-data")
    return reply.status_code, reply.text


def test_added_for_the_resident_it_waits_for_review_under_the_name_of_who_did(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    browser = answer(app.test_client(), asked)
    add(browser, 2, [("left behind.jpg", small_photo(7))])  # and Send is not pressed
    session.rollback()
    centre = add_user(session, "Cora Centre", Role.CONTACT_CENTRE)
    client, address, page_id = sign_in(centre), page_of(session, asked, 2), str(uuid.uuid4())
    assert "Send was not pressed" in client.get(f"/office/evidence/{asked.request_id}").text
    for _ in range(2):
        assert give(client, address, ("scan.jpg", small_photo(1)), page_id=page_id)[0] == 303
    session.rollback()
    sending = session.scalars(select(EvidenceSending)).one()
    assert (sending.sender, sending.by_id) == ("office", centre.id)
    assert "By post, from Ann, a neighbour" in client.get(f"/office/evidence/{asked.request_id}").text
    assert {file.sending_id for file in session.scalars(select(EvidenceFile))} == {sending.id}
    by = {one.name: (one.uploaded_by_id, one.device_id) for one in session.scalars(select(Attachment))}
    assert by == {"left behind.jpg": (None, "links"), "scan.jpg": (centre.id, "server")}
    assert state_of(session, asked, 2) == ItemState.SENT
    assert "Added for the resident: 2 files" in client.get(f"/office/residents/{asked.resident_id}").text


def test_what_cannot_be_added_for_the_resident_is_said(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client, address = sign_in(asked.sender), page_of(session, asked)
    assert give(client, address)[0] == 422
    status, page = give(client, address, ("a.jpg", b""), ("b.jpg", small_photo(1)))
    assert (status, "a.jpg: The file is empty." in page) == (422, True)
    assert state_of(session, asked) == ItemState.SENT  # of the other
    client.post(f"/office/evidence/{asked.request_id}/close")
    assert give(client, address, ("c.jpg", small_photo(2)))[0] == 409


@pytest.mark.parametrize(
    ("came_by", "brought_by", "words"),
    [("", "", "Choose how it came"), ("pigeon", "", "Choose how it came"), ("post", "x" * 201, "at most 200")],
)
def test_how_it_came_and_from_whom_is_asked(
    session: Session, sign_in: SignIn, asked: AskedEvidence, came_by: str, brought_by: str, words: str
) -> None:
    said = {"page_id": str(uuid.uuid4()), "came_by": came_by, "brought_by": brought_by}
    client, case = sign_in(asked.sender), f"/office/cases/{asked.case_id}/add-file"
    for address in (f"{page_of(session, asked)}/add", case):
        data = {"file": [(io.BytesIO(small_photo(1)), "a.jpg")], **said}
        reply = client.post(address, data=data, content_type="multipart/form-data")
        assert (reply.status_code, words in reply.text) == (422, True)
    session.rollback()
    assert session.scalars(select(Attachment)).all() == []


def test_what_came_unasked_is_kept_on_the_case_once_and_checked_as_anything_else(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    centre = add_user(session, "Cora Centre", Role.CONTACT_CENTRE)
    client, address, page_id = sign_in(centre), f"/office/cases/{asked.case_id}/add-file", str(uuid.uuid4())
    assert "Proof of income" in client.get(address).text

    def file(*files: tuple[str, bytes], **values: str) -> tuple[int, str]:
        data: dict[str, object] = {"file": [(io.BytesIO(content), name) for name, content in files]}
        data |= {"page_id": page_id, "type": str(asked.type_ids[1]), "came_by": "desk", "brought_by": ""} | values
        reply = client.post(address, data=data, content_type="multipart/form-data")
        return reply.status_code, reply.text

    for _ in range(2):
        assert file(("scan.jpg", small_photo(1)))[0] == 303
    assert file()[0] == 422
    status, page = file(("no.jpg", b"no picture"), came_by="email", type="")
    assert (status, "no.jpg: This is not a photo" in page) == (422, True)
    assert file(("b.jpg", small_photo(2)), type=str(uuid.uuid4()))[0] == 422
    session.rollback()
    kept = session.execute(select(Attachment.name, Attachment.case_id, Attachment.status, Attachment.uploaded_by_id))
    assert sorted(tuple(row) for row in kept) == [
        ("no.jpg", asked.case_id, "quarantined", centre.id),
        ("scan.jpg", asked.case_id, "received", centre.id),
    ]
    record = client.get(f"/office/residents/{asked.resident_id}").text
    assert "Proof of income, " in record
    assert "Brought to the desk, from the resident. Added by Cora Centre" in record
    assert "Added to the case: 1 file" in record
    reviewer = sign_in(asked.sender)
    session.rollback()
    scan = session.scalars(select(Attachment.id).where(Attachment.name == "scan.jpg")).one()
    assert f"/office/pictures/{scan}" in reviewer.get(f"/office/residents/{asked.resident_id}").text
    assert reviewer.get(f"/office/pictures/{scan}").status_code == 200


def test_nothing_is_added_to_a_closed_case(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    session.rollback()
    case = session.get_one(Case, asked.case_id)
    case.status, case.closed_reason = "closed", "done"
    client, address = sign_in(asked.sender), f"/office/cases/{asked.case_id}/add-file"
    assert client.get(address).status_code == 404
    data = {"file": [(io.BytesIO(small_photo(1)), "a.jpg")], "came_by": "desk"}
    assert client.post(address, data=data, content_type="multipart/form-data").status_code == 404
