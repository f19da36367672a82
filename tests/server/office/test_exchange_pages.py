"""The pages by which a form's submissions leave as files, and by which other programs are let in: by role, once, revocable."""

from __future__ import annotations

import base64
import csv
import io
import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.domain.words import Role
from server.store.tables import AppToken, AuditEntry, Form, User
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.collect import Collect, fill_survey, publish_survey
from tests.factories.submissions import add_submissions
from tests.server.office.conftest import SignIn


@pytest.fixture
def phone(app: Flask, session: Session) -> Phone:
    phone = add_phone(session, add_user(session))
    session.commit()
    with app.app_context():
        publish_survey()
    return phone


@pytest.fixture
def form_ref_id(phone: Phone, session: Session) -> uuid.UUID:
    return session.scalars(select(Form.id)).one()


@pytest.fixture
def administrator(session: Session) -> User:
    return add_user(session, "Ada Admin", Role.ADMINISTRATOR)


def words(reply: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.get_data(as_text=True)))


def test_an_export_is_made_by_the_roles_that_may_and_no_other(
    sign_in: SignIn, session: Session, form_ref_id: uuid.UUID
) -> None:
    address = f"/office/forms/{form_ref_id}/export"
    for role in Role:
        browser = sign_in(add_user(session, role.value, role))
        may = role in (Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE)
        assert browser.get(address).status_code == (200 if may else 403), role
        assert browser.post(address, data={"kind": "csv"}).status_code == (200 if may else 403), role
        manages = role is Role.ADMINISTRATOR
        assert browser.get(f"/office/forms/{form_ref_id}/access").status_code == (200 if manages else 403), role


def test_the_file_comes_as_a_file_with_the_days_the_council_means(
    sign_in: SignIn, session: Session, phone: Phone, form_ref_id: uuid.UUID, administrator: User
) -> None:
    add_submissions(session, phone, 3)
    browser, address = sign_in(administrator), f"/office/forms/{form_ref_id}/export"
    assert "3 submissions have come in" in words(browser.get(address))
    reply = browser.post(address, data={"kind": "csv", "from": "1/11/2026", "until": "01/11/2026", "state": "received"})
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="street_survey_csv_')
    assert reply.headers["Cache-Control"] == "no-store"
    assert len(list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))) == 3
    none = browser.post(address, data={"kind": "csv", "from": "2/11/2026"})
    assert list(csv.DictReader(io.StringIO(none.data.decode("utf-8-sig")))) == []
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.submissions")).all()
    assert [(entry.user_id, entry.fields["submissions"]["new"]) for entry in entries] == [
        (administrator.id, 3), (administrator.id, 0),
    ]  # fmt: skip


def test_what_is_typed_wrong_is_said_and_nothing_is_made(
    sign_in: SignIn, session: Session, form_ref_id: uuid.UUID, administrator: User
) -> None:
    browser, address = sign_in(administrator), f"/office/forms/{form_ref_id}/export"
    reply = browser.post(address, data={"kind": "", "from": "yesterday"})
    assert reply.status_code == 422
    assert "Choose what you want" in words(reply)
    assert 'value="yesterday"' in reply.get_data(as_text=True)
    reply = browser.post(address, data={"kind": "csv", "from": "2/11/2026", "until": "1/11/2026"})
    assert (reply.status_code, "The last day is before the first" in words(reply)) == (422, True)
    assert browser.post(f"/office/forms/{uuid.uuid4()}/export", data={"kind": "csv"}).status_code == 404
    session.rollback()
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "export.submissions")).all() == []


def test_originals_are_offered_only_to_who_may_open_them(
    sign_in: SignIn, session: Session, form_ref_id: uuid.UUID, administrator: User
) -> None:
    address = f"/office/forms/{form_ref_id}/export"
    keeper = add_user(session, "Ivy Information", Role.INFORMATION_GOVERNANCE)
    assert "Originals, as they left the phone" in words(sign_in(administrator).get(address))
    assert "Originals, as they left the phone" not in words(sign_in(keeper).get(address))


def test_collect_is_let_in_shown_once_used_and_revoked(
    app: Flask, sign_in: SignIn, session: Session, phone: Phone, form_ref_id: uuid.UUID, administrator: User
) -> None:
    browser, address = sign_in(administrator), f"/office/forms/{form_ref_id}/access"
    made = browser.post(
        f"{address}/collect", data={"collect-person": str(phone.user_id), "collect-name": "Street team"}
    )
    assert made.status_code == 200
    found = re.search(r"http://localhost/key/([\w-]+)", made.get_data(as_text=True))
    assert found is not None
    token = found.group(1)
    assert token not in re.findall(r"<title>.*?</title>", made.get_data(as_text=True), re.S)[0]
    page = browser.get(address)
    assert token not in page.get_data(as_text=True)
    assert "Street team" in words(page)
    assert "Never" in words(page)
    assert Collect(app.test_client(), token).send(fill_survey()).status_code == 201
    assert "Never" not in words(browser.get(address))
    token_id = session.scalars(select(AppToken.id)).one()
    assert browser.post(f"{address}/{token_id}/revoke").status_code == 303
    assert "The access is revoked." in words(browser.get(address))
    assert Collect(app.test_client(), token).get("/formList").status_code == 401
    assert browser.post(f"{address}/{uuid.uuid4()}/revoke").status_code == 404


def test_a_reader_is_let_in_by_its_maker(
    app: Flask, sign_in: SignIn, session: Session, form_ref_id: uuid.UUID, administrator: User
) -> None:
    browser, address = sign_in(administrator), f"/office/forms/{form_ref_id}/access"
    made = browser.post(f"{address}/odata", data={"odata-name": "Monthly report"}).get_data(as_text=True)
    assert "http://localhost/odata/street_survey" in made
    [token] = re.findall(r"<code[^>]*>([\w-]{43})</code>", made)
    basic = {"Authorization": "Basic " + base64.b64encode(f"Monthly report:{token}".encode()).decode()}
    assert app.test_client().get("/odata/street_survey/Submissions", headers=basic).status_code == 200
    assert "Monthly report" in words(browser.get(address))


def test_an_access_without_a_name_or_a_person_is_not_made(
    sign_in: SignIn, session: Session, form_ref_id: uuid.UUID, administrator: User
) -> None:
    outsider = add_user(session, "Rita Receiving", Role.RECEIVING_TEAM)
    browser, address = sign_in(administrator), f"/office/forms/{form_ref_id}/access"
    for data, said in (
        ({"collect-name": "x", "collect-person": ""}, "Choose who fills the form in"),
        ({"collect-name": " ", "collect-person": str(administrator.id)}, "Enter a name for this access"),
        ({"collect-name": "x" * 101, "collect-person": str(administrator.id)}, "100 characters or fewer"),
        ({"collect-name": "x", "collect-person": str(outsider.id)}, "This person may not use it"),
        ({"collect-name": "x", "collect-person": str(uuid.uuid4())}, "Choose who fills the form in"),
    ):
        reply = browser.post(f"{address}/collect", data=data)
        assert (reply.status_code, said in words(reply)) == (422, True), said
    assert browser.post(f"{address}/telnet", data={}).status_code == 404
    session.rollback()
    assert session.scalars(select(AppToken)).all() == []


def test_the_page_says_which_lists_collect_is_not_given(
    app: Flask, sign_in: SignIn, form_ref_id: uuid.UUID, administrator: User
) -> None:
    rows = [
        ("type", "name", "label", "calculation"),
        ("calculate", "who", "", "pulldata('resident', 'mobile', 'id', 'x')"),
    ]
    browser = sign_in(administrator)
    with app.app_context():
        publish_survey(version="2", survey=[*rows, ("text", "street", "Street", "")])
    page = words(browser.get(f"/office/forms/{form_ref_id}/access"))
    assert "This form looks things up in resident." in page
