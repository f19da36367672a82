"""Messages about evidence at the office: the way is chosen as for a form, and the request's page says how the resident is told."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.token import hash_token
from server.store.tables import EvidenceRequest, Message, Resident, ResidentLink
from tests.factories.evidence import AskedEvidence, ask_for_evidence
from tests.factories.messages import CountingCarrier
from tests.server.office.conftest import SignIn
from tests.server.office.test_evidence_pages import LATER, wanted
from tests.server.office.test_message_pages import run_worker

CODE = re.compile(r"/e/([\w-]{22})")


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident with a mobile, and a request that the office tells of itself."""
    with app.app_context():
        return ask_for_evidence(session)


def asking(asked: AskedEvidence) -> str:
    return f"/office/cases/{asked.case_id}/ask-evidence"


def newest(session: Session) -> tuple[Message, EvidenceRequest]:
    session.rollback()
    message = session.scalars(select(Message).order_by(Message.queued_at.desc()).limit(1)).one()
    assert message.about_id is not None
    return message, session.get_one(EvidenceRequest, message.about_id)


def change(session: Session, asked: AskedEvidence, **values: Any) -> None:
    session.rollback()
    session.execute(update(Resident).where(Resident.id == asked.resident_id).values(**values))
    session.commit()


def test_a_request_goes_by_text_and_its_code_is_shown_to_nobody(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client = sign_in(asked.sender)
    page = client.get(asking(asked)).text
    assert "By text to 07700 900001" in page
    assert "no e-mail address on record" in page
    sent = client.post(asking(asked), data=wanted(asked, way="sms"), follow_redirects=True)
    assert "The message with the link is kept under Messages" in sent.text
    assert not CODE.search(sent.text)
    carrier = CountingCarrier()
    run_worker(app, carrier)
    message, request = newest(session)
    [code] = CODE.findall(carrier.taken[0].words.body)
    assert hash_token(code) == session.get_one(ResidentLink, request.id).code_hash
    assert "Nobody is told yet: messages to 07700 900001 are kept" in client.get(f"/office/evidence/{request.id}").text
    app.config["NOTIFY_KEY"] = "a key for tests only"
    here = client.get(f"/office/evidence/{request.id}").text
    assert f"/office/messages/{message.id}" in here
    assert re.search(r'id="told">The resident is told by text to 07700 900001.<', here)
    assert f"/office/evidence/{request.id}" in client.get(f"/office/messages/{message.id}").text
    of_resident = client.get(f"/office/residents/{asked.resident_id}").text
    assert "Text message: Asks for photos (Sent)" in of_resident  # on the timeline
    assert code not in here + of_resident


def test_a_button_pressed_twice_sends_one_message_of_one_request(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, pressed = sign_in(asked.sender), wanted(asked, way="sms", page_id=str(uuid.uuid4()))
    places = {client.post(asking(asked), data=pressed).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert len(session.scalars(select(Message)).all()) == 1
    assert len(session.scalars(select(EvidenceRequest)).all()) == 2


def test_what_may_not_be_sent_asks_for_nothing(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client = sign_in(asked.sender)
    reply = client.post(asking(asked), data=wanted(asked, way="email"))
    assert (reply.status_code, "no e-mail address on record" in reply.text) == (422, True)
    assert client.post(asking(asked), data=wanted(asked, way="pigeon")).status_code == 400
    renew = f"/office/evidence/{asked.request_id}/renew"
    before = session.get_one(ResidentLink, asked.request_id).code_hash
    reply = client.post(renew, data={"due": LATER, "way": "email"})
    assert (reply.status_code, "no e-mail address on record" in reply.text) == (422, True)
    session.rollback()
    session.expire_all()
    assert session.get_one(ResidentLink, asked.request_id).code_hash == before
    assert len(session.scalars(select(EvidenceRequest)).all()) == 1
    assert session.scalars(select(Message)).all() == []


def test_another_link_goes_by_text_and_the_page_proposes_the_way_of_the_last_one(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, here = sign_in(asked.sender), f"/office/evidence/{asked.request_id}"
    assert "whoever made its link tells the resident" in client.get(here).text
    shown = client.post(f"{here}/renew", data={"due": LATER, "way": "sms"}, follow_redirects=True).text
    assert "The message with the link is kept under Messages" in shown
    [chosen] = re.findall(r'name="way" type="radio" value="(\w*)" checked', shown)
    assert chosen == "sms"


def test_who_has_no_number_to_write_to_is_to_be_rung(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client, here = sign_in(asked.sender), f"/office/evidence/{asked.request_id}"
    client.post(f"{here}/renew", data={"due": LATER, "way": "sms"})
    change(session, asked, mobile=None, landline="020 7946 0123")
    page = client.get(asking(asked)).text
    assert "No message can go to the resident. Ring them" in page
    assert "020 7946 0123" in page
    assert (
        "Nobody tells the resident at present: ring them. No text: there is no mobile number" in client.get(here).text
    )
    assert "The request is ready" in client.post(asking(asked), data=wanted(asked)).text  # to read out or print
