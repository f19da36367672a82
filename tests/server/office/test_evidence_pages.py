"""Evidence at the office: asked for from a case, seen, renewed, closed; one document decided on, and added to for the resident."""

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

from server.domain.evidence import Decision, EvidenceRefusedError, ItemState, RequestStatus
from server.domain.token import hash_token
from server.domain.words import Role
from server.store.tables import (
    AuditEntry,
    Case,
    DocumentType,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    Resident,
    ResidentLink,
    User,
)
from server.use_cases.ensure_document_types import ensure_document_types
from server.use_cases.make_derivatives import make_derivatives
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.review_evidence import EvidenceStep, review_evidence
from tests.factories.borough import add_case, add_programme, add_resident, add_user
from tests.factories.evidence import (
    AskedEvidence,
    add,
    answer,
    ask_case,
    ask_for_evidence,
    item_ids,
    link_of_request,
    press_send,
    read_evidence,
)
from tests.factories.sent_files import small_photo
from tests.server.office.conftest import SignIn

TODAY = dt.datetime.now(dt.UTC).date()
LATER = (TODAY + dt.timedelta(days=20)).isoformat()
MAY_SEE = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER, Role.CONTACT_CENTRE}


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def sent(app: Flask, asked: AskedEvidence) -> AskedEvidence:
    """They have sent one photo for the first."""
    browser = answer(app.test_client(), asked)
    add(browser, 1, [("a.jpg", small_photo(1))])
    press_send(browser)
    return asked


def document(session: Session, asked: AskedEvidence, number: int = 1) -> EvidenceItem:
    """One of its documents, as it stands now."""
    session.expire_all()
    item = session.get_one(EvidenceItem, item_ids(session, asked)[number - 1])
    session.rollback()
    return item


def page_of(session: Session, asked: AskedEvidence, number: int = 1) -> str:
    """Where that document is decided on."""
    found = item_ids(session, asked)[number - 1]
    session.rollback()
    return f"/office/evidence/documents/{found}"


def status_of(session: Session, asked: AskedEvidence) -> str:
    """How the request stands now."""
    session.rollback()
    session.expire_all()
    return session.get_one(EvidenceRequest, asked.request_id).status


def wanted(asked: AskedEvidence, **values: object) -> dict[str, object]:
    """What the page that asks sends."""
    types = [str(type_id) for type_id in asked.type_ids]
    return {"types": types, "why": "To help you sooner.", "due": LATER, "question": "postcode", **values}


def test_asked_from_a_case_the_link_is_shown_once_and_kept_as_a_hash(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, address = sign_in(asked.sender), f"/office/cases/{asked.case_id}/ask-evidence"
    page = client.get(address).text
    assert "Proof of address" in page
    assert "<script" not in page
    made = client.post(address, data=wanted(asked))
    [code] = re.findall(r"/e/([\w-]{22})<", made.text)
    link = session.scalars(select(ResidentLink).where(ResidentLink.code_hash == hash_token(code))).one()
    request = session.get_one(EvidenceRequest, link.id)
    assert (link.purpose, link.question, request.why) == ("evidence", "postcode", "To help you sooner.")
    assert link.expires_at.date() >= request.due_on + dt.timedelta(days=28)
    assert code not in client.get(f"/office/evidence/{link.id}").text
    assert code not in str(session.scalars(select(AuditEntry.fields)).all())
    resident = client.get(f"/office/residents/{asked.resident_id}").text
    assert "Asked for photos or documents" in resident  # on the timeline
    assert f"/office/evidence/{link.id}" in resident
    message = re.findall(r'id="message">(.*?)</div>', made.text, re.DOTALL)[0]
    assert [word for word in ("Proof", "Shielding", "sooner") if word in message] == []


def test_a_button_pressed_twice_makes_one_request(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client, address = sign_in(asked.sender), f"/office/cases/{asked.case_id}/ask-evidence"
    [page_id] = re.findall(r'name="page_id" value="([\w-]+)"', client.get(address).text)
    _, shown = (client.post(address, data=wanted(asked, page_id=page_id)).text for _ in range(2))
    [link] = session.scalars(select(ResidentLink).where(ResidentLink.id != asked.request_id)).all()
    assert [hash_token(code) for code in re.findall(r"/e/([\w-]{22})<", shown)] == [link.code_hash]
    assert link.id == uuid.UUID(page_id)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"types": []}, "Choose what is needed"),
        ({"types": [str(uuid.uuid4())]}, "Choose what is needed"),
        ({"types": [str(uuid.uuid4()) for _ in range(10_000)]}, "Choose at most 20 documents"),
        ({"why": "   "}, "Say why we ask"),
        ({"why": "x" * 1001}, "The reason is too long"),
        ({"due": "soon"}, "Enter a day"),
        ({"due": (TODAY - dt.timedelta(days=2)).isoformat()}, "The day must be today or later"),
        ({"due": (TODAY + dt.timedelta(days=90)).isoformat()}, "The day must be within 60 days"),
        ({"question": "mother"}, "Choose what the link asks first"),
    ],
)
def test_what_makes_no_request_is_said_beside_its_field_and_kept(
    session: Session, sign_in: SignIn, asked: AskedEvidence, values: dict[str, object], words: str
) -> None:
    reply = sign_in(asked.sender).post(f"/office/cases/{asked.case_id}/ask-evidence", data=wanted(asked, **values))
    assert (reply.status_code, reply.text.count(words) >= 2) == (422, True)
    assert len(session.scalars(select(EvidenceRequest)).all()) == 1


def test_without_a_day_it_is_due_after_the_longest_of_the_usual_times(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    kinds = session.scalars(select(DocumentType).where(DocumentType.code.in_(("tenancy_agreement", "photo_of_repair"))))
    types = [str(kind.id) for kind in kinds]
    session.rollback()
    sign_in(asked.sender).post(f"/office/cases/{asked.case_id}/ask-evidence", data=wanted(asked, types=types, due=""))
    request = session.scalars(select(EvidenceRequest).where(EvidenceRequest.id != asked.request_id)).one()
    today = dt.datetime.now(app.config["TIME_ZONE"]).date()
    assert request.due_on == today + dt.timedelta(days=21)


def test_nothing_is_asked_of_whom_no_link_may_reach(app: Flask, session: Session, sign_in: SignIn) -> None:
    with app.app_context():
        asked = ask_for_evidence(session)
    client, address = sign_in(asked.sender), f"/office/cases/{asked.case_id}/ask-evidence"
    resident = session.get_one(Resident, asked.resident_id)
    resident.on_hold = True
    session.commit()
    assert "A death is reported" in client.get(address).text
    assert client.post(address, data=wanted(asked)).status_code == 422
    resident.on_hold, resident.date_of_birth, resident.address_id = False, None, None
    session.commit()
    assert "a link could ask nothing" in client.get(address).text
    assert client.post(address, data=wanted(asked)).status_code == 422
    case = session.get_one(Case, asked.case_id)
    case.status, case.closed_reason = "closed", "done"
    session.commit()
    assert client.get(address).status_code == 404


def test_another_link_ends_the_old_one_and_closing_ends_both(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client = sign_in(asked.sender)
    renewed = client.post(f"/office/evidence/{asked.request_id}/renew", data={"due": LATER})
    [code] = re.findall(r"/e/([\w-]{22})<", renewed.text)
    assert [app.test_client().get(one).status_code for one in (asked.address, f"/e/{code}")] == [404, 200]
    early = client.post(f"/office/evidence/{asked.request_id}/renew", data={"due": "2020-01-01"})
    assert (early.status_code, "must be today or later" in early.text) == (422, True)
    closed = client.post(f"/office/evidence/{asked.request_id}/close", follow_redirects=True)
    assert "The request is closed." in closed.text
    assert app.test_client().get(f"/e/{code}").status_code == 404
    assert status_of(session, asked) == RequestStatus.CLOSED
    for step in ("close", "renew"):
        again = client.post(f"/office/evidence/{asked.request_id}/{step}", data={"due": LATER})
        assert (again.status_code, "This request is closed." in again.text) == (409, True)
    assert link_of_request(session, asked).closed_by_id == asked.sender.id


def test_the_list_shows_what_waits_for_review_and_the_menu_counts_it(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client = sign_in(sent.sender)
    page = client.get("/office/evidence").text
    assert "1 to review, 0 of 2 approved" in page
    assert "Evidence (1)" in page
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session, last_name="Waiting")), sent.sender)
    assert "Test Waiting" not in client.get("/office/evidence").text
    assert "Test Waiting" in client.get("/office/evidence?state=pending").text
    link_of_request(session, other).expires_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    session.commit()
    assert "Test Waiting" not in client.get("/office/evidence?state=pending").text
    assert "Test Waiting" in client.get("/office/evidence?state=expired").text
    assert "Test Waiting" in client.get("/office/evidence?state=any").text


def test_each_role_sees_and_does_what_the_table_says(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    session.rollback()
    for role in Role:
        client = sign_in(add_user(session, f"Some {role}", role))
        expected = 200 if role in MAY_SEE else 403
        addresses = ("/office/evidence", f"/office/evidence/{sent.request_id}", page_of(session, sent))
        assert [client.get(address).status_code for address in addresses] == [expected] * 3, role
    centre = sign_in(add_user(session, "Cora Centre", Role.CONTACT_CENTRE))
    page = centre.get(page_of(session, sent)).text
    assert "Your role does not show pictures" in page
    assert "Refuse and ask again" not in page
    assert centre.post(f"{page_of(session, sent)}/approve", data={}).status_code == 403


def test_a_document_is_shown_beside_what_was_asked(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, address = sign_in(sent.sender), page_of(session, sent)
    assert "being made" in client.get(address).text
    session.rollback()
    attachment_id = session.scalars(select(EvidenceFile.attachment_id)).one()
    session.rollback()
    with app.app_context():
        make_derivatives(open_byte_store(app.config), attachment_id, now=dt.datetime.now(dt.UTC))
    page = client.get(address).text
    assert f"/office/photos/{attachment_id}/1600" in page
    assert "We pay for the taxi to the hospital." in page
    assert "/original" not in page  # a named role opens it
    assert client.get(f"/office/photos/{attachment_id}/1600").status_code == 200


def test_approved_as_what_it_is_and_until_when(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    client, address = sign_in(sent.sender), page_of(session, sent)
    values = {"seen_version": "2", "type": str(sent.type_ids[1]), "valid_until": LATER}
    done = client.post(f"{address}/approve", data=values, follow_redirects=True)
    assert "Approved." in done.text
    item = document(session, sent)
    assert (item.state, item.approved_type_id) == (ItemState.APPROVED, sent.type_ids[1])
    assert item.valid_until_on == dt.date.fromisoformat(LATER)
    assert status_of(session, sent) == RequestStatus.PENDING  # the other document is still to come
    page = client.get(address).text
    assert "Approved as" in page
    assert "Proof of income" in page
    client.post(f"{address}/reopen", data={"seen_version": str(item.version)})
    assert document(session, sent).state == ItemState.SENT
    assert "evidence.reopen" in session.scalars(select(AuditEntry.action)).all()


@pytest.mark.parametrize(
    ("step", "values", "status", "words"),
    [
        ("approve", {"type": ""}, 422, "Choose what it is"),
        ("approve", {"type": str(uuid.uuid4())}, 422, "Choose what it is"),
        ("approve", {"valid_until": "soon"}, 422, "or leave it empty"),
        ("approve", {"valid_until": "2020-01-01"}, 422, "The last day must be today or later"),
        ("refuse", {"reason": "  "}, 422, "Say why it is refused"),
        ("refuse", {"reason": "x" * 1001}, 422, "The reason is too long"),
        ("refuse", {"reason": "blurred", "seen_version": "1"}, 409, "since you opened this page"),
        ("reopen", {}, 409, "This cannot be decided as it stands"),
        ("burn", {}, 404, ""),
    ],
)
def test_what_is_no_decision_is_said_and_changes_nothing(
    session: Session, sign_in: SignIn, sent: AskedEvidence, step: str, values: dict[str, str], status: int, words: str
) -> None:
    data = {"seen_version": "2", "type": str(sent.type_ids[0]), **values}
    reply = sign_in(sent.sender).post(f"{page_of(session, sent)}/{step}", data=data)
    assert (reply.status_code, words in reply.text) == (status, True)
    assert document(session, sent).state == ItemState.SENT


def test_a_kind_of_another_programme_is_none(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    session.rollback()
    programme = add_programme(session, "another")
    session.commit()
    with app.app_context():
        ensure_document_types()
    kind_id = session.scalars(select(DocumentType.id).where(DocumentType.programme_id == programme.id)).first()
    values = {"seen_version": "2", "type": str(kind_id)}
    assert sign_in(sent.sender).post(f"{page_of(session, sent)}/approve", data=values).status_code == 422
    reply = sign_in(sent.sender).post(
        f"/office/cases/{sent.case_id}/ask-evidence", data=wanted(sent, types=[str(kind_id)])
    )
    assert reply.status_code == 422


def test_of_two_who_decide_at_once_one_is_told(app: Flask, session: Session, sent: AskedEvidence) -> None:
    item_id, by_id, both = item_ids(session, sent)[0], sent.sender.id, threading.Barrier(2)
    session.rollback()
    steps = [
        EvidenceStep(item_id=item_id, decision=Decision.REFUSE, seen_version=2, reason="Blurred"),
        EvidenceStep(item_id=item_id, decision=Decision.APPROVE, seen_version=2, document_type_id=sent.type_ids[0]),
    ]

    def decide(step: EvidenceStep) -> str:
        with app.app_context():
            both.wait(timeout=20)
            try:
                review_evidence(step, by_id=by_id, at=dt.datetime.now(dt.UTC))
            except EvidenceRefusedError as refusal:
                return refusal.reason
        return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, steps)) == ["changed_meanwhile", "won"]
    assert document(session, sent).version == 3


def test_more_sent_meanwhile_is_looked_at_before_it_is_decided(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    browser = answer(app.test_client(), sent)
    add(browser, 1, [("b.jpg", small_photo(2))])
    press_send(browser)
    reply = sign_in(sent.sender).post(f"{page_of(session, sent)}/refuse", data={"seen_version": "2", "reason": "No"})
    assert reply.status_code == 409
    assert document(session, sent).state == ItemState.SENT


def says_refused(page: str) -> list[bool]:
    """Of each file on a document's page, from the top."""
    files = page.partition('class="doorstep-evidence"')[2].partition("</ul>")[0].split("<li>")[1:]
    return ["Refused " in file for file in files]


def test_what_came_after_a_refusal_stands_first_and_what_was_refused_says_so(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, page = sign_in(sent.sender), page_of(session, sent)
    assert client.post(f"{page}/refuse", data={"seen_version": "2", "reason": "Blurred"}).status_code == 303
    resident = answer(app.test_client(), sent)
    add(resident, 1, [("better.jpg", small_photo(7))])
    press_send(resident)
    assert says_refused(client.get(page).text) == [False, True]
    seen = str(document(session, sent).version)
    client.post(f"{page}/refuse", data={"seen_version": seen, "reason": "Still blurred"})
    assert says_refused(client.get(page).text) == [True, True]


def test_nothing_is_decided_of_a_closed_request(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    client = sign_in(sent.sender)
    client.post(f"/office/evidence/{sent.request_id}/close")
    reply = client.post(f"{page_of(session, sent)}/refuse", data={"seen_version": "2", "reason": "No"})
    assert (reply.status_code, "This request is closed." in reply.text) == (409, True)
    assert "Refuse and ask again" not in client.get(page_of(session, sent)).text


def test_wrong_answers_on_the_link_lead_from_today_to_the_request(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    stranger = app.test_client()
    for _ in range(5):
        stranger.post(asked.address, data={"day": "7", "month": "5", "year": "1941"})
    client = sign_in(asked.sender)
    assert f"/office/links/{asked.request_id}" in client.get("/office/").text
    led = client.get(f"/office/links/{asked.request_id}", follow_redirects=True)
    assert "Five wrong answers were given" in led.text
    assert client.post(f"/office/links/{asked.request_id}/seen").status_code == 303
    for step in ("resend", "close"):  # steps of forms only
        assert client.post(f"/office/links/{asked.request_id}/{step}", data={"until": LATER}).status_code == 404
    assert link_of_request(session, asked).closed_at is None


def test_every_view_of_a_persons_evidence_is_audited(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    session.rollback()
    client = sign_in(add_user(session, "Olga Other", Role.SUPERVISOR))
    client.get(f"/office/evidence/{sent.request_id}")
    client.get(page_of(session, sent))
    client.get("/office/evidence")
    session.rollback()
    other = session.scalars(select(User).where(User.name == "Olga Other")).one()
    seen = session.scalars(select(AuditEntry.action).where(AuditEntry.user_id == other.id)).all()
    assert list(seen) == ["resident.view", "resident.view", "evidence.list"]


def test_the_request_as_read_names_what_each_document_has(app: Flask, sent: AskedEvidence) -> None:
    with app.app_context():
        found = read_evidence(sent)
    assert [len(item.files) for item in found.items] == [1, 0]
    assert found.items[0].files[0].sending == found.sendings[0]
