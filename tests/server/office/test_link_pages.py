"""Sending a form by link from the office: what can be asked, the link shown once, sent again, closed, paused and seen."""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.resident_link import VerifyQuestion, find_reference
from server.domain.token import hash_token
from server.domain.words import Role
from server.store.tables import AuditEntry, Referral, ResidentLink
from server.use_cases.check_link import MadeLink
from server.use_cases.send_link import WantedLink, send_form_link
from server.use_cases.try_link import TriedOutcome, try_link
from tests.factories.borough import add_user
from tests.factories.resident_links import BORN, Asked, ask_again, ask_resident, filled, link_of, resident_of, send
from tests.server.office.conftest import SignIn

FIRST = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()
LATER = (dt.datetime.now(dt.UTC) + dt.timedelta(days=20)).date().isoformat()
SEE_LINKS = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER, Role.CONTACT_CENTRE}


@pytest.fixture
def asked(app: Flask, session: Session) -> Asked:
    """A resident who was sent a form."""
    with app.app_context():
        return ask_resident(session)


def wanted(asked: Asked, **values: str) -> dict[str, str]:
    """What the form of the page sends."""
    return {
        "form": str(asked.form_ref_id),
        "case": str(asked.case_id),
        "question": "date_of_birth",
        "until": LATER,
        **values,
    }


def test_a_link_is_made_shown_once_and_kept_as_a_hash(session: Session, sign_in: SignIn, asked: Asked) -> None:
    client = sign_in(asked.sender)
    page = client.get(f"/office/residents/{asked.resident_id}/send-form").text
    assert "How are you" in page
    made = client.post(f"/office/residents/{asked.resident_id}/send-form", data=wanted(asked, question="postcode"))
    code = re.findall(r"/e/([\w-]{22})<", made.text)[0]
    link = session.scalars(select(ResidentLink).where(ResidentLink.code_hash == hash_token(code))).one()
    assert (link.question, link.case_id, link.made_by_id) == ("postcode", asked.case_id, asked.sender.id)
    assert code not in client.get(f"/office/links/{link.id}").text
    assert code not in str(session.scalars(select(AuditEntry.fields)).all())
    assert "How are you, sent today" in client.get(f"/office/residents/{asked.resident_id}").text


def test_a_button_pressed_twice_makes_one_link_and_the_code_that_is_shown_opens_it(
    session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client, address = sign_in(asked.sender), f"/office/residents/{asked.resident_id}/send-form"
    [page_id] = re.findall(r'name="page_id" value="([\w-]+)"', client.get(address).text)
    assert page_id not in client.get(address).text
    _, shown = (client.post(address, data=wanted(asked, page_id=page_id)).text for _ in range(2))
    [link] = session.scalars(select(ResidentLink).where(ResidentLink.id != asked.made.link_id)).all()
    assert [hash_token(code) for code in re.findall(r"/e/([\w-]{22})<", shown)] == [link.code_hash]
    for other in ({"until": FIRST}, {"page_id": str(asked.made.link_id)}):
        assert client.post(address, data=wanted(asked, **{"page_id": page_id, **other})).status_code == 200
    session.rollback()
    assert len(session.scalars(select(ResidentLink)).all()) == 4


def test_of_two_presses_at_one_moment_the_later_makes_no_link_of_its_own(
    app: Flask, session: Session, asked: Asked
) -> None:
    link_wanted = WantedLink(
        resident_id=asked.resident_id, form_ref_id=asked.form_ref_id, case_id=asked.case_id,
        question=VerifyQuestion.DATE_OF_BIRTH, expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=9),
        page_id=uuid.uuid4(),
    )  # fmt: skip
    by_id, start = asked.sender.id, threading.Barrier(3)
    session.rollback()  # what it has read is older than what is made now

    def press() -> MadeLink:
        with app.app_context():
            start.wait(30)
            return send_form_link(link_wanted, by_id=by_id, at=dt.datetime.now(dt.UTC))

    with ThreadPoolExecutor(3) as pool:
        made = [press.result() for press in [pool.submit(press) for _ in range(3)]]
    [link] = session.scalars(select(ResidentLink).where(ResidentLink.id != asked.made.link_id)).all()
    assert {one.link_id for one in made} == {link.id}
    assert link.code_hash in {hash_token(one.code) for one in made}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"form": ""}, "Choose a form"),
        ({"form": "01890000-0000-7000-8000-000000000000"}, "Choose a form"),
        ({"question": "shoe_size"}, "Choose what the link asks first"),
        ({"until": "soon"}, "Enter the last day"),
        ({"until": "2020-01-01"}, "must be today or later"),
        ({"until": "2999-01-01"}, "within 90 days"),
        ({"case": "01890000-0000-7000-8000-000000000000"}, "Choose a case of this resident"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    session: Session, sign_in: SignIn, asked: Asked, values: dict[str, str], words: str
) -> None:
    address = f"/office/residents/{asked.resident_id}/send-form"
    reply = sign_in(asked.sender).post(address, data=wanted(asked, **values))
    assert (reply.status_code, words in reply.text) == (422, True)
    assert len(session.scalars(select(ResidentLink)).all()) == 1


def test_where_nothing_is_on_record_the_telephone_is_the_only_way(
    session: Session, sign_in: SignIn, asked: Asked
) -> None:
    resident = resident_of(session, asked)
    resident.date_of_birth, resident.address_id = None, None
    session.commit()
    client = sign_in(asked.sender)
    address = f"/office/residents/{asked.resident_id}/send-form"
    page = client.get(address).text
    assert "Ring the resident instead: 07700 900001" in page
    assert '<form method="post" novalidate' not in page
    refused = client.post(address, data=wanted(asked))
    assert (refused.status_code, refused.text.count("Ring the resident instead: 07700 900001")) == (422, 2)
    again = client.post(f"/office/links/{asked.made.link_id}/resend", data={"until": LATER})
    assert (again.status_code, "Ring the resident instead: 07700 900001" in again.text) == (409, True)


def test_nobody_whose_death_is_reported_is_sent_a_form(session: Session, sign_in: SignIn, asked: Asked) -> None:
    resident_of(session, asked).on_hold = True
    session.commit()
    client = sign_in(asked.sender)
    address = f"/office/residents/{asked.resident_id}/send-form"
    assert "A death is reported" in client.get(address).text
    assert client.post(address, data=wanted(asked)).status_code == 422


def test_sent_again_the_old_code_ends(app: Flask, session: Session, sign_in: SignIn, asked: Asked) -> None:
    client = sign_in(asked.sender)
    again = client.post(f"/office/links/{asked.made.link_id}/resend", data={"until": LATER})
    code = re.findall(r"/e/([\w-]{22})<", again.text)[0]
    now = dt.datetime.now(dt.UTC)
    with app.app_context():
        assert try_link(asked.made.code, BORN, now).outcome is TriedOutcome.NONE
        assert try_link(code, BORN, now).outcome is TriedOutcome.OPENED
    assert client.post(f"/office/links/{asked.made.link_id}/resend", data={"until": ""}).status_code == 422


def test_a_closed_link_opens_nothing_and_is_not_sent_again(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client = sign_in(asked.sender)
    address = f"/office/links/{asked.made.link_id}"
    assert "The link is closed" in client.post(f"{address}/close", follow_redirects=True).text
    with app.app_context():
        assert try_link(asked.made.code, BORN, dt.datetime.now(dt.UTC)).outcome is TriedOutcome.NONE
    late = client.post(f"{address}/resend", data={"until": LATER})
    assert (late.status_code, "closed meanwhile" in late.text) == (409, True)


def test_five_wrong_answers_stand_on_today_until_somebody_has_seen_them(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    client = sign_in(asked.sender)
    assert "Wrong answers on links" not in client.get("/office/").text
    with app.app_context():
        for _ in range(5):
            try_link(asked.made.code, "1900-01-01", dt.datetime.now(dt.UTC))
    assert f"/office/links/{asked.made.link_id}" in client.get("/office/").text
    address = f"/office/links/{asked.made.link_id}"
    assert "Five wrong answers were given" in client.get(address).text
    client.post(f"{address}/seen")
    assert "Wrong answers on links" not in client.get("/office/").text
    assert link_of(session, asked).pause_seen_at is not None


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_residents_may_send_them_forms_and_nobody_else(
    session: Session, sign_in: SignIn, asked: Asked, role: Role
) -> None:
    client = sign_in(add_user(session, "Some Body", role))
    may = role in SEE_LINKS
    link, resident = f"/office/links/{asked.made.link_id}", f"/office/residents/{asked.resident_id}"
    answers = [client.get(link), client.get(f"{resident}/send-form"), client.post(f"{link}/seen")]
    assert [reply.status_code for reply in answers] == ([200, 200, 303] if may else [403, 403, 403])


def test_a_link_that_is_not_there_is_not_found(sign_in: SignIn, asked: Asked) -> None:
    client = sign_in(asked.sender)
    missing = f"/office/links/{asked.resident_id}"
    assert client.get(missing).status_code == 404
    for step in ("resend", "close", "seen"):
        assert client.post(f"{missing}/{step}", data={"until": LATER}).status_code == 404


def test_the_office_reads_it_in_the_review_list_with_who_sent_it(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    phone = app.test_client()
    phone.post(asked.address, data={"day": "6", "month": "5", "year": "1941"})
    send(phone, asked, helper_name="Bo Person", relationship="son", permission="yes")
    reference = find_reference(link_of(session, asked).op_id or uuid.UUID(int=0))
    client = sign_in(asked.sender)
    page = client.get("/office/late-reports").text
    assert "A form from a resident" in page
    assert "By link" in page
    item = client.get(f"/office/late-reports/{link_of(session, asked).op_id}").text
    assert "From Bo Person (son), who says they have the resident’s permission, by link" in item
    assert "How are you?" in item
    assert reference in item
    record = client.get(f"/office/residents/{asked.resident_id}").text
    assert reference in record
    assert "sent by link, received today" in record
    submission = re.findall(r"/office/submissions/[\w-]{36}", record)[0]
    shown = client.get(submission).text
    assert f"reference {reference}" in shown
    assert "somebody unknown" not in record + shown


def test_of_two_forms_about_one_case_each_is_read_and_settled_apart(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked
) -> None:
    with app.app_context():
        second = ask_again(session, asked)
    born = {"day": "6", "month": "5", "year": "1941"}
    phone = app.test_client()
    phone.post(asked.address, data=born)
    send(phone, asked)
    phone.post(second.address, data=born)
    by_helper = filled("07700 900010", instance=f"uuid:{uuid.uuid4()}").replace("Well", "Badly")
    send(phone, second, by_helper, helper_name="Bo Person", relationship="son", permission="yes")
    own, helpers = (f"/office/late-reports/{link_of(session, one).op_id}" for one in (asked, second))
    supervisor = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    client = sign_in(supervisor)
    for address, theirs, others in (
        (own, ("From the resident, by link", "Well", "07700 900009"), ("Bo Person", "Badly", "07700 900010")),
        (helpers, ("From Bo Person (son)", "Badly", "07700 900010"), ("From the resident,", "Well", "07700 900009")),
    ):
        page = client.get(address).text
        assert ([words in page for words in theirs], [words in page for words in others]) == ([True] * 3, [False] * 3)
    assert [address in client.get("/office/late-reports").text for address in (own, helpers)] == [True, True]
    seen = re.findall(r'name="op_id" value="([\w-]+)"', client.get(own).text)
    session.rollback()
    assert client.post(own, data={"decision": "accepted", "op_id": seen}).status_code == 303
    assert [address in client.get("/office/late-reports").text for address in (own, helpers)] == [False, True]


@pytest.mark.parametrize("role", [Role.BACK_OFFICE, Role.DUTY_MANAGER, Role.SUPERVISOR])
def test_whoever_reviews_settles_what_came_by_link(
    app: Flask, session: Session, sign_in: SignIn, asked: Asked, role: Role
) -> None:
    phone = app.test_client()
    phone.post(asked.address, data={"day": "6", "month": "5", "year": "1941"})
    send(phone, asked)
    op_id = link_of(session, asked).op_id
    client = sign_in(add_user(session, "Some Body", role))
    address = f"/office/late-reports/{op_id}"
    seen = re.findall(r'name="op_id" value="([^"]+)"', client.get(address).text)
    assert str(op_id) in seen
    assert client.post(address, data={"op_id": seen, "decision": "accepted"}).status_code == 303
    session.rollback()
    assert [one.type for one in session.scalars(select(Referral))] == ["welfare_rights"]
    assert "Accepted by Some Body" in client.get(address).text
