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
from server.store.tables import Attachment, EvidenceFile, EvidenceItem, EvidenceSending
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
    data["page_id"] = page_id or str(uuid.uuid4())
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
