"""A resident sends photos and documents by link, without a script: asked, added, checked, sent, refused, sent again."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import uuid
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.evidence import Decision, EvidenceRefusedError, ItemState, RequestStatus
from server.domain.resident_link import LINK_DEVICE_ID, VAIN_SENDS, find_reference
from server.impersonal_logs import hide_tokens
from server.store.tables import Attachment, AuditEntry, EvidenceFile, EvidenceRequest, EvidenceSending, Job, Resident
from server.use_cases import add_evidence_files
from server.use_cases.close_evidence_request import close_evidence_request
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.renew_evidence_link import renew_evidence_link
from server.use_cases.review_evidence import EvidenceStep, review_evidence
from tests.factories.borough import add_case, add_resident
from tests.factories.documents import heic_photo, pdf_document, png_claiming
from tests.factories.evidence import (
    WHY,
    AskedEvidence,
    add,
    answer,
    ask_case,
    ask_for_evidence,
    item_ids,
    link_of_request,
    press_send,
    read_evidence,
    read_page,
)
from tests.factories.resident_links import ask_resident
from tests.factories.sent_files import small_photo
from tests.live.photos import make_photo

NEEDS = ("Proof", "income", "taxi", "Shielding")


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def browser(app: Flask, asked: AskedEvidence) -> FlaskClient:
    """Theirs, with the question answered."""
    return answer(app.test_client(), asked)


def files_of(session: Session) -> list[tuple[EvidenceFile, Attachment]]:
    """What was added, oldest first, as it stands now."""
    session.rollback()
    rows = session.execute(
        select(EvidenceFile, Attachment)
        .join(Attachment, Attachment.id == EvidenceFile.attachment_id)
        .order_by(EvidenceFile.added_at, Attachment.created_at)
    )
    return [(file, attachment) for file, attachment in rows]


def test_before_the_answer_nothing_of_the_request_is_shown(client: FlaskClient, asked: AskedEvidence) -> None:
    page = client.get(asked.address)
    assert page.status_code == 200
    assert "asks you to send photos or documents" in page.text
    assert "What is your date of birth?" in page.text
    assert [word for word in (*NEEDS, "Test", "Person") if word in page.text] == []
    for address in ("/e/evidence", "/e/evidence/1", "/e/evidence/check", "/e/evidence/sent"):
        reply = client.get(address)
        assert (reply.status_code, [word for word in NEEDS if word in reply.text]) == (403, [])


def test_it_says_why_what_and_by_when_with_nothing_in_address_or_title(
    app: Flask, client: FlaskClient, asked: AskedEvidence
) -> None:
    reply = client.post(asked.address, data={"day": "6", "month": "5", "year": "1941"})
    assert reply.headers["Location"] == "/e/evidence?lang=en"
    page = client.get("/e/evidence").text
    assert WHY in page
    assert all(word in page for word in ("Proof of address", "Proof of income", "Not sent yet", "Please send them by"))
    for address in ("/e/evidence", "/e/evidence/1", "/e/evidence/check", "/e/evidence/sent"):
        shown = client.get(address)
        title = re.findall(r"<title>(.*?)</title>", shown.text, re.DOTALL)[0]
        assert [word for word in (*NEEDS, "Test", "Person") if word in title] == []
        assert app.config["COUNCIL_TELEPHONE"] in shown.text
        scripts = re.findall(r"<script [^>]*>", shown.text)
        assert [re.sub(r'src="/assets/[^"]*"', "src", one) for one in scripts] == [
            '<script type="application/json" id="evidence-source">',
            '<script type="module" src>',
        ]
    assert "Lay it flat in daylight" in client.get("/e/evidence/1").text


def test_every_page_is_there_in_welsh(browser: FlaskClient) -> None:
    overview = browser.get("/e/evidence?lang=cy").text
    assert all(words in overview for words in ('lang="cy"', "Pam rydym yn gofyn", "Prawf o gyfeiriad", "?lang=cy"))
    refused = browser.post(
        "/e/evidence/1?lang=cy",
        data={**read_page(browser, "/e/evidence/1"), "file": (io.BytesIO(b""), "a.jpg")},
        content_type="multipart/form-data",
    )
    assert "a.jpg ei gymryd. Mae&#39;n wag." in refused.text
    assert "Pwy sy&#39;n anfon hwn?" not in browser.get("/e/evidence/check?lang=cy").text
    add(browser, 1, [("b.jpg", small_photo(1))])
    assert "Pwy sy&#39;n anfon hwn?" in browser.get("/e/evidence/check?lang=cy").text


def test_photos_are_kept_on_the_case_and_named_by_kind_and_time_alone(
    session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    added = add(browser, 1, [("my bill.jpg", small_photo(1)), ("scan.pdf", pdf_document()), ("i.heic", heic_photo())])
    assert (added.status_code, added.headers["Location"]) == (303, "/e/evidence/1?lang=en")
    found = files_of(session)
    assert {(a.status, a.case_id, a.device_id) for _, a in found} == {("received", asked.case_id, LINK_DEVICE_ID)}
    assert sorted(a.found_type or "" for _, a in found) == ["application/pdf", "image/heic", "image/jpeg"]
    assert len(session.scalars(select(Job).where(Job.kind == "attachment.derivatives")).all()) == 3
    page = browser.get("/e/evidence/1").text
    assert re.findall(r"<li>\w+ (\d), \d+ KB, added", page) == ["1", "2", "3"]
    assert (page.count("<li>Photo "), page.count("<li>Document ")) == (2, 1)
    assert [word for word in ("my bill", "<img") if word in page] == []
    assert all(file.sending_id is None for file, _ in found)


def test_photos_as_a_phone_takes_them_are_kept_whole(session: Session, browser: FlaskClient) -> None:
    taken = [make_photo(seed) for seed in range(3)]
    assert all(len(photo) > 200_000 for photo in taken)
    assert add(browser, 1, [(f"IMG_{n}.jpg", photo) for n, photo in enumerate(taken)]).status_code == 303
    kept = {attachment.sha256 for _, attachment in files_of(session)}
    assert kept == {hashlib.sha256(photo).hexdigest() for photo in taken}


def test_sent_it_is_for_review_with_a_reference_and_the_same_page_sends_once(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    add(browser, 1, [("a.jpg", small_photo(1))])
    page = read_page(browser, "/e/evidence/check")
    for _ in range(2):
        assert press_send(browser, page).headers["Location"] == "/e/evidence/sent?lang=en"
    session.rollback()
    [sending] = session.scalars(select(EvidenceSending)).all()
    shown = browser.get("/e/evidence/sent").text
    assert find_reference(sending.id) in shown
    assert "Proof of income" in shown  # still to be sent
    with app.app_context():
        found = read_evidence(asked)
    assert [item.state for item in found.items] == [ItemState.SENT, ItemState.NEEDED]
    assert found.request.status == RequestStatus.FOR_REVIEW
    assert "evidence.send" in session.scalars(select(AuditEntry.action)).all()


def test_of_two_tabs_the_second_send_is_answered_by_the_first(session: Session, browser: FlaskClient) -> None:
    add(browser, 1, [("a.jpg", small_photo(1))])
    tabs = [read_page(browser, "/e/evidence/check") for _ in range(2)]
    assert tabs[0]["page_id"] != tabs[1]["page_id"]
    assert [press_send(browser, tab).status_code for tab in tabs] == [303, 303]
    session.rollback()
    assert len(session.scalars(select(EvidenceSending)).all()) == 1


def test_the_same_page_added_twice_keeps_one_and_the_same_bytes_later_are_marked(
    session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    page = read_page(browser, "/e/evidence/1")
    for _ in range(2):
        assert add(browser, 1, [("a.jpg", small_photo(1))], page).status_code == 303
    [(first, attachment)] = files_of(session)
    assert first.seen_before_id is None
    add(browser, 2, [("other.jpg", small_photo(1))])
    second = next(file for file, other in files_of(session) if other.id != attachment.id)
    assert second.seen_before_id == attachment.id


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jpg", b"", "It is empty"),
        ("letter.jpg", b"not a picture at all", "not a photo or document"),
        ("page.jpg", b"<html><script>alert(1)</script>", "not a photo or document"),
        ("bomb.png", png_claiming(40_000, 40_000), "more than 60 megapixels"),
        ("cut.jpg", small_photo(1)[:-40], "A part of it is missing"),
        ("../../etc/\x07passwd.jpg", b"", "passwd.jpg was not taken"),
    ],
)
def test_a_refused_file_is_told_by_name_and_blocks_nothing_else(
    session: Session, browser: FlaskClient, name: str, content: bytes, words: str
) -> None:
    reply = add(browser, 1, [(name, content), ("good.jpg", small_photo(2))])
    assert reply.status_code == 422
    assert words in reply.text
    assert 'href="#file"' in reply.text
    assert "etc" not in reply.text
    assert sorted(a.status for _, a in files_of(session)) == ["quarantined", "received"]
    assert press_send(browser).status_code == 303
    assert sorted(file.sending_id is None for file, _ in files_of(session)) == [False, True]


def test_what_is_too_large_or_too_many_is_told_and_nothing_of_it_kept(
    app: Flask, session: Session, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_evidence_files, "MOST_FILES", 2)
    app.config["MAX_UPLOAD_BYTES"] = 1024 * 1024
    large = small_photo(1) + b"\0" * 1024 * 1024
    reply = add(browser, 1, [("large.jpg", large)] + [(f"{n}.jpg", small_photo(n)) for n in range(3)])
    assert reply.status_code == 422
    assert "large.jpg was not taken. It is larger than 1 MB." in reply.text
    assert "2.jpg was not taken. There are enough files" in reply.text
    assert len(files_of(session)) == 2
    over = add(browser, 2, [(f"{n}.jpg", large) for n in range(6)])
    assert (over.status_code, "Together that is too much" in over.text) == (413, True)
    assert len(files_of(session)) == 2


def test_ten_thousand_tiny_files_are_too_much_for_one_go(session: Session, browser: FlaskClient) -> None:
    tiny = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nx\r\n' * 10_000
    reply = browser.post("/e/evidence/1?lang=en", data=tiny + b"--b--", content_type="multipart/form-data; boundary=b")
    assert (reply.status_code, "Together that is too much" in reply.text) == (413, True)
    assert files_of(session) == []


def test_a_body_that_is_cut_keeps_nothing(session: Session, browser: FlaskClient) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + small_photo(1)
    announced = {"CONTENT_LENGTH": "500000"}
    reply = browser.post(
        "/e/evidence/1?lang=en", data=body, content_type="multipart/form-data; boundary=b", environ_overrides=announced
    )
    assert (reply.status_code, files_of(session)) == (400, [])


def test_nothing_chosen_and_nothing_added_are_said(session: Session, browser: FlaskClient) -> None:
    assert "Choose at least one photo" in add(browser, 1, []).text
    page = {"link": read_page(browser, "/e/evidence/1")["link"], "page_id": str(uuid.uuid4())}
    reply = press_send(browser, page)
    assert (reply.status_code, "Nothing has been added yet" in reply.text) == (422, True)
    session.rollback()
    assert session.scalars(select(EvidenceSending)).all() == []


def test_a_helper_says_who_they_are_and_that_they_may(session: Session, browser: FlaskClient) -> None:
    add(browser, 1, [("a.jpg", small_photo(1))])
    nobody = press_send(browser, who="")
    assert (nobody.status_code, "Choose who is sending this" in nobody.text) == (422, True)
    refused = press_send(browser, who="helper", helper_name="Bo Person")
    assert refused.status_code == 422
    assert all(words in refused.text for words in ("Enter who you are to them", "Confirm that you have"))
    assert 'value="Bo Person"' in refused.text
    press_send(browser, who="helper", helper_name="Bo Person", relationship="son", permission="yes")
    session.rollback()
    sending = session.scalars(select(EvidenceSending)).one()
    assert (sending.sender, sending.helper_name, sending.relationship) == ("helper", "Bo Person", "son")


def test_a_refusal_reopens_its_document_and_says_why_and_approved_it_takes_no_more(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    add(browser, 1, [("a.jpg", small_photo(1))])
    press_send(browser)
    first = item_ids(session, asked)[0]
    at = dt.datetime.now(dt.UTC)
    with app.app_context():
        refuse = EvidenceStep(item_id=first, decision=Decision.REFUSE, seen_version=2, reason="The date is cut off.")
        review_evidence(refuse, by_id=asked.sender.id, at=at)
        again = answer(app.test_client(), asked)
        page = again.get("/e/evidence").text
        assert "The date is cut off." in page
        assert "Needed again" in page
        add(again, 1, [("b.jpg", small_photo(2))])
        press_send(again)
        assert read_evidence(asked).items[0].state is ItemState.SENT
        approve = EvidenceStep(
            item_id=first, decision=Decision.APPROVE, seen_version=4, document_type_id=asked.type_ids[0]
        )
        review_evidence(approve, by_id=asked.sender.id, at=at)
    assert "We have accepted this" in again.get("/e/evidence/1").text
    over = add(again, 1, [("c.jpg", small_photo(3))], read_page(again, "/e/evidence/2"))
    assert (over.status_code, "This is accepted already" in over.text) == (409, True)
    assert len(files_of(session)) == 2


@pytest.mark.parametrize("how", ["closed", "expired", "held", "renewed"])
def test_a_link_that_is_over_takes_nothing(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient, how: str
) -> None:
    page, at = read_page(browser, "/e/evidence/1"), dt.datetime.now(dt.UTC)
    with app.app_context():
        if how == "closed":
            close_evidence_request(asked.request_id, by_id=asked.sender.id, at=at)
        elif how == "renewed":
            later = at + dt.timedelta(days=20)
            renew_evidence_link(asked.request_id, later.date(), later, by_id=asked.sender.id, at=at)
    if how == "expired":
        link_of_request(session, asked).expires_at = at
        session.commit()
    if how == "held":
        session.rollback()
        session.get_one(Resident, asked.resident_id).on_hold = True
        session.commit()
    assert add(browser, 1, [("a.jpg", small_photo(1))], page).status_code == 403
    assert browser.get("/e/evidence").status_code == 403
    reply = app.test_client().get(asked.address)
    assert (reply.status_code, "020 7946 0000" in reply.text) == (404, True)
    assert files_of(session) == []


def test_the_page_of_one_link_gives_nothing_to_another(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session)), asked.sender)
    page = read_page(browser, "/e/evidence/1")
    answer(browser, other)  # in the same browser
    reply = add(browser, 1, [("a.jpg", small_photo(1))], page)
    assert (reply.status_code, "Another link was opened" in reply.text) == (409, True)
    assert press_send(browser, page).status_code == 409
    assert files_of(session) == []


def test_a_link_to_a_form_opens_no_evidence_and_the_other_way_round(
    app: Flask, session: Session, browser: FlaskClient
) -> None:
    assert browser.get("/e/form").status_code == 404
    assert browser.get("/e/evidence/9").status_code == 404
    session.rollback()
    with app.app_context():
        form = ask_resident(session)
    client = app.test_client()
    client.post(form.address, data={"day": "6", "month": "5", "year": "1941"})
    assert client.get("/e/evidence").status_code == 404


def test_files_that_are_of_no_use_one_after_another_make_the_link_wait(session: Session, browser: FlaskClient) -> None:
    page = read_page(browser, "/e/evidence/1")
    for _ in range(VAIN_SENDS.most):
        assert add(browser, 1, [("a.jpg", b"")], page).status_code == 422
    held = add(browser, 1, [("good.jpg", small_photo(1))], page)
    assert (held.status_code, "Wait a quarter of an hour" in held.text) == (429, True)
    assert [a.status for _, a in files_of(session)] == ["quarantined"]


def test_while_half_of_the_threads_read_bodies_a_further_one_is_told_to_come_again(
    app: Flask, session: Session, browser: FlaskClient
) -> None:
    page = read_page(browser, "/e/evidence/1")
    with ExitStack() as bodies:
        while bodies.enter_context(app.extensions["doorstep_receivers"].place()):
            pass
        busy = add(browser, 1, [("a.jpg", small_photo(1))], page)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "60")
        assert "Very many people are sending" in busy.text
        assert browser.get("/e/evidence").status_code == 200
    assert add(browser, 1, [("a.jpg", small_photo(1))], page).status_code == 303
    assert len(files_of(session)) == 1


def test_what_was_named_meanwhile_is_not_taken_away_by_the_same_page_sent_again(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request is through and the request closed between the second one's look and its turn."""
    page = read_page(browser, "/e/evidence/1")
    add(browser, 1, [("a.jpg", small_photo(1))], page)
    [(_, attachment)] = files_of(session)
    session.rollback()
    looks = iter([None, attachment])
    monkeypatch.setattr(add_evidence_files, "find_attachment", lambda *_: next(looks))
    monkeypatch.setattr(add_evidence_files, "_lock_open", _refuse_as_closed)
    assert add(browser, 1, [("a.jpg", small_photo(1))], page).status_code == 404
    with app.app_context(), open_byte_store(app.config).open(attachment.storage_key or "") as kept:
        assert kept.read() == small_photo(1)


def _refuse_as_closed(*_: object) -> None:
    raise EvidenceRefusedError("closed")


def test_removed_from_this_device_the_question_is_asked_again(browser: FlaskClient) -> None:
    left = browser.post("/e/evidence/leave", follow_redirects=True).text
    assert "Nothing is left on this device" in left
    assert browser.get("/e/evidence").status_code == 403


def test_our_own_addresses_are_no_secret_and_nothing_else_is_logged() -> None:
    for ours in ("GET /e/evidence?lang=cy", "POST /e/evidence/2?lang=en", "GET /e/evidence/check"):
        assert hide_tokens(ours) == ours
    assert hide_tokens("GET /e/evidence-AAAAAAAA") == "GET /e/…"


def test_a_request_begins_pending_with_each_document_needed(session: Session, asked: AskedEvidence) -> None:
    request = session.scalars(select(EvidenceRequest)).one()
    assert (request.status, request.why, request.case_id) == (RequestStatus.PENDING, WHY, asked.case_id)
