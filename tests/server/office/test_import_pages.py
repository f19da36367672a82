"""Sending a list in a browser without JavaScript: preview, confirm, decide, the rejected lines as a file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.config import Settings
from server.domain.import_work import JOB_OF
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import ImportBatch, Job, Resident, ResidentSource
from server.use_cases.apply_import import apply_import
from server.use_cases.confirm_import import APPLY_JOB
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import PREVIEW_JOB
from server.use_cases.undo_import import UNDO_JOB, undo_import
from tests.conftest import make_settings
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user
from tests.factories.lists import person, spl
from tests.server.office.conftest import SignIn


@pytest.fixture
def browser(session: Session, sign_in: SignIn) -> FlaskClient:
    """A supervisor's browser."""
    user = add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    return sign_in(user)


def send(browser: FlaskClient, content: bytes, name: str = "list.csv") -> TestResponse:
    """Choose a file and press the button. The body is made here: the test client would leave a temporary file open."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), filename=name)})
    return browser.post("/office/imports", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def work(app: Flask, session: Session, *, apply: bool = False) -> uuid.UUID:
    """What the worker does with the newest batch."""
    session.rollback()
    batch_id = session.scalars(select(ImportBatch.id).order_by(ImportBatch.id.desc())).first()
    assert batch_id is not None
    with app.app_context():
        if apply:
            apply_import(batch_id, clock=lambda: NOW)
        else:
            preview_import(batch_id, today_on=TODAY)
    return batch_id


def test_a_list_is_sent_previewed_confirmed_and_imported(app: Flask, session: Session, browser: FlaskClient) -> None:
    with app.app_context():
        programme_id = ensure_programme()
    reply = send(browser, spl(person(1, first_name="<b>Ada"), {"line_1": "1 Road"}))
    assert reply.status_code == 303
    assert "Reading the list" in browser.get(reply.location).text
    batch_id = work(app, session)
    page = browser.get(reply.location)
    assert "Not identifiable" in page.text
    assert session.scalars(select(Resident)).all() == []
    page = browser.get(f"{reply.location}?verdict=new")
    assert "&lt;b&gt;Ada" in page.text
    refused = browser.post(f"/office/imports/{batch_id}/confirm", data={})
    assert refused.status_code == 422
    assert "Choose the programme" in refused.text
    confirmed = browser.post(
        f"/office/imports/{batch_id}/confirm", data={"programme": str(programme_id), "full_extract": "1"}
    )
    assert confirmed.status_code == 303
    assert "Importing: 0 of 2" in browser.get(reply.location).text
    work(app, session, apply=True)
    assert "What importing it did" in browser.get(reply.location).text
    assert browser.get(f"/office/imports/{batch_id}/missing").status_code == 200
    session.rollback()
    assert len(session.scalars(select(Resident)).all()) == 1


def test_a_list_that_the_worker_gave_up_says_so_and_is_tried_again(
    app: Flask, session: Session, browser: FlaskClient
) -> None:
    assert set(JOB_OF.values()) == {PREVIEW_JOB, APPLY_JOB, UNDO_JOB}
    address = send(browser, spl(person(1))).headers["Location"]
    assert "Reading the list" in browser.get(address).text
    session.execute(update(Job).values(given_up_at=NOW, last_error="ValueError"))
    session.commit()
    page = browser.get(address).text
    assert "The list could not be read" in page
    assert "http-equiv" not in page  # it does not look again by itself
    for _ in "ab":  # pressed twice
        assert browser.post(f"{address}/retry").status_code == 303
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Job).where(Job.given_up_at.is_(None))) == 1
    assert "Reading the list" in browser.get(address).text
    work(app, session)
    assert "Try again" not in browser.get(address).text


def test_the_rejected_lines_come_as_a_file_without_formulas(app: Flask, session: Session, browser: FlaskClient) -> None:
    send(browser, spl({"line_1": "=cmd|' /C calc'!A0", "telephone_1": "+1"}))
    batch_id = work(app, session)
    reply = browser.get(f"/office/imports/{batch_id}/rejected.csv")
    assert reply.mimetype == "text/csv"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert ",'=cmd" in reply.text
    assert ",'+1" in reply.text


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04zip", "Save as"), (b"a,b\n1,2\n", "headings"), (b"", "empty")],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(browser: FlaskClient, content: bytes, words: str) -> None:
    reply = send(browser, content)
    assert reply.status_code == 422
    assert words in reply.text


def test_no_file_at_all_is_said(browser: FlaskClient) -> None:
    assert "Choose a file" in browser.post("/office/imports", data={}).text


def test_a_doubtful_line_is_settled_on_the_page(app: Flask, session: Session, browser: FlaskClient) -> None:
    with app.app_context():
        programme_id = ensure_programme()
    for content in (spl(person(1)), spl(person(1, nhs_number="", date_of_birth=""))):
        send(browser, content)
        batch_id = work(app, session)
        browser.post(f"/office/imports/{batch_id}/confirm", data={"programme": str(programme_id)})
        work(app, session, apply=True)
    page = browser.get(f"/office/imports/{batch_id}?verdict=decide")
    assert "Line 2: who is this?" in page.text
    [decide] = re.findall(r'action="([^"]+/lines/2[^"]*)"', page.text)
    unsaid = browser.post(html.unescape(decide), data={})
    assert (unsaid.status_code, "Error:</span> Line 2: choose who it is" in unsaid.text) == (422, True)
    known = session.scalars(select(Resident)).one()
    settled = browser.post(f"/office/imports/{batch_id}/lines/2", data={"person": str(known.id)})
    assert settled.status_code == 303
    assert browser.post(f"/office/imports/{batch_id}/lines/2", data={"person": "different"}).status_code == 409
    assert browser.post(f"/office/imports/{uuid.uuid4()}/lines/2", data={"person": "different"}).status_code == 404


class TestLargeFiles:
    """A file above the limit, with the limit set low."""

    @pytest.fixture
    def settings(self, database_url: str, tmp_path: object) -> Settings:
        """One megabyte is the most."""
        return dataclasses.replace(make_settings(database_url, tmp_path), max_import_bytes=1024 * 1024)  # type: ignore[arg-type]

    def test_a_file_above_the_limit_is_refused_with_words(self, browser: FlaskClient) -> None:
        reply = send(browser, b"x" * (1024 * 1024 + 10))
        assert reply.status_code == 413
        assert "larger than 1 MB" in reply.text


def test_officers_see_no_imports(session: Session, sign_in: SignIn) -> None:
    user = add_user(session)
    session.commit()
    assert sign_in(user).get("/office/imports").status_code == 403


def test_an_import_is_undone_on_the_page_after_a_look_at_the_numbers(
    app: Flask, session: Session, browser: FlaskClient
) -> None:
    with app.app_context():
        programme_id = ensure_programme()
    send(browser, spl(person(1), person(2)))
    batch_id = work(app, session)
    page = f"/office/imports/{batch_id}"
    assert "nothing to undo" in browser.post(f"{page}/undo").text
    browser.post(f"{page}/confirm", data={"programme": str(programme_id)})
    work(app, session, apply=True)
    assert f"{page}/undo" in browser.get(page).text
    asked = browser.get(f"{page}/undo").text
    assert "People who are removed again" in asked
    assert browser.post(f"{page}/undo").status_code == 303
    assert "Undoing: 0 of 2" in browser.get(page).text
    with app.app_context():
        undo_import(batch_id, clock=lambda: NOW)
    assert "by Sam" in browser.get(page).text
    assert browser.get(f"{page}/left").status_code == 200
    session.rollback()
    assert session.scalars(select(Resident)).all() == []


def test_whom_a_list_no_longer_names_is_decided_about_on_its_page_and_the_decision_is_taken_back(
    session: Session, sign_in: SignIn
) -> None:
    user = add_user(session, "Sam", Role.SUPERVISOR)
    add_server_device(session)
    case = add_case(session, add_resident(session, last_name="Gone"))
    batches = [
        ImportBatch(
            id=new_id(), layout="spl", file_name=f"{days}.csv", file_sha256=str(days), programme_id=case.programme_id,
            mapping={"full_extract": True}, status="imported", uploaded_at=NOW - dt.timedelta(days=days),
        )
        for days in (7, 0)
    ]  # fmt: skip
    session.add_all(batches)
    session.flush()
    session.add(
        ResidentSource(
            id=new_id(), resident_id=case.resident_id, layout="spl", key="1", received={}, row_hash="1",
            first_batch_id=batches[0].id, last_batch_id=batches[0].id, received_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    browser, page = sign_in(user), f"/office/imports/{batches[1].id}/missing"
    assert "1 person waits for a decision" in browser.get(page).text
    assert page in browser.get("/office/").text
    refused = browser.post(page, data={"choice": "close", "reason": ""})
    assert refused.status_code == 422
    assert [f'href="#{field}"' in refused.text for field in ("people", "reason", "note")] == [True, True, False]
    chosen = {"person": str(case.resident_id), "choice": "close", "reason": "not_on_list"}
    assert "1 case is closed. No visit was planned." in browser.post(page, data=chosen, follow_redirects=True).text
    decided = browser.get(f"{page}?show=decided").text
    assert "Closed: No longer on the list" in decided
    undo = next(part.partition('"')[0] for part in decided.split('action="') if "/office/imports/missing/" in part)
    assert (
        "The decision is taken back"
        in browser.post(undo, data={"batch": str(batches[1].id)}, follow_redirects=True).text
    )
    assert "1 person waits for a decision" in browser.get(page).text
    assert browser.post(page, data={"person": "nobody", "choice": "keep"}).status_code == 400
    asked = {"person": str(case.resident_id), "choice": "call", "note": "Ask about food"}
    browser.post(page, data=asked)
    # Whoever rings reads why; what was written of one person stands on a page that notes whose it is.
    for address, is_told in ((f"/office/contacts/{case.id}", True), ("/office/contacts", False)):
        call = browser.get(address).text
        assert "a list (0.csv) no longer names them. " in call
        assert ("Ask about food" in call) is is_told
