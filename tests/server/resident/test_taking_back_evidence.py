"""A file that a resident added by mistake is taken back before it is sent, with its bytes; what was sent stays."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.derivatives import Rendered
from server.attachments.render_apart import render_apart
from server.domain.resident_link import VAIN_SENDS
from server.store.tables import Attachment, AuditEntry, Derivative, EvidenceFile
from server.use_cases.make_derivatives import make_derivatives
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.borough import add_case, add_resident
from tests.factories.evidence import AskedEvidence, add, answer, ask_case, ask_for_evidence, press_send, read_page
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

    def draw_and_take_back(content: bytes, kind: str) -> list[Rendered]:
        take_back(browser, added)
        return render_apart(content, kind)

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
