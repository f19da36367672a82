"""A file that a resident added by mistake is taken back before it is sent, with its bytes; what was sent stays."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.attachments.derivatives import Rendered
from server.attachments.render_apart import render_apart
from server.domain.evidence import ItemState
from server.domain.picture import Drawing
from server.domain.resident_link import VAIN_SENDS
from server.store.tables import Attachment, AuditEntry, Derivative, EvidenceFile, EvidenceItem, EvidenceSending, Job
from server.use_cases.make_derivatives import make_derivatives
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.remove_evidence_file import FORGET_JOB
from server.worker_duties import list_duties
from tests.factories.borough import add_case, add_resident
from tests.factories.evidence import (
    AskedEvidence,
    add,
    answer,
    ask_case,
    ask_for_evidence,
    item_ids,
    press_send,
    read_page,
)
from tests.factories.sent_files import small_photo


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def browser(app: Flask, asked: AskedEvidence) -> FlaskClient:
    """Theirs, with the question answered and one photo added."""
    client = answer(app.test_client(), asked)
    add(client, 1, [("a.jpg", small_photo(1))])
    return client


def take_back(client: FlaskClient, added: str, link: str = "") -> int:
    """Press the button beside the file."""
    link = link or read_page(client, "/e/evidence/1")["link"]
    return client.post("/e/evidence/1/remove?lang=en", data={"link": link, "added": added}).status_code


def forget(app: Flask, session: Session) -> None:
    """The worker does what taking back has left to it."""
    session.rollback()
    queued = session.scalars(select(Job).where(Job.kind == FORGET_JOB)).all()
    assert queued
    wanted = [job.payload for job in queued]
    session.rollback()
    with app.app_context():
        for payload in wanted:
            list_duties(app)[FORGET_JOB](payload)


def rows(session: Session, table: type) -> int:
    """How many there are now."""
    session.rollback()
    return len(session.scalars(select(table)).all())


def test_taken_back_its_rows_and_bytes_go_and_nothing_is_marked_by_it(
    app: Flask, session: Session, browser: FlaskClient
) -> None:
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    session.rollback()
    attachment = session.scalars(select(Attachment)).one()
    session.rollback()
    with app.app_context():
        make_derivatives(open_byte_store(app.config), attachment.id, now=dt.datetime.now(dt.UTC))
    add(browser, 2, [("same.jpg", small_photo(1))])
    assert [take_back(browser, added), take_back(browser, added)] == [303, 303]
    forget(app, session)
    assert (rows(session, Attachment), rows(session, EvidenceFile), rows(session, Derivative)) == (1, 1, 0)
    assert session.scalars(select(EvidenceFile.seen_before_id)).all() == [None]
    assert session.scalars(select(AuditEntry.action)).all().count("evidence.remove") == 1
    assert [path for path in Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*") if added in str(path)] == []


def test_what_was_sent_or_is_of_another_document_or_link_stays(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    add(browser, 2, [("b.jpg", small_photo(2))])
    [second] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/2").text)
    take_back(browser, second)
    press_send(browser)
    assert "Take back" not in browser.get("/e/evidence/1").text
    session.rollback()
    for attachment_id in session.scalars(select(EvidenceFile.attachment_id)).all():
        take_back(browser, str(attachment_id))
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session)), asked.sender)
    page = read_page(browser, "/e/evidence/1")
    answer(browser, other)
    assert take_back(browser, second, page["link"]) == 409
    assert rows(session, EvidenceFile) == 2


def test_pictures_that_are_drawn_while_it_is_taken_back_do_not_stay(
    app: Flask, session: Session, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    session.rollback()
    attachment = session.scalars(select(Attachment)).one()
    session.rollback()
    draw = "server.use_cases.make_derivatives.render_apart"

    def draw_and_take_back(content: bytes, kind: str, drawing: Drawing) -> list[Rendered]:
        take_back(browser, added)
        return render_apart(content, kind, drawing)

    monkeypatch.setattr(draw, draw_and_take_back)
    with app.app_context():
        make_derivatives(open_byte_store(app.config), attachment.id, now=dt.datetime.now(dt.UTC))
    assert [path for path in Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*.jpg") if added in str(path)] == []


def test_who_adds_and_takes_back_without_end_waits(browser: FlaskClient) -> None:
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    link = read_page(browser, "/e/evidence/1")["link"]
    assert add(browser, 1, [("b.jpg", small_photo(2))]).status_code == 303
    for _ in range(VAIN_SENDS.most):
        take_back(browser, added, link)
    assert add(browser, 1, [("c.jpg", small_photo(3))]).status_code == 429


def test_bytes_of_a_file_that_the_same_page_adds_again_stay(app: Flask, session: Session, asked: AskedEvidence) -> None:
    browser = answer(app.test_client(), asked)
    page, photo = read_page(browser, "/e/evidence/1"), [("a.jpg", small_photo(1))]
    add(browser, 1, photo, page)
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    take_back(browser, added)
    add(browser, 1, photo, page)
    forget(app, session)
    assert rows(session, Attachment) == 1
    assert [path for path in Path(app.config["ATTACHMENTS_FOLDER"]).rglob("original*") if added in str(path)] != []
    with app.app_context():  # and what a late worker has taken away is written again
        session.rollback()
        take_back(browser, added)
        forget(app, session)
    add(browser, 1, photo, page)
    assert [path for path in Path(app.config["ATTACHMENTS_FOLDER"]).rglob("original*") if added in str(path)] != []


def test_nothing_is_taken_back_from_what_was_approved_or_by_surprise_of_who_decides(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    press_send(browser)
    add(browser, 1, [("b.jpg", small_photo(2))])
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    [first, _] = item_ids(session, asked)
    session.rollback()
    version = session.get_one(EvidenceItem, first).version
    session.rollback()
    take_back(browser, added)
    assert session.get_one(EvidenceItem, first).version == version + 1
    add(browser, 1, [("c.jpg", small_photo(3))])
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    link = read_page(browser, "/e/evidence/1")["link"]
    session.rollback()
    approved = {"state": ItemState.APPROVED, "approved_type_id": asked.type_ids[0]}
    session.execute(update(EvidenceItem).where(EvidenceItem.id == first).values(**approved))
    session.commit()
    assert take_back(browser, added, link) == 409
    assert rows(session, EvidenceFile) == 2


def test_a_resident_neither_takes_back_nor_sends_what_the_office_added(
    app: Flask, session: Session, asked: AskedEvidence, browser: FlaskClient
) -> None:
    [added] = re.findall(r'name="added" value="([^"]*)"', browser.get("/e/evidence/1").text)
    session.rollback()
    session.execute(update(Attachment).values(uploaded_by_id=asked.sender.id))
    session.commit()
    take_back(browser, added)
    assert press_send(browser).status_code == 422
    assert rows(session, Attachment) == 1


def test_the_same_page_sends_what_was_added_since(session: Session, browser: FlaskClient) -> None:
    page = read_page(browser, "/e/evidence/check")
    press_send(browser, page)
    add(browser, 1, [("b.jpg", small_photo(2))])
    press_send(browser, page)
    press_send(browser, page)
    assert rows(session, EvidenceSending) == 2
    assert session.scalars(select(EvidenceFile).where(EvidenceFile.sending_id.is_(None))).all() == []
