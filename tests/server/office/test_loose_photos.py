"""A photo of a visit that answers no question: on the visit's page and in the resident's history, with its officer's words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.use_cases.make_derivatives import make_derivatives
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.borough import add_phone, add_user
from tests.factories.operations import make_operation
from tests.factories.sent_files import SentFile, small_photo
from tests.factories.submission_line import SubmissionLine, lay_line
from tests.server.office.conftest import SignIn

WORDS = "The meter in the hall <04:12 left>"


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    return lay_line(session)


def add_photo(line: SubmissionLine, **payload: object) -> SentFile:
    """Named by its operation; no byte of it is here."""
    photo = SentFile(line.phone, small_photo())
    named = {
        "attachment_id": str(photo.attachment_id), "name": "photo.jpg", "content_type": "image/jpeg",
        "size": len(photo.content), "sha256": photo.true_sha256, "captured_at": "2026-11-23T10:42:07.120Z",
        "node": None,
    }  # fmt: skip
    added = make_operation(
        line.phone, "attachment.add", "visit", line.visit_id, payload={"attachment": named} | payload
    )
    assert [receipt.verdict for receipt in line.push(added)] == ["applied"]
    line.session.rollback()
    return photo


def send(client: FlaskClient, photo: SentFile) -> None:
    assert client.post("/files", headers=photo.announcement()).status_code == 201
    whole = client.patch(photo.path, data=photo.content, headers=photo.patch_headers(0))
    assert "Doorstep-Received" in whole.headers


def test_it_is_shown_with_who_took_it_and_what_it_shows(
    app: Flask, client: FlaskClient, line: SubmissionLine, session: Session, sign_in: SignIn
) -> None:
    resident_id, visit_page = line.visit().resident_id, f"/office/visits/{line.visit_id}"
    photo = add_photo(line, note=WORDS)
    desk = sign_in(add_user(session, "Ben Back", Role.BACK_OFFICE))
    picture = f"/office/photos/{photo.attachment_id}/320"
    page = desk.get(visit_page).text
    assert "The meter in the hall &lt;04:12 left&gt;" in page
    assert "On its way from the phone" in page
    assert picture not in page
    send(client, photo)
    assert picture not in desk.get(f"/office/residents/{resident_id}").text
    make_derivatives(open_byte_store(app.config), photo.attachment_id, now=dt.datetime.now(dt.UTC))
    page = desk.get(visit_page).text
    assert picture in page[page.index("Other photos of this visit") :]
    assert re.search(r">Taken [^<]*10:42[^<]* by Olive Officer<", page), page[page.index(">Taken") :][:80]
    page = desk.get(f"/office/residents/{resident_id}").text
    history = page[page.index("doorstep-timeline") :]
    assert "Photo added to a visit" in history
    assert "The meter in the hall &lt;04:12 left&gt;" in history
    assert picture in history
    assert desk.get(picture).content_type == "image/jpeg"


def test_who_may_see_no_photo_reads_its_words_only(
    app: Flask, client: FlaskClient, line: SubmissionLine, session: Session, sign_in: SignIn
) -> None:
    resident_id = line.visit().resident_id
    photo = add_photo(line, note=WORDS)
    send(client, photo)
    make_derivatives(open_byte_store(app.config), photo.attachment_id, now=dt.datetime.now(dt.UTC))
    page = sign_in(add_user(session, "Cora", Role.CONTACT_CENTRE)).get(f"/office/residents/{resident_id}").text
    assert "The meter in the hall" in page
    assert str(photo.attachment_id) not in page


def test_one_without_words_says_nothing_of_them(line: SubmissionLine, session: Session, sign_in: SignIn) -> None:
    add_photo(line)
    page = sign_in(add_user(session, "Ben Back", Role.BACK_OFFICE)).get(f"/office/visits/{line.visit_id}").text
    assert "Other photos of this visit" in page
    assert "None" not in page[page.index("Other photos of this visit") :][:600]


def test_words_that_another_phone_puts_to_a_photo_stand_nowhere(
    line: SubmissionLine, session: Session, sign_in: SignIn
) -> None:
    resident_id, photo = line.visit().resident_id, add_photo(line, note=WORDS)
    other = add_phone(session, add_user(session, "Otto Other"))
    session.commit()
    named = {
        "attachment_id": str(photo.attachment_id), "name": "photo.jpg", "content_type": "image/jpeg",
        "size": len(photo.content), "sha256": photo.true_sha256, "captured_at": "2026-11-23T10:42:07.120Z",
        "node": None,
    }  # fmt: skip
    added = make_operation(
        other, "attachment.add", "visit", line.visit_id, payload={"attachment": named, "note": "Nobody at home"}
    )
    assert [receipt.verdict for receipt in line.push(added, phone=other)] == ["review"]
    session.rollback()
    desk = sign_in(add_user(session, "Ben Back", Role.BACK_OFFICE))
    for page in (f"/office/visits/{line.visit_id}", f"/office/residents/{resident_id}"):
        assert WORDS.split("<")[0] in desk.get(page).text
        assert "Nobody at home" not in desk.get(page).text
