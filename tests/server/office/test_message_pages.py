"""The outbox as the office meets it: a link sent by message, the list, one message, a failure told and seen to."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.message import MessageStatus
from server.domain.message_problem import MessageProblem
from server.domain.token import hash_token
from server.domain.words import Role
from server.outbound.carrier import CarrierError
from server.outbound.outbox import Outbox
from server.store import messages
from server.store.tables import AuditEntry, Message, Resident, ResidentLink
from server.use_cases.message_words import read_facts
from server.use_cases.open_keyring import open_keyring
from server.use_cases.send_messages import send_messages
from tests.factories.borough import add_resident, add_user
from tests.factories.messages import CountingCarrier, queue_one
from tests.factories.resident_links import Asked, ask_resident
from tests.server.office.conftest import SignIn

UNTIL = (dt.datetime.now(dt.UTC) + dt.timedelta(days=9)).date().isoformat()
SEE_MESSAGES = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER, Role.CONTACT_CENTRE}
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000/e/([\w-]{22})")


@pytest.fixture
def asked(app: Flask, session: Session) -> Asked:
    """A resident with a mobile and no e-mail."""
    with app.app_context():
        return ask_resident(session)


def run_worker(app: Flask, carrier: CountingCarrier | Outbox | None = None) -> None:
    with app.app_context():
        facts = read_facts(app.config["COUNCIL_NAME"], app.config["COUNCIL_TELEPHONE"])
        find_key = open_keyring(app.config).find
        send_messages(carrier or Outbox(), find_key, facts, clock=lambda: dt.datetime.now(dt.UTC))


def wanted(asked: Asked, **values: str) -> dict[str, str]:
    return {"form": str(asked.form_ref_id), "case": "", "question": "date_of_birth", "until": UNTIL, **values}


def newest(session: Session) -> tuple[Message, ResidentLink]:
    session.rollback()
    message = session.scalars(select(Message).order_by(Message.queued_at.desc()).limit(1)).one()
    assert message.about_id is not None
    return message, session.get_one(ResidentLink, message.about_id)


def test_a_form_goes_by_text_and_its_code_is_shown_to_nobody_but_where_nothing_sends(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client, address = sign_in(asked.sender), f"/office/residents/{asked.resident_id}/send-form"
    page = client.get(address).text
    assert "By text to 07700 900001" in page
    assert "no e-mail address on record" in page
    sent = client.post(address, data=wanted(asked, way="sms"), follow_redirects=True)
    assert "The message with the link is kept under Messages" in sent.text
    assert not ADDRESS.search(sent.text)
    message, link = newest(session)
    assert f"/office/links/{link.id}" in sent.request.path
    shown = client.get(f"/office/messages/{message.id}")
    assert "sealed until the message leaves" in shown.text
    run_worker(app)
    shown = client.get(f"/office/messages/{message.id}")
    [code] = set(ADDRESS.findall(shown.text))
    assert hash_token(code) == link.code_hash
    assert code not in client.get("/office/messages").text
    assert code not in client.get(f"/office/links/{link.id}").text
    of_resident = client.get(f"/office/residents/{asked.resident_id}").text
    assert f"/office/messages/{message.id}" in of_resident
    assert code not in of_resident
    assert code not in str(session.scalars(select(AuditEntry.fields)).all())


def test_once_a_service_has_it_the_page_has_the_words_and_not_the_link(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client = sign_in(asked.sender)
    client.post(f"/office/residents/{asked.resident_id}/send-form", data=wanted(asked, way="sms"))
    carrier = CountingCarrier()
    run_worker(app, carrier)
    [code] = ADDRESS.findall(carrier.taken[0].words.body)
    message, link = newest(session)
    assert hash_token(code) == link.code_hash
    page = client.get(f"/office/messages/{message.id}").text
    assert "Little Hampton Borough Council asks you to fill in a form:" in page
    assert "the link, which is erased here" in page
    assert code not in page


def test_a_message_in_welsh_opens_its_page_in_welsh(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    session.execute(update(Resident).values(language="Welsh"))
    session.commit()
    sign_in(asked.sender).post(f"/office/residents/{asked.resident_id}/send-form", data=wanted(asked, way="sms"))
    carrier = CountingCarrier()
    run_worker(app, carrier)
    [link] = re.findall(r"(/e/\S+)", carrier.taken[0].words.body)
    assert '<html lang="cy"' in app.test_client().get(link).text


def test_a_button_pressed_twice_sends_one_message(session: Session, sign_in: SignIn, asked: Asked) -> None:
    client, address = sign_in(asked.sender), f"/office/residents/{asked.resident_id}/send-form"
    pressed = wanted(asked, way="sms", page_id=str(uuid.uuid4()))
    places = {client.post(address, data=pressed).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert len(session.scalars(select(Message)).all()) == 1


def test_what_may_not_be_sent_makes_no_link(session: Session, sign_in: SignIn, asked: Asked) -> None:
    client, address = sign_in(asked.sender), f"/office/residents/{asked.resident_id}/send-form"
    reply = client.post(address, data=wanted(asked, way="email"))
    assert (reply.status_code, "no e-mail address on record" in reply.text) == (422, True)
    assert client.post(address, data=wanted(asked, way="pigeon")).status_code == 400
    assert len(session.scalars(select(ResidentLink)).all()) == 1
    assert session.scalars(select(Message)).all() == []


def test_a_link_sent_again_by_text_takes_the_waiting_message_with_it_and_so_does_its_closing(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client = sign_in(asked.sender)
    again = f"/office/links/{asked.made.link_id}/resend"
    for _ in range(2):
        assert client.post(again, data={"until": UNTIL, "way": "sms"}).status_code == 303
    page = client.get(f"/office/links/{asked.made.link_id}").text
    assert "Its link was replaced by a newer one." in page
    client.post(f"/office/links/{asked.made.link_id}/close")
    carrier = CountingCarrier()
    run_worker(app, carrier)
    assert carrier.taken == []
    problems = session.scalars(select(Message.problem).order_by(Message.queued_at)).all()
    assert problems == [MessageProblem.REPLACED, MessageProblem.CLOSED]


def test_a_failure_stands_on_today_until_somebody_has_seen_to_it(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client = sign_in(asked.sender)
    client.post(f"/office/residents/{asked.resident_id}/send-form", data=wanted(asked, way="sms"))

    def refuse(_outgoing: object) -> None:
        raise CarrierError(MessageProblem.BAD_ADDRESS)

    run_worker(app, CountingCarrier(before=refuse))
    message, link = newest(session)
    page = f"/office/messages/{message.id}"
    assert page in client.get("/office/").text
    assert "Correct it on the resident’s record" in client.get(f"/office/links/{link.id}").text
    assert client.post(f"{page}/retry").status_code == 303
    assert client.post(f"{page}/retry").status_code == 409
    run_worker(app, CountingCarrier(before=refuse))
    assert client.post(f"{page}/seen", follow_redirects=True).status_code == 200
    assert page not in client.get("/office/").text
    assert "Somebody saw to it" in client.get(page).text
    session.rollback()
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.entity_type == "message")).all()
    assert {"message.retry", "message.failure_seen"} <= set(actions)
    session.execute(update(Resident).values(on_hold=True))
    session.commit()
    held = client.post(f"{page}/retry")
    assert (held.status_code, "A death is reported" in held.text) == (409, True)


def test_the_list_is_narrowed_by_how_messages_stand_and_comes_in_pages(
    app: Flask, session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PAGE_SIZE", 2)
    client = sign_in(add_user(session, "Ben Back", Role.BACK_OFFICE))
    assert "No message was written yet" in client.get("/office/messages").text
    with app.app_context():
        people = [add_resident(session, first_name=name) for name in ("Ann", "Bob", "Cy")]
        session.commit()
        for person in people:
            queue_one(person.id)
    first = client.get("/office/messages").text
    assert re.findall(r"\b(Ann|Bob|Cy) Person<", first) == ["Cy", "Bob"]
    [after] = re.findall(r'href="(/office/messages\?after=[^"]+)"', first)
    assert re.findall(r"\b(Ann|Bob|Cy) Person<", client.get(after.replace("&amp;", "&")).text) == ["Ann"]
    session.rollback()
    session.execute(update(Message).where(Message.resident_id == people[0].id).values(status=MessageStatus.KEPT))
    session.commit()
    assert re.findall(r"\b(Ann|Bob|Cy) Person<", client.get("/office/messages?status=kept").text) == ["Ann"]
    assert "No message stands so" in client.get("/office/messages?status=failed").text
    assert "There is a problem" in client.get("/office/messages?status=lost").text
    for nonsense in ("nonsense", "2026-11-23T10:00:00Z~x"):
        assert client.get("/office/messages", query_string={"after": nonsense}).status_code == 404
    assert client.get(f"/office/messages/{uuid.uuid4()}").status_code == 404
    assert client.post(f"/office/messages/{uuid.uuid4()}/seen").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_may_send_links_sees_messages(session: Session, sign_in: SignIn, role: Role) -> None:
    user = add_user(session, "Some Body", role)
    session.commit()
    assert sign_in(user).get("/office/messages").status_code == (200 if role in SEE_MESSAGES else 403)


def test_where_texts_are_sent_the_page_says_between_which_hours_they_leave(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = sign_in(asked.sender), f"/office/residents/{asked.resident_id}/send-form"
    assert "Text messages leave" not in client.get(address).text
    monkeypatch.setitem(app.config, "NOTIFY_KEY", "a key")
    assert "Text messages leave between 08:00 and 20:00." in client.get(address).text
    client.post(address, data=wanted(asked, way="sms"))
    message, _ = newest(session)
    assert "Text messages leave between 08:00 and 20:00." in client.get(f"/office/messages/{message.id}").text
